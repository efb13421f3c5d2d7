package dev.signalbox.plan;

import dev.signalbox.claim.Glob;
import dev.signalbox.claim.GlobSyntaxException;
import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Items;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import dev.signalbox.plan.Value.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One mapping of a plan file and what its keys may hold. Each question for a key answers with its
/// value, or with nothing where it is absent or wrong; what is wrong is a problem by then, so that
/// a reader goes on and finds the others too.
final class Section {
  private final String text;
  private final Problems problems;
  private final Mapping mapping;
  private final Map<String, Value> values = new HashMap<>();

  /// @param what what the mapping is, for messages: "a task"
  /// @param later keys that only a later version reads
  Section(
      String text,
      Problems problems,
      Mapping mapping,
      String what,
      Set<String> known,
      Set<String> later) {
    this.text = text;
    this.problems = problems;
    this.mapping = mapping;
    for (Entry entry : mapping.entries()) {
      String key = entry.key().text();
      int at = entry.key().start();
      if (later.contains(key)) {
        problems.error(
            at, "`" + key + "` is for a later version: this one cannot do it yet.", "Take it out.");
      } else if (!known.contains(key)) {
        unknown(key, at, what, known);
      } else if (values.putIfAbsent(key, entry.value()) != null) {
        problems.error(at, "`" + key + "` is there twice.", "Take one of the two out.");
      } else if (isNothing(entry.value())) {
        problems.error(at, "`" + key + "` has no value.", "Give it one, or take the line out.");
      }
    }
  }

