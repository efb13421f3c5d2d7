package dev.signalbox.agent;

import dev.signalbox.plan.Task;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The values that a command refers to, each as a variable of its environment.
final class ShellValues {
  /// `${input.KEY}` and `${tasks.ID.output.KEY}`; no shell knows names with a point, so nothing of
  /// its own looks like that.
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{((?:input|tasks)\\.[^${}\n]+)}");

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");

  /// Linux takes no longer string into an environment; other systems take less in all.
  private static final int LONGEST = 128 * 1024 - 64;

  private static final JsonMapper JSON = new JsonMapper();

  private final Task task;
  private final Map<String, Object> values;
  private final Map<String, String> variableOf = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();

  /// @param values by what stands between `${` and `}`
  ShellValues(Task task, Map<String, Object> values) {
    this.task = task;
    this.values = values;
  }

  /// The reference that begins at `at`, or null where none does.
  static @Nullable String referenceAt(String text, int at) {
    Matcher matcher = REFERENCE.matcher(text).region(at, text.length());
    return matcher.lookingAt() ? matcher.group() : null;
  }

  static boolean anyIn(String text) {
    return REFERENCE.matcher(text).find();
  }

  /// The name of the variable that holds what `reference` stands for.
  String variable(String reference) throws AgentException {
    String known = variableOf.get(reference);
    if (known != null) {
      return known;
    }
    String text = text(value(reference));
    if (text.indexOf('\0') >= 0) {
      throw problem(reference, "holds a zero byte, which no environment can carry");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      throw problem(
          reference,
          "is longer than the 128 KiB that fit into a variable. Pass it in a file, by its path");
    }
    mustBeEncodable(text, reference);
    // The number keeps apart what looks alike once only letters and digits are left.
    String name =
        "SIGNALBOX_V%d_%s"
            .formatted(
                variableOf.size() + 1, plainName(reference.substring(2, reference.length() - 1)));
    variableOf.put(reference, name);
    environment.put(name, text);
    return name;
  }

  /// As [#variable], for a place where the shell calculates, and would run what it finds in a name.
  String integerVariable(String reference) throws AgentException {
    if (!INTEGER.matcher(text(value(reference))).matches()) {
      throw problem(
          reference,
          "stands where the shell calculates, and is no integer. Give an integer, or move it out of"
              + " the arithmetic (if the brackets are two subshells, put a space between them)");
    }
    return variable(reference);
  }

  /// The variables that were asked for, with their values.
  Map<String, String> environment() {
    return environment;
  }

  AgentException problem(String reference, String what) {
    return new AgentException("Task %s: %s %s.".formatted(task.id(), reference, what));
  }

  /// Java hands texts to a process in the locale's encoding and writes `?` for what that lacks.
  void mustBeEncodable(String text, String what) throws AgentException {
    Charset charset =
        Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));
    if (!charset.newEncoder().canEncode(text)) {
      throw new AgentException(
          ("Task %s: %s holds characters that the locale of this session (%s) cannot pass on."
                  + " Start Signalbox with LC_ALL=C.UTF-8.")
              .formatted(task.id(), what, charset));
    }
  }

  private @Nullable Object value(String reference) throws AgentException {
    String key = reference.substring(2, reference.length() - 1);
    if (!values.containsKey(key)) {
      throw problem(
          reference,
          key.startsWith("input.")
              ? "stands for nothing. Add it to the task's input"
              : "stands for nothing: no such output was left. Outputs are named"
                  + " ${tasks.ID.output.KEY}");
    }
    return values.get(key);
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String text -> text;
      case Double d when Double.isFinite(d) -> BigDecimal.valueOf(d).toPlainString();
      case BigDecimal d -> d.toPlainString();
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> JSON.writeValueAsString(value);
    };
  }

  private static String plainName(String key) {
    String name = key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    return name.length() > 40 ? name.substring(0, 40) : name;
  }
}
