package dev.signalbox.console.palette;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.TaskRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/// What the palette offers for what has been typed.
public final class PaletteViewModel {
  private static final int MOST = 60;

  private final RunModel model;
  private final Actions actions;
  private final StringProperty query = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<List<Entry>> entries = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<String> prompt = new ReadOnlyObjectWrapper<>("");
  private final BooleanProperty open = new SimpleBooleanProperty(false);
  private final Action show;
  // Set while a task is being picked for something: then there are only tasks.
  private @Nullable Consumer<String> pick;

  /// One line of it.
  ///
  /// @param title what it is
  /// @param detail more on it, may be empty
  /// @param key its key, may be empty
  /// @param task whose state is shown before it, or null for a command
  /// @param run what happens when it is chosen
  record Entry(String title, String detail, String key, @Nullable TaskRow task, Runnable run) {}

  public PaletteViewModel(RunModel model, Actions actions) {
    this.model = model;
    this.actions = actions;
    show =
        actions.add(
            "palette",
            "Find a command or a task",
            "Finds a command or a task",
            "Shortcut+K",
            Actions.ALWAYS,
            () -> open(null, "Find a command or a task"));
    actions.add(
        "keys",
        "Keys and commands",
        "Lists all commands with their keys",
        "Shift+Slash",
        Actions.ALWAYS,
        () -> open(null, "Find a command or a task"));
    query.subscribe(text -> search());
  }

  public Action show() {
    return show;
  }

  /// Lets a person pick a task for something.
  public void pickTask(String title, Consumer<String> then) {
    open(then, title);
  }

  private void open(@Nullable Consumer<String> then, String title) {
    pick = then;
    prompt.set(title);
    query.set("");
    search();
    open.set(true);
  }

  void close() {
    open.set(false);
  }

  void choose(Entry entry) {
    close();
    entry.run().run();
  }

  private void search() {
    String text = query.get().strip().toLowerCase(Locale.ROOT);
    List<Entry> all = new ArrayList<>();
    Consumer<String> wanted = pick;
    if (wanted == null) {
      for (Action action : actions.all()) {
        if (action.enabled().get() && action != show && !action.id().equals("keys")) {
          all.add(
              new Entry(
                  action.title().getValue(), action.hint(), action.keyText(), null, action.run()));
        }
      }
    }
    for (TaskRow row : model.rows()) {
      Runnable run = () -> Optional.ofNullable(wanted).orElse(model::select).accept(row.id());
      all.add(new Entry(row.id(), row.task().description().strip(), "", row, run));
    }
    List<String> words = text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
    entries.set(
        all.stream()
            .filter(entry -> words.stream().allMatch(word -> mentions(entry, word)))
            .sorted(Comparator.comparingInt((Entry entry) -> rank(entry, text)))
            .limit(MOST)
            .toList());
  }

  private static boolean mentions(Entry entry, String word) {
    return entry.title().toLowerCase(Locale.ROOT).contains(word)
        || entry.detail().toLowerCase(Locale.ROOT).contains(word);
  }

  // The name that begins so, then one with a word that does, then any.
  private static int rank(Entry entry, String text) {
    String title = entry.title().toLowerCase(Locale.ROOT);
    if (text.isEmpty() || title.startsWith(text)) {
      return 0;
    }
    for (String word : title.split("[\\s:_-]+")) {
      if (word.startsWith(text)) {
        return 1;
      }
    }
    return title.contains(text) ? 2 : 3;
  }

  StringProperty queryProperty() {
    return query;
  }

  ReadOnlyObjectProperty<List<Entry>> entriesProperty() {
    return entries.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<String> promptProperty() {
    return prompt.getReadOnlyProperty();
  }

  public BooleanProperty openProperty() {
    return open;
  }
}
