package dev.signalbox.console.tasks;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.Choices;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.TaskFilter;
import dev.signalbox.console.model.TaskRow;
import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.report.StateGlyph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/// Which tasks the table shows, in which groups, and which of them are selected.
public final class TasksViewModel implements AutoCloseable {
  private final RunModel model;
  private final Choices choices;
  private final List<Action> rowActions;
  private final ReadOnlyObjectWrapper<List<Section>> sections =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<String> heading = new ReadOnlyObjectWrapper<>("Tasks");
  private final Subscription subscription;
  private boolean held;

  /// Tasks under one heading.
  ///
  /// @param title empty where tasks are not grouped
  public record Section(String title, List<TaskRow> rows) {
    public Section {
      rows = List.copyOf(rows);
    }
  }

  /// @param rowActions what can be done with the selected task
  public TasksViewModel(RunModel model, Choices choices, Actions actions, List<Action> rowActions) {
    this.model = model;
    this.choices = choices;
    this.rowActions = List.copyOf(rowActions);
    for (Choices.Grouping grouping : Choices.Grouping.values()) {
      actions.add(
          "group-" + grouping.name().toLowerCase(Locale.ROOT),
          title(grouping),
          "How the table groups its tasks",
          null,
          Actions.ALWAYS,
          () -> choices.groupingProperty().set(grouping));
    }
    ListChangeListener<TaskRow> rows = change -> update();
    model.rows().addListener(rows);
    subscription =
        Subscription.combine(
            () -> model.rows().removeListener(rows),
            model.revisionProperty().subscribe(revision -> update()),
            choices.filterProperty().subscribe(filter -> update()),
            choices.groupingProperty().subscribe(grouping -> update()));
  }

  static String title(Choices.Grouping grouping) {
    return switch (grouping) {
      case NONE -> "List tasks in the plan’s order";
      case STATE -> "Group tasks by state";
      case AGENT -> "Group tasks by agent";
    };
  }

  private void update() {
    TaskFilter filter = choices.filterProperty().get();
    List<TaskRow> shown = model.rows().stream().filter(filter::matches).toList();
    int all = model.rows().size();
    heading.set(
        shown.size() == all
            ? "Tasks · %d".formatted(all)
            : "Tasks · %d of %d".formatted(shown.size(), all));
    List<Section> now = grouped(shown);
    if (!now.equals(sections.get()) && !(held && isReordered(now))) {
      sections.set(now);
    }
  }

  private List<Section> grouped(List<TaskRow> rows) {
    Map<String, List<TaskRow>> groups =
        switch (choices.groupingProperty().get()) {
          case NONE -> rows.isEmpty() ? Map.of() : Map.of("", rows);
          case STATE -> byState(rows);
          case AGENT -> {
            Map<String, List<TaskRow>> byAgent = new TreeMap<>();
            rows.forEach(row -> byAgent.computeIfAbsent(row.agent(), a -> list()).add(row));
            yield byAgent;
          }
        };
    List<Section> result = new ArrayList<>();
    groups.forEach((title, members) -> result.add(new Section(title, members)));
    return List.copyOf(result);
  }

  // What needs a person first, what is over last.
  private static Map<String, List<TaskRow>> byState(List<TaskRow> rows) {
    Map<String, List<TaskRow>> groups = new LinkedHashMap<>();
    List<StateGlyph> order =
        List.of(
            StateGlyph.ATTENTION,
            StateGlyph.FAILED,
            StateGlyph.RUNNING,
            StateGlyph.LANDING,
            StateGlyph.RETRYING,
            StateGlyph.READY,
            StateGlyph.WAITING,
            StateGlyph.LANDED,
            StateGlyph.REJECTED,
            StateGlyph.SKIPPED,
            StateGlyph.CANCELLED);
    for (StateGlyph glyph : order) {
      List<TaskRow> members = rows.stream().filter(row -> group(row) == glyph).toList();
      if (!members.isEmpty()) {
        groups.put(word(glyph), members);
      }
    }
    return groups;
  }

  private static StateGlyph group(TaskRow row) {
    StateGlyph glyph = StateGlyph.of(row.facts().state());
    return glyph == StateGlyph.PREPARING ? StateGlyph.RUNNING : glyph;
  }

  private static String word(StateGlyph glyph) {
    return switch (glyph) {
      case ATTENTION -> "Needs you";
      case RETRYING -> "Tries again";
      default -> {
        String name = glyph.name().toLowerCase(Locale.ROOT);
        yield Character.toUpperCase(name.charAt(0)) + name.substring(1);
      }
    };
  }

  private static List<TaskRow> list() {
    return new ArrayList<>();
  }

  /// Whether the same tasks would stand in other places: that waits until the pointer is away.
  private boolean isReordered(List<Section> now) {
    return ids(now).equals(ids(sections.get()));
  }

  private static Set<String> ids(List<Section> sections) {
    Set<String> ids = new HashSet<>();
    sections.forEach(section -> section.rows().forEach(row -> ids.add(row.id())));
    return ids;
  }

  // ---- for the view -----------------------------------------------------------------------------

  ReadOnlyObjectProperty<List<Section>> sectionsProperty() {
    return sections.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<String> headingProperty() {
    return heading.getReadOnlyProperty();
  }

  /// Every task that is shown, from the top.
  public List<TaskRow> shown() {
    return sections.get().stream().flatMap(section -> section.rows().stream()).toList();
  }

  boolean isGrouped() {
    return choices.groupingProperty().get() != Choices.Grouping.NONE;
  }

  ObservableList<String> selected() {
    return model.selected();
  }

  void select(List<String> tasks) {
    model.select(tasks);
  }

  /// What can be done with the selected task.
  public List<Action> rowActions() {
    return rowActions;
  }

  AgentColours agentColours() {
    return model.agentColours();
  }

  /// While held (the pointer is on the table) no row changes its place.
  void hold(boolean now) {
    held = now;
    if (!now) {
      update();
    }
  }

  /// What an empty table says.
  String emptyWords() {
    return model.rows().isEmpty()
        ? "The plan’s tasks will stand here."
        : "No task matches the filter.";
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
