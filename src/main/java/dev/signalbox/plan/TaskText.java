package dev.signalbox.plan;

import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Items;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One task in a plan file's text, and which of its lists is to be changed.
final class TaskText {
  static final String DEPENDS_ON = "depends_on";

  private final String key;
  private final String text;
  private final boolean json;
  private final Mapping root;
  private final Mapping mapping;
  private final String task;
  private final TextPlaces places;

  private TaskText(
      String key, String text, boolean json, Mapping root, Mapping mapping, String task) {
    this.key = key;
    this.text = text;
    this.json = json;
    this.root = root;
    this.mapping = mapping;
    this.task = task;
    this.places = new TextPlaces(text);
  }

  /// @param key of the list
  static Optional<TaskText> find(String key, String text, boolean json, Mapping root, String task) {
    return tasks(root)
        .filter(mapping -> task.equals(id(mapping)))
        .findFirst()
        .map(mapping -> new TaskText(key, text, json, root, mapping, task));
  }

  private static Stream<Mapping> tasks(Mapping root) {
    return root.entry("tasks").map(Entry::value).stream()
        .flatMap(v -> v instanceof Items items ? items.values().stream() : Stream.empty())
        .flatMap(v -> v instanceof Mapping mapping ? Stream.of(mapping) : Stream.empty());
  }

  private static String id(Mapping mapping) {
    return mapping
        .entry("id")
        .map(e -> e.value() instanceof Scalar scalar ? scalar.text() : "")
        .orElse("");
  }

  String task() {
    return task;
  }

  String key() {
    return key;
  }

  String text() {
    return text;
  }

  boolean isJson() {
    return json;
  }

  Mapping mapping() {
    return mapping;
  }

  TextPlaces places() {
    return places;
  }

  Optional<Entry> entry() {
    return mapping.entry(key);
  }

  /// The list.
  ///
  /// @throws PlanEditException where what stands there is no list
  Optional<Items> list() {
    Optional<Value> value =
        entry()
            .map(Entry::value)
            .filter(v -> !(v instanceof Scalar s && s.type() == Value.Type.NOTHING));
    return value.map(
        v -> {
          if (v instanceof Items items
              && items.values().stream().allMatch(Scalar.class::isInstance)) {
            return items;
          }
          throw new PlanEditException(
              "`%s` of `%s` is not a list of %s; mend it first."
                  .formatted(key, task, key.equals(DEPENDS_ON) ? "ids" : "globs"));
        });
  }

  List<String> entries() {
    return list().stream()
        .flatMap(items -> items.values().stream())
        .map(v -> ((Scalar) v).text())
        .toList();
  }

  void requireTask(String id) {
    if (tasks(root).noneMatch(mapping -> id.equals(id(mapping)))) {
      throw new PlanEditException("There is no task `" + id + "` in this plan.");
    }
  }

  /// All that the file says but for this list, as something that can be compared.
  Object rest() {
    return plain(root);
  }

  private Object plain(Value value) {
    return switch (value) {
      case Scalar scalar -> Arrays.asList(scalar.type(), scalar.value());
      case Items items -> items.values().stream().map(this::plain).toList();
      case Mapping map -> {
        List<Object> entries = new ArrayList<>();
        for (Entry entry : map.entries()) {
          if (map != mapping || !entry.key().text().equals(key)) {
            entries.add(List.of(entry.key().text(), plain(entry.value())));
          }
        }
        yield entries;
      }
    };
  }

  /// Where the text of a value ends: trailing white space, which a block of text and an empty value
  /// may have, not counted.
  int contentEnd(Entry entry) {
    int end = Math.max(entry.value().end(), entry.key().end());
    int colon = colonAfter(entry.key());
    end = Math.max(end, colon + 1);
    while (end > colon + 1 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  int colonAfter(Scalar key) {
    int colon = text.indexOf(':', key.end());
    return colon < 0 ? key.end() - 1 : colon;
  }

  /// What stands before `offset` on its line.
  String before(int offset) {
    return text.substring(places.lineStart(offset), offset);
  }

  /// What stands after `offset` on its line.
  String after(int offset) {
    return text.substring(offset, places.lineEnd(offset));
  }

  boolean firstOnItsLine(int offset) {
    return before(offset).isBlank();
  }

  /// The line break that the text uses here.
  String lineBreak(int offset) {
    int end = places.lineEnd(offset);
    if (end == text.length()) {
      end = places.lineEnd(0);
    }
    return end == text.length() ? "\n" : text.substring(end, places.nextLine(end));
  }

  /// Spaces as wide as what stands before `offset` on its line.
  String indentation(int offset) {
    return " ".repeat(before(offset).length());
  }

  String replaced(int start, int end, String by) {
    return text.substring(0, start) + by + text.substring(end);
  }

  /// The text without the lines from the one that holds `first` to the one that holds `last`.
  String withoutLines(int first, int last) {
    int start = places.lineStart(first);
    int end = places.nextLine(last);
    boolean lastLine = end == text.length() && places.lineEnd(last) == end;
    if (lastLine && start > 0) {
      // The file ends without a line break and goes on doing so.
      start -= text.startsWith("\r\n", start - 2) ? 2 : 1;
    }
    return replaced(start, end, "");
  }

  /// How a text is written as an entry of a list whose other entries look like `like`.
  String written(String entry, Optional<Value> like) {
    String quote =
        like.map(v -> text.substring(v.start(), Math.min(v.start() + 1, text.length())))
            .filter(c -> c.equals("\"") || c.equals("'"))
            .orElse("");
    if (quote.isEmpty() && (json || !YamlTree.isPlainText(entry))) {
      quote = "\"";
    }
    return switch (quote) {
      case "\"" -> quote + entry.replace("\\", "\\\\").replace("\"", "\\\"") + quote;
      case "'" -> quote + entry.replace("'", "''") + quote;
      default -> entry;
    };
  }

  /// Whether a comment may stand between the two offsets.
  boolean hasComment(int start, int end) {
    return !json && text.substring(start, end).contains("#");
  }
}
