package dev.signalbox.claim;

import dev.signalbox.claim.GlobNode.Choice;
import dev.signalbox.claim.GlobNode.Folders;
import dev.signalbox.claim.GlobNode.Literal;
import dev.signalbox.claim.GlobNode.Sequence;
import dev.signalbox.claim.GlobNode.Slash;
import java.util.Map;
import java.util.TreeMap;

/// Refuses globs that point out of the repository or that nobody can have meant: `/abs`, `a//b`,
/// `..`, `.git/x`, `a**`.
///
/// Braces make this more than a look at the text (`{a,.}{.,b}/x` holds a `..`), so the glob is
/// walked once with the set of all situations it can be in: in the name so far (the states of
/// [NameRule]), or right after a `**`. Each remembers where its name began, for the message.
final class GlobRules {
  private static final int AFTER_FOLDERS = NameRule.STATES;
  private static final int AFTER_SLASH = NameRule.STATES + 1;

  private GlobRules() {}

  static void check(Sequence glob) {
    Map<Integer, Integer> end = after(glob, new TreeMap<>(Map.of(NameRule.START, 0)));
    if (end.containsKey(NameRule.START)) {
      throw new GlobSyntaxException(
          "One way to read this glob is empty; `**` stands for every file.", 0);
    }
    end.forEach(GlobRules::requireCompleteName);
  }

  private static Map<Integer, Integer> after(GlobNode node, Map<Integer, Integer> before) {
    return switch (node) {
      case Sequence sequence -> {
        Map<Integer, Integer> now = before;
        for (GlobNode part : sequence.parts()) {
          now = after(part, now);
        }
        yield now;
      }
      case Choice choice -> {
        Map<Integer, Integer> all = new TreeMap<>();
        choice.options().forEach(option -> after(option, before).forEach(all::putIfAbsent));
        yield all;
      }
      case Slash slash -> afterSlash(slash, before);
      case Folders folders -> afterFolders(folders, before);
      default -> afterCharacter(node, before);
    };
  }

  private static Map<Integer, Integer> afterSlash(Slash slash, Map<Integer, Integer> before) {
    before.forEach(
        (state, start) -> {
          if (state == NameRule.START) {
            throw new GlobSyntaxException(
                "A glob is relative to the repository's root; take the / at the start away.",
                slash.index());
          }
          if (state == AFTER_SLASH) {
            throw new GlobSyntaxException(
                "There is no name between the two /; take one away.", slash.index());
          }
          requireCompleteName(state, start);
        });
    return Map.of(AFTER_SLASH, slash.index() + 1);
  }

  private static Map<Integer, Integer> afterFolders(Folders folders, Map<Integer, Integer> before) {
    for (int state : before.keySet()) {
      if (state != NameRule.START && state != AFTER_SLASH) {
        throw glued(folders.index());
      }
    }
    return Map.of(AFTER_FOLDERS, folders.index());
  }

  private static Map<Integer, Integer> afterCharacter(GlobNode node, Map<Integer, Integer> before) {
    Map<Integer, Integer> now = new TreeMap<>();
    before.forEach(
        (state, start) -> {
          if (state == AFTER_FOLDERS) {
            throw glued(start);
          }
          boolean first = state == AFTER_SLASH || state == NameRule.START;
          // A wildcard can stand for a good name: the searches leave the bad ones out.
          int next =
              node instanceof Literal literal
                  ? NameRule.next(first ? NameRule.START : state, literal.codePoint())
                  : NameRule.GOOD;
          now.putIfAbsent(next, first ? node.index() : start);
        });
    return now;
  }

  private static void requireCompleteName(int state, int start) {
    switch (state) {
      case NameRule.DOT ->
          throw new GlobSyntaxException(
              "`.` names no file; a glob is relative to the repository's root already.", start);
      case NameRule.DOT_DOT ->
          throw new GlobSyntaxException(
              "`..` leads out of its folder; name the path from the repository's root.", start);
      case NameRule.DOT_GIT ->
          throw new GlobSyntaxException(
              "`.git` belongs to git itself and no task can claim it.", start);
      default -> {}
    }
  }

  private static GlobSyntaxException glued(int index) {
    return new GlobSyntaxException(
        "`**` stands for whole folders and needs a / on both sides; within a name write *.", index);
  }
}
