package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The last lines of a commit's message, by which a landing is found again.
///
/// @param lines each `Key: value`
record Trailers(List<String> lines) {
  private static final String OURS = "Signalbox-";
  private static final Pattern ANY_OF_OURS = Pattern.compile("(?i)\\s*signalbox-[a-z-]+\\s*[:=].*");

  // A value over several lines would end the trailers, or forge one.
  static Trailers of(Map<String, String> values) {
    return new Trailers(
        values.entrySet().stream()
            .map(e -> e.getKey() + ": " + e.getValue().replaceAll("\\p{Cntrl}+", " ").strip())
            .toList());
  }

  /// `message` with these after it.
  String after(String message) {
    String text = message.replace("\0", "").strip() + "\n";
    return lines.isEmpty() ? text : text + "\n" + block();
  }

  /// `text`, which began as a message with these after it, with whatever somebody took or altered
  /// of them put back.
  ///
  /// @return empty where there is no message beside these
  String in(String text, Git git) throws WorkspaceException, InterruptedException {
    List<String> there = parsed(text, git);
    boolean whole =
        there.containsAll(lines) && count(there) == count(lines) && !text.startsWith(OURS);
    if (whole) {
      return text;
    }
    String rest =
        text.lines()
            .filter(line -> !lines.contains(line.strip()) && !ANY_OF_OURS.matcher(line).matches())
            .collect(Collectors.joining("\n"))
            .strip();
    if (rest.isEmpty()) {
      return "";
    }
    // Beside those that somebody added, as git knows only one block of them.
    return rest + (parsed(rest, git).isEmpty() ? "\n\n" : "\n") + block();
  }

  private static List<String> parsed(String text, Git git)
      throws WorkspaceException, InterruptedException {
    return git.run(
            (text + "\n").getBytes(StandardCharsets.UTF_8),
            "interpret-trailers",
            "--parse",
            "--no-divider")
        .text()
        .lines()
        .toList();
  }

  private static long count(List<String> trailers) {
    return trailers.stream().filter(line -> line.startsWith(OURS)).count();
  }

  private String block() {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
