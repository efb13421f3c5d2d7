package dev.signalbox.plan;

import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// A small file of keys with one value each, written as a plan is and with problems like a plan's:
/// settings.
public final class KeyFile {
  private KeyFile() {}

  /// Reads a file; one that is not there says nothing.
  ///
  /// @param what what the file is, for messages: "the settings"
  /// @param keys what takes the value of each, and throws an [IllegalArgumentException] with a
  ///   sentence where it is none
  /// @return what is wrong, in the order of the file
  public static List<Problem> read(Path file, String what, Map<String, Consumer<String>> keys)
      throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    Problems problems = new Problems(file, text);
    switch (PlanReader.tree(file, text, problems)) {
      case Mapping mapping -> {
        Section section = new Section(text, problems, mapping, what, keys.keySet(), Set.of());
        keys.forEach(
            (key, taker) ->
                section.value(key).ifPresent(value -> take(key, value, taker, problems)));
      }
      case Value other ->
          problems.error(
              other.start(),
              "This is %s.".formatted(other.kind()),
              "Write lines such as `key: value`.");
      case null -> {}
    }
    return problems.inOrder();
  }

  private static void take(String key, Value value, Consumer<String> taker, Problems problems) {
    if (!(value instanceof Scalar scalar)) {
      problems.error(
          value.start(), "`%s` is %s.".formatted(key, value.kind()), "Give it one value.");
      return;
    }
    try {
      taker.accept(scalar.text());
    } catch (IllegalArgumentException e) {
      problems.error(value.start(), String.valueOf(e.getMessage()), "");
    }
  }
}
