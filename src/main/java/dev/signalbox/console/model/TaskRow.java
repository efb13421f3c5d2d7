package dev.signalbox.console.model;

import dev.signalbox.plan.Task;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// One task as the views show it. The row stays the same object for as long as its plan is open, so
/// that a selection or a scroll position survives every change of state.
public final class TaskRow {
  private final Task task;
  private final int index;
  private final ReadOnlyObjectWrapper<TaskFacts> facts;

  TaskRow(Task task, int index, TaskFacts facts) {
    this.task = task;
    this.index = index;
    this.facts = new ReadOnlyObjectWrapper<>(facts);
  }

  public Task task() {
    return task;
  }

  public String id() {
    return task.id();
  }

  /// Who did its last attempt, or is to do the first.
  public String agent() {
    return facts().agent();
  }

  /// Its place in the plan, from 0.
  public int index() {
    return index;
  }

  public TaskFacts facts() {
    return facts.get();
  }

  public ReadOnlyObjectProperty<TaskFacts> factsProperty() {
    return facts.getReadOnlyProperty();
  }

  /// @return whether that changed anything
  boolean show(TaskFacts now) {
    if (now.equals(facts.get())) {
      return false;
    }
    facts.set(now);
    return true;
  }
}
