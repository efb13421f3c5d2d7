package dev.signalbox.plan;

import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Items;
import java.util.ArrayList;
import java.util.List;

/// The ways to take one entry out of a list of a task, best first. What goes with the last one is
/// its key, unless a comment stands there: then an empty list stays.
final class EntryRemoval {
  private final TaskText task;
  private final String text;

  EntryRemoval(TaskText task) {
    this.task = task;
    this.text = task.text();
  }

  /// @param index of the entry in its list
  List<String> candidates(int index) {
    Entry entry = task.entry().orElseThrow();
    Items list = task.list().orElseThrow();
    if (list.values().size() == 1) {
      List<String> candidates = new ArrayList<>();
      if (task.mapping().flow()) {
        keyFromFlow(entry, candidates);
      } else {
        keyFromBlock(entry, list, candidates);
      }
      candidates.add(list.flow() ? emptyFlow(list) : emptyBlock(entry, list));
      return candidates;
    }
    return list.flow() ? fromFlow(list, index) : List.of(line(list, index));
  }

  /// Those that leave an empty list where the last entry goes.
  List<String> candidatesWithTheKey(int index) {
    Entry entry = task.entry().orElseThrow();
    Items list = task.list().orElseThrow();
    return list.values().size() > 1
        ? candidates(index)
        : List.of(list.flow() ? emptyFlow(list) : emptyBlock(entry, list));
  }

  private void keyFromBlock(Entry entry, Items list, List<String> candidates) {
    int end = list.end();
    boolean alone =
        task.firstOnItsLine(entry.key().start())
            && task.after(end).isBlank()
            && !task.hasComment(entry.key().start(), end);
    if (alone) {
      candidates.add(task.withoutLines(entry.key().start(), end));
    }
  }

  private void keyFromFlow(Entry entry, List<String> candidates) {
    List<Entry> entries = task.mapping().entries();
    int index = entries.indexOf(entry);
    if (index > 0) {
      int start = entries.get(index - 1).value().end();
      int end = entry.value().end();
      if (!task.hasComment(start, end)) {
        candidates.add(task.replaced(start, end, ""));
      }
    } else if (entries.size() > 1) {
      int start = entry.key().start();
      int end = entries.get(1).key().start();
      if (!task.hasComment(start, end)) {
        candidates.add(task.replaced(start, end, ""));
      }
    }
  }

  private String emptyFlow(Items list) {
    return task.replaced(list.start(), list.end(), "[]");
  }

  /// Takes the entry's line out and writes `[]` behind the key.
  private String emptyBlock(Entry entry, Items list) {
    int colon = task.colonAfter(entry.key());
    String without = line(list, 0);
    return without.substring(0, colon + 1) + " []" + without.substring(colon + 1);
  }

  private String line(Items list, int index) {
    Value item = list.values().get(index);
    return task.withoutLines(item.start(), item.end());
  }

  private List<String> fromFlow(Items list, int index) {
    List<Value> items = list.values();
    Value item = items.get(index);
    boolean last = index == items.size() - 1;
    int start = last ? items.get(index - 1).end() : item.start();
    int end = last ? item.end() : items.get(index + 1).start();
    if (!task.hasComment(start, end)) {
      return List.of(task.replaced(start, end, ""));
    }
    // A comment stays where it is, and a comma at the end of a list does no harm.
    int comma = text.indexOf(',', item.end());
    return List.of(task.replaced(item.start(), last ? item.end() : comma + 1, ""));
  }
}
