package dev.signalbox.console.model;

import dev.signalbox.console.theme.Theme;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// How a person looks at things, shared by the views: none of it touches the run.
public final class Choices {
  private final StringProperty filterText = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<TaskFilter> filter =
      new ReadOnlyObjectWrapper<>(TaskFilter.ALL);
  private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>(Theme.DARK);
  private final ObjectProperty<Grouping> grouping = new SimpleObjectProperty<>(Grouping.NONE);
  private final BooleanProperty editing = new SimpleBooleanProperty(false);
  private final ObjectProperty<Page> page = new SimpleObjectProperty<>(Page.GRAPH);

  /// How the tasks are grouped in their table.
  public enum Grouping {
    NONE,
    STATE,
    AGENT
  }

  /// What the middle shows.
  public enum Page {
    GRAPH,
    QUEUE,
    CONFLICTS,
    MATRIX
  }

  public Choices() {
    filterText.subscribe(text -> filter.set(TaskFilter.parse(text)));
  }

  public StringProperty filterTextProperty() {
    return filterText;
  }

  public ReadOnlyObjectProperty<TaskFilter> filterProperty() {
    return filter.getReadOnlyProperty();
  }

  public ObjectProperty<Theme> themeProperty() {
    return theme;
  }

  public ObjectProperty<Grouping> groupingProperty() {
    return grouping;
  }

  /// Whether dependencies can be changed on the graph.
  public BooleanProperty editingProperty() {
    return editing;
  }

  public ObjectProperty<Page> pageProperty() {
    return page;
  }
}
