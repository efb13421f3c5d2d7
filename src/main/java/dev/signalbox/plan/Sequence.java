package dev.signalbox.plan;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Files with a number in their name, such as `db/migrations/{n}_*`: `{n}` stands for the number, a
/// `*` for anything within a name.
public final class Sequence {
  private static final String NUMBER = "{n}";

  /// Longer ones are no numbers that anybody counts with.
  private static final int MOST_DIGITS = 18;

  private final Pattern pattern;

  private Sequence(Pattern pattern) {
    this.pattern = pattern;
  }

  /// @return empty where it is no pattern of such names
  public static Optional<Sequence> parse(String text) {
    int at = text.indexOf(NUMBER);
    boolean once = at >= 0 && text.indexOf(NUMBER, at + 1) < 0;
    boolean inside = !text.startsWith("/") && !text.contains("\\") && !text.contains("**");
    boolean inName = at > text.lastIndexOf('/');
    boolean parts = text.matches("(?!\\.\\.?(/|$)).*") && !text.matches(".*/(\\.\\.?)?/.*");
    // Where the number begins and ends has to be plain.
    boolean blurred = at > 0 && "*0123456789".indexOf(text.charAt(at - 1)) >= 0;
    boolean braces = text.replace(NUMBER, "").matches(".*[{}].*");
    if (!once || !inside || !inName || !parts || blurred || braces) {
      return Optional.empty();
    }
    String regex =
        "(%s)(\\d{1,%d}+)(?!\\d)(%s)"
            .formatted(
                regex(text.substring(0, at)),
                MOST_DIGITS,
                regex(text.substring(at + NUMBER.length())));
    return Optional.of(new Sequence(Pattern.compile(regex)));
  }

  private static String regex(String part) {
    StringBuilder regex = new StringBuilder();
    for (String literal : part.split("(?<=\\*)|(?=\\*)")) {
      regex.append(literal.equals("*") ? "[^/]*" : Pattern.quote(literal));
    }
    return regex.toString();
  }

  /// A path of it, in three parts.
  ///
  /// @param digits the number as it is written
  public record Numbered(String before, String digits, String after) {
    public long number() {
      return Long.parseLong(digits);
    }

    /// The same with another number, of the same width.
    public String with(long number) {
      return before
          + "0".repeat(Math.max(0, digits.length() - String.valueOf(number).length()))
          + number
          + after;
    }
  }

  public Optional<Numbered> of(String path) {
    Matcher matcher = pattern.matcher(path);
    return matcher.matches()
        ? Optional.of(new Numbered(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
