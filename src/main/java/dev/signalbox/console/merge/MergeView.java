package dev.signalbox.console.merge;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.merge.MergeViewModel.Stage;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.console.part.Sheet;
import dev.signalbox.console.theme.Icon;
import dev.signalbox.console.theme.Theme;
import dev.signalbox.workspace.Resolved;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Where a person resolves a conflict: the files at the left, the one that is looked at beside
/// them.
public final class MergeView extends VBox implements AutoCloseable {
  private static final int MOST_LINES = 12;

  private final MergeViewModel model;
  private final Sheet sheet;
  private final Label title = new Label();
  private final Label subtitle = new Label();
  private final Label counter = new Label();
  private final Label note = new Label();
  private final Label path = new Label();
  private final ObservableList<MergeFile> files = FXCollections.observableArrayList();
  private final ListView<MergeFile> list = new ListView<>(files);
  private final HunkPanes hunks;
  private final WholePane whole;
  private final VBox main;
  private final VBox message = new VBox();
  private final Label messageWords = new Label();
  private final VBox side;
  private final StackPane content;
  private final Subscription subscription;
  private @Nullable Node question;
  private int shownIndex = -1;
  private boolean syncing;

  /// @param sheet what questions are asked on
  public MergeView(MergeViewModel model, ObservableValue<Theme> theme, Sheet sheet) {
    this.model = model;
    this.sheet = sheet;
    MergeActions actions = model.actions();
    getStyleClass().add("sb-merge");
    setId("merge");
    hunks = new HunkPanes(model, theme);
    whole = new WholePane(model);

    Button back = ActionButtons.iconButton(actions.leave, Icon.CLOSE);
    back.getStyleClass().add("sb-quiet");
    title.getStyleClass().add("sb-title");
    title.setMinWidth(Region.USE_PREF_SIZE);
    subtitle.getStyleClass().add("sb-soft");
    subtitle.setMinWidth(0);
    subtitle.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(subtitle, Priority.ALWAYS);
    counter.setId("merge-counter");
    counter.setMinWidth(Region.USE_PREF_SIZE);
    Button finish = ActionButtons.buttonWithKey(actions.finish);
    finish.getStyleClass().add("sb-primary");
    finish.setMinWidth(Region.USE_PREF_SIZE);
    HBox bar =
        new HBox(
            8,
            back,
            title,
            subtitle,
            counter,
            small(actions.restLanded),
            small(actions.restTask),
            ActionButtons.iconButton(actions.undo, Icon.UNDO),
            ActionButtons.iconButton(actions.redo, Icon.REDO),
            finish);
    bar.getStyleClass().addAll("sb-bar", "sb-merge-bar");
    note.setId("merge-note");
    note.setWrapText(true);
    note.getStyleClass().addAll("sb-banner", "warning");
    note.setMaxWidth(Double.MAX_VALUE);
    note.textProperty().bind(model.noteProperty());
    note.visibleProperty()
        .bind(model.noteProperty().isNotEmpty().and(model.stageProperty().isEqualTo(Stage.OPEN)));
    note.managedProperty().bind(note.visibleProperty());

    list.setId("merge-files");
    list.getStyleClass().add("sb-merge-files");
    list.setAccessibleText("Conflicted files");
    list.setFixedCellSize(44);
    list.setCellFactory(view -> new FileCell());
    list.setPlaceholder(new Region());
    VBox.setVgrow(list, Priority.ALWAYS);
    Label filesHead = new Label("Files");
    filesHead.getStyleClass().add("sb-heading");
    HBox sideHead = new HBox(filesHead);
    sideHead.getStyleClass().add("sb-merge-head");
    side = new VBox(sideHead, list);
    side.getStyleClass().add("sb-merge-side");

    path.getStyleClass().add("mono");
    path.setId("merge-path");
    path.setMinWidth(0);
    path.setMaxWidth(Double.MAX_VALUE);
    path.setTextOverrun(javafx.scene.control.OverrunStyle.CENTER_ELLIPSIS);
    HBox.setHgrow(path, Priority.ALWAYS);
    HBox pathBar = new HBox(6, path, small(actions.previous), small(actions.next));
    pathBar.getStyleClass().add("sb-merge-head");
    StackPane below = new StackPane(hunks, whole);
    VBox.setVgrow(below, Priority.ALWAYS);
    main = new VBox(pathBar, below);
    HBox.setHgrow(main, Priority.ALWAYS);
    messageWords.setWrapText(true);
    message.getChildren().add(messageWords);
    message.getStyleClass().add("sb-empty");
    message.setId("merge-message");
    HBox filled = new HBox(side, main);
    content = new StackPane(filled, message);
    VBox.setVgrow(content, Priority.ALWAYS);
    getChildren().addAll(bar, note, content);
    addEventFilter(KeyEvent.KEY_PRESSED, this::otherKeys);

    subscription =
        Subscription.combine(
            model.stageProperty().subscribe(this::stage),
            model.spotProperty().subscribe(this::show),
            model.askedProperty().subscribe(this::ask),
            list.getSelectionModel().selectedIndexProperty().subscribe(at -> pick(at.intValue())));
  }

