package dev.signalbox.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a text of a task refers to by `${input.KEY}` and `${tasks.ID.output.KEY}`. Every other `$`
/// belongs to the shell and is not looked at.
public final class References {
  private static final Pattern OURS = Pattern.compile("\\$\\{(input|tasks)\\.([^}\\s]*)(}?)");
  private static final Pattern OUTPUT = Pattern.compile("(.+?)\\.output\\.(.+)");

  private References() {}

  /// A reference as it is written.
  public sealed interface Reference {
    /// The whole of it, from `$` to `}`.
    String written();
  }

  /// `${input.KEY}`
  public record Input(String key, String written) implements Reference {}

  /// `${tasks.ID.output.KEY}`
  public record Output(String task, String key, String written) implements Reference {}

  /// One that is neither, and how it should look.
  public record Malformed(String written, String remedy) implements Reference {}

  /// All references, in the order of the text.
  public static List<Reference> in(String text) {
    List<Reference> found = new ArrayList<>();
    Matcher matcher = OURS.matcher(text);
    while (matcher.find()) {
      found.add(reference(matcher));
    }
    return found;
  }

  private static Reference reference(Matcher matcher) {
    String written = matcher.group();
    if (matcher.group(3).isEmpty()) {
      return new Malformed(written, "Close it with a }.");
    }
    String rest = matcher.group(2);
    if (matcher.group(1).equals("input")) {
      return rest.isEmpty()
          ? new Malformed(written, "Write ${input.KEY}.")
          : new Input(rest, written);
    }
    Matcher output = OUTPUT.matcher(rest);
    return output.matches()
        ? new Output(output.group(1), output.group(2), written)
        : new Malformed(written, "Write ${tasks.ID.output.KEY}.");
  }
}
