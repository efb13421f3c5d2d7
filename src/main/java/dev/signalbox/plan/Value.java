package dev.signalbox.plan;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a plan file's text says, whether it is YAML or JSON, before anybody asks what it means.
/// Each value knows where it stands in the text, as offsets into it (`end` is the first that is not
/// part of it), for problems and for the editor.
sealed interface Value {
  int start();

  int end();

  /// What it is, for a message: "a text", "a list".
  String kind();

  /// What a scalar holds.
  enum Type {
    TEXT("a text"),
    NUMBER("a number"),
    TRUTH("true or false"),
    NOTHING("nothing");

    private final String kind;

    Type(String kind) {
      this.kind = kind;
    }
  }

  /// A text, a number, true or false, or nothing.
  ///
  /// @param text what a text says; else as it is written
  /// @param value the text, number or truth itself
  record Scalar(Type type, String text, @Nullable Object value, int start, int end)
      implements Value {
    @Override
    public String kind() {
      return type.kind;
    }
  }

  /// A list.
  ///
  /// @param flow whether it stands in brackets
  record Items(List<Value> values, boolean flow, int start, int end) implements Value {
    public Items {
      values = List.copyOf(values);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /// Keys and their values, in the order of the text.
  ///
  /// @param flow whether they stand in braces
  record Mapping(List<Entry> entries, boolean flow, int start, int end) implements Value {
    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public String kind() {
      return "a mapping";
    }

    /// The first entry of that key.
    Optional<Entry> entry(String key) {
      return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
    }
  }

  /// A key and its value.
  record Entry(Scalar key, Value value) {}
}