  private static Button small(Action action) {
    Button button = ActionButtons.buttonWithKey(action);
    button.getStyleClass().add("sb-small-button");
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  private void stage(Stage stage) {
    if (stage != Stage.OPEN) {
      sheet.takeAway(question);
      question = null;
    }
    title.setText("Resolve " + model.task());
    boolean filled = stage == Stage.OPEN || stage == Stage.SENDING;
    shown(filled, side, main);
    shown(!filled, message);
    content.setDisable(stage == Stage.SENDING);
    messageWords.setText(
        switch (stage) {
          case READING -> "Reading what does not fit…";
          case FAILED -> model.noteProperty().get();
          default -> "";
        });
    if (stage == Stage.OPEN) {
      focusMain();
      count(model.spotProperty().get());
      List<String> others = model.others();
      subtitle.setText(
          others.isEmpty()
              ? "does not fit what landed"
              : "does not fit what %s landed".formatted(String.join(", ", others)));
    } else {
      subtitle.setText("");
      counter.setText("");
    }
  }

  private void count(Spot spot) {
    int open = spot.open();
    counter.setText(
        open == 0
            ? spot.conflicts() == 1 ? "decided" : "all %d decided".formatted(spot.conflicts())
            : "%d of %d open".formatted(open, spot.conflicts()));
    counter.getStyleClass().setAll("label", open == 0 ? "sb-done-text" : "sb-conflict-text");
  }

  private void show(Spot spot) {
    syncing = true;
    try {
      if (!files.equals(spot.files())) {
        files.setAll(spot.files());
      }
      list.getSelectionModel().clearAndSelect(spot.index());
      if (spot.index() != shownIndex && spot.index() >= 0) {
        list.scrollTo(Math.max(0, spot.index() - 2));
      }
      shownIndex = spot.index();
    } finally {
      syncing = false;
    }
    count(spot);
    path.setText(spot.file().map(MergeFile::path).orElse(""));
    boolean focused = hunks.hasFocus() || whole.isFocused();
    shown(spot.hunks().isPresent(), hunks);
    boolean isWhole = spot.file().orElse(null) instanceof MergeFile.Whole;
    shown(isWhole, whole);
    if (spot.file().orElse(null) instanceof MergeFile.Whole file) {
      whole.show(file);
    }
    if (focused) {
      focusMain();
    }
  }

  private void pick(int index) {
    if (!syncing && index >= 0) {
      model.showFile(index);
    }
  }

  private static void shown(boolean now, Node... nodes) {
    for (Node node : nodes) {
      node.setVisible(now);
      node.setManaged(now);
    }
  }

  /// F7 as in other programs that merge; and keys that a list would take for itself.
  private void otherKeys(KeyEvent event) {
    if (event.getCode() == KeyCode.F7 && !event.isShortcutDown()) {
      MergeActions actions = model.actions();
      (event.isShiftDown() ? actions.previous : actions.next).tryRun();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && list.isFocused() && !event.isShortcutDown()) {
      focusMain();
      event.consume();
    }
  }

  // ---- what would be lost -----------------------------------------------------------------------

  private void ask(List<Lost> lost) {
    if (lost.isEmpty()) {
      return;
    }
    question =
        sheet.ask(
            "Leave these lines out?",
            words(lost),
            List.of(
                new Sheet.Choice(
                    "merge-leave-out", "Leave them out", false, false, model::leaveOut),
                new Sheet.Choice("merge-keep-on", "Go back to them", true, true, model::keepOn)));
  }

  private String words(List<Lost> lost) {
    StringBuilder words = new StringBuilder();
    int room = MOST_LINES;
    int more = 0;
    for (Lost each : lost) {
      if (room <= 0) {
        more += Math.max(1, each.lines().size());
        continue;
      }
      String whose = each.side() == Resolved.Side.LANDED ? "landed" : "written by " + model.task();
      words.append(words.isEmpty() ? "" : "\n\n").append("%s, %s:".formatted(each.path(), whose));
      if (each.lines().isEmpty()) {
        words.append("\n    its whole content");
      }
      for (String line : each.lines()) {
        if (room-- > 0) {
          words.append("\n    ").append(line.strip());
        } else {
          more++;
        }
      }
    }
    return more == 0 ? words.toString() : words + "\n\nand %,d more".formatted(more);
  }

  /// Where the keyboard starts.
  public void focusMain() {
    if (whole.isVisible()) {
      whole.requestFocus();
    } else {
      hunks.focusPanes();
    }
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    hunks.close();
  }
}
