package dev.signalbox.claim;

import dev.signalbox.claim.CharacterSet.Range;
import dev.signalbox.claim.GlobNode.Choice;
import dev.signalbox.claim.GlobNode.Sequence;
import java.util.ArrayList;
import java.util.List;

/// Reads a pattern by recursive descent. What a name may be called and what `**` may stand beside
/// is [GlobRules]' business.
final class GlobParser {
  private static final int MAX_DEPTH = 50;

  private final String pattern;
  private int at;

  private GlobParser(String pattern) {
    this.pattern = pattern;
  }

  static Sequence parse(String pattern) {
    if (pattern.isEmpty()) {
      throw new GlobSyntaxException("The glob is empty; `**` stands for every file.", 0);
    }
    if (pattern.startsWith("!")) {
      throw new GlobSyntaxException(
          "A glob that starts with ! excludes nothing here; for a name that starts with ! write \\!.",
          0);
    }
    return new GlobParser(pattern).sequence(0);
  }

  private Sequence sequence(int depth) {
    int start = at;
    List<GlobNode> parts = new ArrayList<>();
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      if (depth > 0 && (c == ',' || c == '}')) {
        break;
      }
      parts.add(part(c, depth));
    }
    return new Sequence(parts, start);
  }

  private GlobNode part(char c, int depth) {
    int index = at;
    return switch (c) {
      case '/' -> {
        at++;
        yield new GlobNode.Slash(index);
      }
      case '?' -> {
        at++;
        yield new GlobNode.Any(index);
      }
      case '*' -> {
        boolean folders = pattern.startsWith("**", at);
        at += folders ? 2 : 1;
        yield folders ? new GlobNode.Folders(index) : new GlobNode.Star(index);
      }
      case '[' -> new GlobNode.OneOf(characterClass(), index);
      case '{' -> choice(depth);
      case '}' ->
          throw new GlobSyntaxException(
              "This } closes nothing; write \\} for the character itself.", index);
      default -> new GlobNode.Literal(character(), index);
    };
  }

  private Choice choice(int depth) {
    int open = at;
    if (depth == MAX_DEPTH) {
      throw new GlobSyntaxException(
          "Braces are nested more than %d deep; write several globs.".formatted(MAX_DEPTH), open);
    }
    List<Sequence> options = new ArrayList<>();
    do {
      at++;
      options.add(sequence(depth + 1));
    } while (at < pattern.length() && pattern.charAt(at) == ',');
    if (at == pattern.length()) {
      throw new GlobSyntaxException(
          "This { is never closed; add a }, or write \\{ for the character itself.", open);
    }
    at++;
    if (options.size() == 1 && options.getFirst().parts().isEmpty()) {
      throw new GlobSyntaxException("There is nothing between { and }.", open);
    }
    return new Choice(options, open);
  }

  private CharacterSet characterClass() {
    int open = at++;
    boolean negated = at < pattern.length() && "!^".indexOf(pattern.charAt(at)) >= 0;
    at += negated ? 1 : 0;
    List<Range> ranges = new ArrayList<>();
    int first = at;
    while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
      ranges.add(range());
    }
    if (at == pattern.length()) {
      throw new GlobSyntaxException(
          "This [ is never closed; add a ], or write \\[ for the character itself.", open);
    }
    at++;
    CharacterSet set = CharacterSet.of(ranges, negated);
    if (set.isEmpty()) {
      throw new GlobSyntaxException("No character is left between [ and ].", open);
    }
    return set;
  }

  private Range range() {
    int index = at;
    if (pattern.charAt(at) == '/') {
      throw new GlobSyntaxException(
          "[ ] stands for one character of a name, and / is never one.", index);
    }
    if (pattern.startsWith("[:", at)) {
      throw new GlobSyntaxException(
          "Named classes such as [:alpha:] are not known; write the range, such as a-z.", index);
    }
    int first = character();
    boolean isRange =
        at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']';
    if (!isRange) {
      return new Range(first, first);
    }
    at++;
    int last = character();
    if (last < first) {
      throw new GlobSyntaxException(
          "The range %s runs backwards; the smaller character comes first."
              .formatted(pattern.substring(index, at)),
          index);
    }
    return new Range(first, last);
  }

  /// One character that stands for itself, the backslash before it taken away.
  private int character() {
    int index = at;
    boolean escaped = pattern.charAt(at) == '\\';
    if (escaped && ++at == pattern.length()) {
      throw new GlobSyntaxException(
          "The \\ at the end has nothing to stand before; write \\\\ for the character itself.",
          index);
    }
    int c = pattern.codePointAt(at);
    if (escaped && (Character.isLetterOrDigit(c) || c == '/')) {
      throw new GlobSyntaxException(
          "A \\ only takes the meaning from a special character; between names write /.", index);
    }
    if (c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw new GlobSyntaxException("No path can hold this character.", index);
    }
    at += Character.charCount(c);
    return c;
  }
}
