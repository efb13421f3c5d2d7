package dev.signalbox.console.merge;

import dev.signalbox.conflict.threeway.Side;
import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.merge.MergeViewModel.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;

/// What can be done while a conflict is resolved, with the keys for it.
public final class MergeActions {
  private final Actions actions;
  private final List<Action> all = new ArrayList<>();
  private final List<Runnable> updates = new ArrayList<>();
  private @Nullable MergeViewModel model;

  final Action next;
  final Action previous;
  final Action nextChange;
  final Action previousChange;
  final Action nextFile;
  final Action previousFile;
  final Action landed;
  final Action task;
  final Action restLanded;
  final Action restTask;
  final Action both;
  final Action bothTurned;
  final Action base;
  final Action edit;
  final Action reopen;
  final Action undo;
  final Action redo;
  final Action finish;
  final Action leave;

  public MergeActions(Actions actions) {
    this.actions = actions;
    Predicate<Spot> any = spot -> spot.conflicts() > 0;
    Predicate<Spot> open = spot -> spot.open() > 0;
    Predicate<Spot> place = spot -> spot.hunks().isPresent() && spot.segment() >= 0;
    Predicate<Spot> hunks = spot -> spot.hunks().isPresent();
    Predicate<Spot> several = spot -> spot.files().size() > 1;
    Predicate<Spot> whole = spot -> spot.file().isPresent() && spot.hunks().isEmpty();
    next = add("next", "Next conflict", "Goes to the next conflict", "N", any, m -> m.move(1));
    previous =
        add(
            "previous",
            "Previous conflict",
            "Goes to the previous conflict",
            "P",
            any,
            m -> m.move(-1));
    nextChange =
        add(
            "next-change",
            "Next change",
            "Goes to the next place that either side changed",
            "Shift+N",
            hunks,
            m -> m.moveChange(1));
    previousChange =
        add(
            "previous-change",
            "Previous change",
            "Goes to the previous place that either side changed",
            "Shift+P",
            hunks,
            m -> m.moveChange(-1));
    nextFile =
        add("next-file", "Next file", "Goes to the next file", "F", several, m -> m.moveFile(1));
    previousFile =
        add(
            "previous-file",
            "Previous file",
            "Goes to the previous file",
            "Shift+F",
            several,
            m -> m.moveFile(-1));
    landed =
        add(
            "landed",
            "Take landed",
            "Takes the lines that have landed",
            "1",
            place.or(whole),
            m -> m.take(Side.LEFT));
    task =
        add(
            "task",
            "Take task’s",
            "Takes the task’s lines",
            "2",
            place.or(whole),
            m -> m.take(Side.RIGHT));
    restLanded =
        add(
            "rest-landed",
            "Landed for the rest",
            "Takes the lines that have landed wherever nothing is chosen yet, in every file",
            "Shift+1",
            open,
            m -> m.takeOpen(Side.LEFT));
    restTask =
        add(
            "rest-task",
            "Task’s for the rest",
            "Takes the task’s lines wherever nothing is chosen yet, in every file",
            "Shift+2",
            open,
            m -> m.takeOpen(Side.RIGHT));
    both =
        add(
            "both",
            "Take both",
            "Takes the lines that have landed, then the task’s",
            "3",
            place,
            m -> m.take(Side.LEFT, Side.RIGHT));
    bothTurned =
        add(
            "both-turned",
            "Both, task’s first",
            "Takes the task’s lines, then those that have landed",
            "4",
            place,
            m -> m.take(Side.RIGHT, Side.LEFT));
    base =
        add(
            "base",
            "Take base",
            "Takes the lines as they were before either side changed them",
            "0",
            place,
            m -> m.take(Side.BASE));
    edit = add("edit", "Edit", "Opens this place for typing", "Enter", place, MergeViewModel::edit);
    reopen =
        add(
            "reopen",
            "Choose again",
            "Forgets what was chosen here",
            "Backspace",
            spot ->
                spot.hunks().map(h -> h.draft().choice(spot.segment()).isPresent()).orElse(false)
                    || (whole.test(spot) && spot.file().orElseThrow().isTouched()),
            MergeViewModel::reopen);
    undo =
        add(
            "undo",
            "Undo",
            "Takes the last choice back",
            "Shortcut+Z",
            spot -> isOpenFor(m -> m.history().nextUndo().isPresent()),
            MergeViewModel::undo);
    redo =
        add(
            "redo",
            "Redo",
            "Makes the choice again that was taken back",
            "Shortcut+Shift+Z",
            spot -> isOpenFor(m -> m.history().nextRedo().isPresent()),
            MergeViewModel::redo);
    finish =
        add(
            "finish",
            "Finish",
            "Hands the resolution over: it is merged and checked, and lands if the check passes",
            "Shortcut+Enter",
            any,
            MergeViewModel::finish);
    leave = leave();
  }

  private Action add(
      String id,
      String title,
      String hint,
      String key,
      Predicate<Spot> when,
      Consumer<MergeViewModel> run) {
    SimpleBooleanProperty enabled = new SimpleBooleanProperty(false);
    updates.add(
        () ->
            enabled.set(
                isOpenFor(
                    m ->
                        m.stageProperty().get() == Stage.OPEN
                            && m.editingProperty().get().isEmpty()
                            && when.test(m.spotProperty().get()))));
    return keep(id, title, hint, key, enabled, run);
  }

  /// Possible at every stage but while the answer is awaited.
  private Action leave() {
    SimpleBooleanProperty enabled = new SimpleBooleanProperty(false);
    updates.add(
        () ->
            enabled.set(isOpenFor(m -> !m.isClosed() && m.stageProperty().get() != Stage.SENDING)));
    return keep(
        "leave",
        "Back",
        "Goes back; what is chosen is kept until the window is closed",
        "Esc",
        enabled,
        MergeViewModel::leave);
  }

  private Action keep(
      String id,
      String title,
      String hint,
      String key,
      SimpleBooleanProperty enabled,
      Consumer<MergeViewModel> run) {
    StringProperty words = new SimpleStringProperty(title);
    ReadOnlyStringProperty shown = words;
    Action action =
        new Action(
            "merge-" + id,
            shown,
            hint,
            KeyCombination.valueOf(key),
            enabled,
            () -> {
              if (model != null) {
                run.accept(model);
              }
            });
    all.add(actions.add(action));
    return action;
  }

  private boolean isOpenFor(Predicate<MergeViewModel> what) {
    return model != null && what.test(model);
  }

  /// Does what it does to this one.
  void serve(MergeViewModel served) {
    model = served;
    served.stageProperty().subscribe(now -> update());
    served.spotProperty().subscribe(now -> update());
    served.editingProperty().subscribe(now -> update());
    served.history().undoTitleProperty().subscribe(now -> update());
    served.history().redoTitleProperty().subscribe(now -> update());
    // Nothing that lies under the view may take a key meant for it.
    served.stageProperty().subscribe(now -> actions.prefer(now == Stage.CLOSED ? List.of() : all));
  }

  private void update() {
    updates.forEach(Runnable::run);
  }
}
