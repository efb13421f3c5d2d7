package dev.signalbox.plan;

import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Items;
import dev.signalbox.plan.Value.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The ways to write one more entry into a list of a task, best first.
final class EntryInsertion {
  private final TaskText task;
  private final String text;

  EntryInsertion(TaskText task) {
    this.task = task;
    this.text = task.text();
  }

  List<String> candidates(String added) {
    Optional<Items> list = task.list();
    if (list.isPresent()) {
      return List.of(
          list.get().flow() ? intoFlow(list.get(), added) : intoBlock(list.get(), added));
    }
    if (task.entry().isPresent()) {
      return List.of(inPlaceOfNothing(task.entry().get(), added));
    }
    return task.mapping().flow() ? List.of(keyIntoFlow(added)) : keyIntoBlock(added);
  }

  /// `[a, b]`
  private String intoFlow(Items list, String added) {
    if (list.values().isEmpty()) {
      String inside = text.substring(list.start() + 1, Math.max(list.end() - 1, list.start() + 1));
      int end = inside.isBlank() ? list.start() + 1 + inside.length() : list.start() + 1;
      return task.replaced(list.start() + 1, end, task.written(added, Optional.empty()));
    }
    Value last = list.values().getLast();
    int size = list.values().size();
    int beforeLast = size > 1 ? list.values().get(size - 2).end() : -1;
    String separator = separator(beforeLast, last.start(), list.start());
    return task.replaced(
        last.end(), last.end(), separator + task.written(added, Optional.of(last)));
  }

  /// What stands between two entries of a list or mapping: as between the last two, or, for the
  /// first that follows another, by how that one stands.
  private String separator(int endOfOneBefore, int startOfLast, int startOfWhole) {
    if (endOfOneBefore >= 0 && !task.hasComment(endOfOneBefore, startOfLast)) {
      return text.substring(endOfOneBefore, startOfLast);
    }
    boolean lines =
        task.firstOnItsLine(startOfLast)
            && task.places().lineStart(startOfLast) > task.places().lineStart(startOfWhole);
    return lines ? "," + task.lineBreak(startOfLast) + task.before(startOfLast) : ", ";
  }

  /// ```yaml
  /// - a
  /// - b
  /// ```
  private String intoBlock(Items list, String added) {
    Value last = list.values().getLast();
    int dash = text.lastIndexOf('-', last.start() - 1);
    String line =
        task.indentation(dash)
            + text.substring(dash, last.start())
            + task.written(added, Optional.of(last));
    return afterLine(last.end(), line);
  }

  /// `depends_on:` with nothing, or `~`
  private String inPlaceOfNothing(Entry entry, String added) {
    String list = "[" + task.written(added, Optional.empty()) + "]";
    Value nothing = entry.value();
    if (nothing.end() > nothing.start()) {
      return task.replaced(nothing.start(), nothing.end(), list);
    }
    int colon = task.colonAfter(entry.key());
    return task.replaced(colon + 1, colon + 1, " " + list);
  }

  /// `{ id: a, run: x }`
  private String keyIntoFlow(String added) {
    Mapping mapping = task.mapping();
    Entry last = mapping.entries().getLast();
    int size = mapping.entries().size();
    int beforeLast = size > 1 ? mapping.entries().get(size - 2).value().end() : -1;
    String separator = separator(beforeLast, last.key().start(), mapping.start());
    String key = task.isJson() ? "\"" + task.key() + "\"" : task.key();
    String colon = text.substring(last.key().end(), last.value().start());
    String written =
        key
            + (colon.strip().equals(":") && task.isJson() ? colon : ": ")
            + "["
            + task.written(added, Optional.empty())
            + "]";
    return task.replaced(last.value().end(), last.value().end(), separator + written);
  }

  /// At the end of the task, or, where the end belongs to a text that keeps its empty lines, before
  /// its last key.
  private List<String> keyIntoBlock(String added) {
    List<Entry> entries = task.mapping().entries();
    Entry last = entries.getLast();
    String line =
        task.indentation(last.key().start())
            + task.key()
            + ": ["
            + task.written(added, Optional.empty())
            + "]";
    List<String> candidates = new ArrayList<>();
    candidates.add(afterLine(task.contentEnd(last), line));
    if (entries.size() > 1) {
      candidates.add(afterLine(task.contentEnd(entries.get(entries.size() - 2)), line));
    }
    return candidates;
  }

  private String afterLine(int offset, String line) {
    int end = task.places().lineEnd(offset);
    return task.replaced(end, end, task.lineBreak(offset) + line);
  }
}