  private void unknown(String key, int at, String what, Set<String> known) {
    String remedy =
        key.equals("<<")
            ? "Merging by `<<` is not read: write the keys out."
            : Spelling.suggestKey(key, known)
                + "Known here: "
                + String.join(", ", known.stream().sorted().toList())
                + ".";
    problems.error(at, "`" + key + "` is not a key of " + what + ".", remedy);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /// The value of a key, if it has one.
  Optional<Value> value(String key) {
    return Optional.ofNullable(values.get(key)).filter(v -> !isNothing(v));
  }

  /// Where the value of a key stands, else where the mapping does.
  int at(String key) {
    Value value = values.get(key);
    return value == null ? mapping.start() : value.start();
  }

  Optional<Scalar> scalar(String key) {
    return value(key)
        .flatMap(
            value -> {
              if (value instanceof Scalar scalar && scalar.type() == Type.TEXT) {
                if (!scalar.text().isBlank()) {
                  return Optional.of(scalar);
                }
                problems.error(
                    value.start(),
                    "`" + key + "` is empty.",
                    "Give it a value, or take the line out.");
                return Optional.empty();
              }
              wrongType(key, value, "a text");
              return Optional.empty();
            });
  }

  /// A text that is not empty.
  Optional<String> text(String key) {
    return scalar(key).map(Scalar::text);
  }

  /// A text of one line.
  Optional<String> line(String key) {
    return scalar(key)
        .filter(
            scalar -> {
              boolean one = scalar.text().strip().lines().count() == 1;
              if (!one) {
                problems.error(
                    scalar.start(),
                    "`" + key + "` has more than one line.",
                    "Write it as one line.");
              }
              return one;
            })
        .map(scalar -> scalar.text().strip());
  }

  Optional<Integer> integer(String key, int min, int max) {
    return value(key)
        .flatMap(
            value -> {
              if (value instanceof Scalar scalar
                  && scalar.value() instanceof Integer number
                  && number >= min
                  && number <= max) {
                return Optional.of(number);
              }
              wrongType(key, value, "a whole number from " + min + " to " + max);
              return Optional.empty();
            });
  }

  Optional<Double> decimal(String key, double min, double max) {
    return value(key)
        .flatMap(
            value -> {
              if (value instanceof Scalar scalar
                  && scalar.value() instanceof Number number
                  && number.doubleValue() >= min
                  && number.doubleValue() <= max) {
                return Optional.of(number.doubleValue());
              }
              wrongType(key, value, "a number from %s to %s".formatted(plain(min), plain(max)));
              return Optional.empty();
            });
  }

  Optional<Boolean> truth(String key) {
    return value(key)
        .flatMap(
            value -> {
              if (value instanceof Scalar scalar && scalar.value() instanceof Boolean truth) {
                return Optional.of(truth);
              }
              wrongType(key, value, "true or false");
              return Optional.empty();
            });
  }

  /// @param least the shortest duration that makes sense
  Optional<Duration> duration(String key, Duration least) {
    return value(key).flatMap(value -> duration(key, value, least));
  }

  private Optional<Duration> duration(String key, Value value, Duration least) {
    if (!(value instanceof Scalar scalar)) {
      wrongType(key, value, "a duration, such as 30s or 1m30s");
      return Optional.empty();
    }
    Optional<Duration> duration = DurationText.parse(scalar.text());
    if (scalar.type() == Type.NUMBER) {
      problems.error(
          value.start(),
          "`" + key + "` has no unit.",
          "Write `%ss`, `%sm` or the like.".formatted(scalar.text(), scalar.text()));
      return Optional.empty();
    }
    if (duration.isEmpty()) {
      problems.error(
          value.start(),
          "`" + scalar.text() + "` is not a duration.",
          "Write hours, minutes, seconds and milliseconds in this order: 1h, 1m30s, 500ms.");
    } else if (duration.get().compareTo(least) < 0) {
      problems.error(
          value.start(),
          "`" + key + "` is too short.",
          "Write at least " + DurationText.format(least) + ".");
      return Optional.empty();
    }
    return duration;
  }

  /// One of the names that `choices` knows.
  <T> Optional<T> choice(String key, Map<String, T> choices) {
    return scalar(key)
        .flatMap(
            scalar -> {
              T chosen = choices.get(scalar.text());
              if (chosen == null) {
                notAChoice(key, scalar, choices.keySet().stream().sorted().toList());
              }
              return Optional.ofNullable(chosen);
            });
  }

  private void notAChoice(String key, Scalar scalar, List<String> names) {
    boolean later = PlanKeys.LATER_VALUES.getOrDefault(key, Set.of()).contains(scalar.text());
    String either = names.size() == 1 ? "Write " : "Write one of: ";
    problems.error(
        scalar.start(),
        later
            ? "`%s: %s` is for a later version: this one cannot do it yet."
                .formatted(key, scalar.text())
            : "`" + key + "` cannot be `" + scalar.text() + "`.",
        (later || names.size() == 1 ? "" : Spelling.suggest(scalar.text(), names))
            + either
            + String.join(", ", names.stream().map(n -> "`" + n + "`").toList())
            + ".");
  }

  /// The texts of a list, those that are texts.
  Optional<List<Scalar>> texts(String key) {
    return value(key)
        .flatMap(
            value -> {
              if (!(value instanceof Items items)) {
                wrongType(key, value, "a list");
                return Optional.empty();
              }
              List<Scalar> texts = new ArrayList<>();
              for (Value item : items.values()) {
                if (item instanceof Scalar scalar
                    && scalar.type() == Type.TEXT
                    && !scalar.text().isBlank()) {
                  texts.add(scalar);
                } else {
                  wrongType("An entry of `" + key + "`", item.start(), item, "a text");
                }
              }
              return Optional.of(texts);
            });
  }

  /// The globs of a list, those that can be read.
  @Nullable List<Glob> globs(String key) {
    Optional<List<Scalar>> texts = texts(key);
    if (texts.isEmpty()) {
      return null;
    }
    List<Glob> globs = new ArrayList<>();
    for (Scalar scalar : texts.get()) {
      glob(key, scalar).ifPresent(globs::add);
    }
    return globs;
  }

  private Optional<Glob> glob(String key, Scalar scalar) {
    if (scalar.text().contains("${")) {
      problems.error(
          inside(scalar, scalar.text().indexOf("${")),
          "References are not filled in here: `" + key + "` is read before anything runs.",
          "Write the path or the glob itself.");
      return Optional.empty();
    }
    try {
      return Optional.of(Glob.parse(scalar.text()));
    } catch (GlobSyntaxException e) {
      problems.error(
          inside(scalar, e.index()),
          "`" + scalar.text() + "` in `" + key + "` is not a glob. " + e.getMessage(),
          "");
      return Optional.empty();
    }
  }

  /// Where character `index` of a scalar stands, or where the scalar does if it is written
  /// otherwise than it reads.
  int inside(Scalar scalar, int index) {
    int start = scalar.start();
    boolean quoted = start < text.length() && "'\"".indexOf(text.charAt(start)) >= 0;
    int first = quoted ? start + 1 : start;
    return text.startsWith(scalar.text(), first) ? first + index : start;
  }

  /// A problem of a value of the wrong kind.
  void wrongType(String key, Value value, String wanted) {
    wrongType("`" + key + "`", value.start(), value, wanted);
  }

  private void wrongType(String what, int at, Value value, String wanted) {
    boolean written = value instanceof Scalar s && s.type() != Type.NOTHING;
    String remedy = "Write " + wanted + ".";
    if (value instanceof Scalar scalar && written) {
      if (wanted.equals("a text")) {
        remedy = "Put it in quotes: \"" + scalar.text() + "\".";
      } else if (wanted.equals("a list")) {
        remedy = "Write `[" + quoted(scalar.text()) + "]`.";
      }
    }
    String found =
        value instanceof Scalar s && written ? "`" + shortened(s.text()) + "`" : value.kind();
    problems.error(at, what + " must be " + wanted + ", and this is " + found + ".", remedy);
  }

  private static String quoted(String text) {
    return text.matches("[A-Za-z0-9_][A-Za-z0-9_./-]*") ? text : "\"" + text + "\"";
  }

  private static String shortened(String text) {
    String line = text.lines().findFirst().orElse("");
    return line.length() <= 40 && line.length() == text.length()
        ? line
        : line.substring(0, Math.min(40, line.length())) + "…";
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  private static boolean isNothing(Value value) {
    return value instanceof Scalar scalar && scalar.type() == Type.NOTHING;
  }
}
