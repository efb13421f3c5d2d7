package dev.signalbox.claim;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.signalbox.claim.GlobNode.Folders;
import dev.signalbox.claim.GlobNode.Literal;
import dev.signalbox.claim.GlobNode.Sequence;
import dev.signalbox.claim.GlobNode.Slash;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A path pattern, relative to the repository's root, case-sensitive, with `/` between names.
///
/// - `*` any characters of one name, also none; `?` exactly one. Both also stand for a leading dot.
/// - `[a-z_]` one of these, `[!a-z]` or `[^a-z]` one of the others.
/// - `{a,b/c}` one of these; it may nest and hold `/`.
/// - `**`, as a whole name, any number of folders, also none; at the end everything below, but not
///   the folder itself. A glob that ends in `/` means the same.
/// - `\` takes the meaning from the character after it.
///
/// ## Two globs meet, or they do not
///
/// Whether two tasks may write at the same time hangs on one question: is there a path that a glob
/// of the one and a glob of the other both match? To match one pattern against the other as if it
/// were a path gives wrong answers both ways (`src/*.py` and `src/a*` meet in `src/a.py`, and
/// neither matches the other's text), so the question is decided exactly.
///
/// A glob is a regular expression in other clothes. [GlobParser] reads it, [GlobRules] refuses what
/// cannot be meant, and [GlobCompiler] makes a nondeterministic [GlobAutomaton] of it, once, when
/// the glob is made. The paths in both are those that two automata accept side by side, and
/// [CommonPath] walks their product breadth first, so that what it finds is a *shortest* such path:
/// the witness that a person is shown. Paths that git cannot hold (an empty name, `.`, `..`,
/// `.git`) do not count: [NameRule] walks along as a third automaton. If the search ends without a
/// witness there is no common path at all; nothing is sampled and nothing assumed.
///
/// The product has at most a few hundred situations for globs that people write, and most pairs do
/// not get that far: every path of a glob starts with the text before its first wildcard and ends
/// with the text after its last, and where two such texts contradict each other, the globs are
/// apart. A glob without wildcards is only compared.
public final class Glob {
  /// A plain path up to this long surely is not too large for an automaton.
  private static final int SHORT = 1_000;

  private final String pattern;

  /// Made when a question needs it: most globs of a large plan are told apart by their beginnings.
  private volatile @Nullable GlobAutomaton automaton;

  private final String prefix;
  private final String suffix;
  private final @Nullable String literal;

  /// The pattern that only `path` matches.
  public static String literally(String path) {
    return path.replaceAll("[*?\\[\\]{}\\\\]", "\\\\$0");
  }

  private Glob(String pattern, Sequence parsed) {
    this.pattern = pattern;
    this.prefix = prefix(parsed);
    this.suffix = suffix(parsed);
    this.literal =
        parsed.parts().stream().allMatch(Glob::isText) && !pattern.endsWith("/") ? prefix : null;
  }

  /// @throws GlobSyntaxException where the pattern cannot be read
  @JsonCreator
  public static Glob parse(String pattern) {
    Sequence parsed = GlobParser.parse(pattern);
    GlobRules.check(parsed);
    Glob glob = new Glob(pattern, parsed);
    boolean plain = glob.literal != null || isFolder(parsed);
    if (plain && pattern.length() <= SHORT) {
      return glob;
    }
    if (CommonPath.find(glob.automaton(), glob.automaton()) == null) {
      throw new GlobSyntaxException("No path in a repository can match this glob.", 0);
    }
    return glob;
  }

  @JsonValue
  public String pattern() {
    return pattern;
  }

  /// @param path a file's path from the repository's root
  public boolean matches(String path) {
    return literal == null
        ? path.startsWith(prefix) && path.endsWith(suffix) && automaton().matches(path)
        : literal.equals(path);
  }

  /// A shortest path that both globs match, or none where no path can.
  public Optional<String> witness(Glob other) {
    if (literal != null) {
      return other.matches(literal) ? Optional.of(literal) : Optional.empty();
    }
    if (other.literal != null) {
      return matches(other.literal) ? Optional.of(other.literal) : Optional.empty();
    }
    if (apart(other)) {
      return Optional.empty();
    }
    return Optional.ofNullable(CommonPath.find(automaton(), other.automaton()));
  }

  private GlobAutomaton automaton() {
    GlobAutomaton known = automaton;
    if (known == null) {
      known = GlobCompiler.compile(GlobParser.parse(pattern));
      automaton = known;
    }
    return known;
  }

  private boolean apart(Glob other) {
    int start = Math.min(prefix.length(), other.prefix.length());
    int end = Math.min(suffix.length(), other.suffix.length());
    return !prefix.regionMatches(0, other.prefix, 0, start)
        || !suffix.regionMatches(
            suffix.length() - end, other.suffix, other.suffix.length() - end, end);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Glob glob && glob.pattern.equals(pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  @Override
  public String toString() {
    return pattern;
  }

  /// Whether it is a plain path and everything below, of which there always is something.
  private static boolean isFolder(Sequence glob) {
    int last = glob.parts().size() - 1;
    return last > 0
        && glob.parts().get(last) instanceof Folders
        && glob.parts().subList(0, last).stream().allMatch(Glob::isText);
  }

  private static boolean isText(GlobNode node) {
    return node instanceof Literal || node instanceof Slash;
  }

  private static String prefix(Sequence glob) {
    StringBuilder text = new StringBuilder();
    for (GlobNode part : glob.parts()) {
      switch (part) {
        case Literal literal -> text.appendCodePoint(literal.codePoint());
        case Slash _ -> text.append('/');
        default -> {
          return text.toString();
        }
      }
    }
    return text.toString();
  }

  /// Only from the last name: a `/` may be the one that a `**` before it leaves out.
  private static String suffix(Sequence glob) {
    StringBuilder text = new StringBuilder();
    for (GlobNode part : glob.parts()) {
      if (part instanceof Literal literal) {
        text.appendCodePoint(literal.codePoint());
      } else {
        text.setLength(0);
      }
    }
    return text.toString();
  }
}
