package dev.signalbox.plan;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;

/// What the YAML parser complains of, in words for people who never think about YAML.
///
/// @param codePoint where, counted in code points
/// @param message what is wrong
/// @param remedy what to do
record YamlComplaint(int codePoint, String message, String remedy) {
  static final String QUOTE =
      "Put a text that holds special characters in quotes, such as \"*.md\" or \"src/{a,b}/x\".";

  static YamlComplaint of(YamlEngineException e, String text) {
    return switch (e) {
      case MarkedYamlEngineException marked -> of(marked);
      case ReaderException reader ->
          new YamlComplaint(
              reader.getPosition(),
              "The file holds a character that YAML does not allow (U+%04X)."
                  .formatted(reader.getCodePoint()),
              "Take it out.");
      case YamlVersionException version ->
          new YamlComplaint(
              Math.max(0, text.indexOf("%YAML")),
              "This YAML version is not known.",
              "Take the line with %YAML out.");
      default -> new YamlComplaint(0, "The file is not YAML.", "Look at its first lines.");
    };
  }

  private static YamlComplaint of(MarkedYamlEngineException e) {
    String problem = Optional.ofNullable(e.getProblem()).orElse("");
    String context = Optional.ofNullable(e.getContext()).orElse("");
    Optional<Mark> at = e.getProblemMark().or(e::getContextMark);
    if (problem.contains("end of stream") || problem.contains("<stream end>")) {
      // Where it began helps; where the file ends does not.
      at = e.getContextMark().or(e::getProblemMark);
    }
    int codePoint = at.map(Mark::getIndex).orElse(0);
    if (problem.contains("\\t(TAB)")) {
      return new YamlComplaint(
          codePoint, "There is a tab where YAML wants spaces.", "Indent with spaces.");
    }
    if (problem.contains("unknown escape")) {
      return new YamlComplaint(
          codePoint,
          "A \\ before this character means nothing in double quotes.",
          "Use single quotes, or write the backslash twice.");
    }
    if (context.contains("scanning a quoted scalar")) {
      return new YamlComplaint(
          codePoint, "This quote is never closed.", "Close it at the end of the text.");
    }
    if (context.contains("flow sequence") || context.contains("flow mapping")) {
      boolean list = context.contains("sequence");
      return new YamlComplaint(
          codePoint,
          list ? "This list cannot be read." : "This `{ … }` cannot be read.",
          "Put a comma between the entries and a %s at the end. ".formatted(list ? "]" : "}")
              + QUOTE);
    }
    if (context.contains("alias") || context.contains("anchor") || context.contains("tag")) {
      return new YamlComplaint(codePoint, "A text cannot start with *, & or ! here.", QUOTE);
    }
    if (problem.contains("cannot start any token")) {
      return new YamlComplaint(codePoint, "A text cannot start with this character.", QUOTE);
    }
    if (problem.contains("mapping values are not allowed")) {
      return new YamlComplaint(
          codePoint,
          "There is a second `:` here, or the line is indented too far.",
          "Put a text that holds `: ` in quotes, and give keys that belong together the same indentation.");
    }
    if (problem.contains("<block end>") || problem.contains("entries are not allowed")) {
      return new YamlComplaint(
          codePoint,
          "This does not fit what stands before it.",
          "Give keys that belong together the same indentation, start a list on a line of its own,"
              + " and put nothing after a closing quote.");
    }
    return new YamlComplaint(
        codePoint, "The file is not YAML here: " + firstLine(problem) + ".", QUOTE);
  }

  private static String firstLine(String problem) {
    return problem.lines().findFirst().orElse("it cannot be read").strip();
  }
}
