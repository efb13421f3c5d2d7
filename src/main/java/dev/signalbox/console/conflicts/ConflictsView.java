package dev.signalbox.console.conflicts;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.console.action.Action;
import dev.signalbox.console.conflicts.ConflictsViewModel.Row;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.console.part.SentenceFlow;
import dev.signalbox.console.part.SentenceLine;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.report.StateGlyph;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The list of conflicts, and below it the one that is looked at.
public final class ConflictsView extends StackPane implements AutoCloseable {
  private final ConflictsViewModel model;
  private final ObservableList<Row> rows = FXCollections.observableArrayList();
  private final ListView<Row> list = new ListView<>(rows);
  private final VBox filled;
  private final VBox detail = new VBox(8);
  private final SentenceFlow title;
  private final VBox paths = new VBox(2);
  private final TextArea words = new TextArea();
  private final Label outcome = new Label();
  private final Button resolve;
  private final YieldButtons yields;
  private final Label hint = new Label("Choose a conflict to see git’s own words and the paths.");
  private final Subscription subscription;
  private boolean syncing;

  /// @param resolve opens the conflict that waits for a person
  public ConflictsView(ConflictsViewModel model, Action resolve, YieldViewModel yields) {
    this.model = model;
    this.yields = new YieldButtons(yields);
    this.resolve = ActionButtons.buttonWithKey(resolve);
    getStyleClass().add("sb-page");
    list.setId("conflicts");
    list.getStyleClass().add("sb-parted");
    list.setAccessibleText("Conflicts");
    list.setCellFactory(view -> new ConflictCell());
    list.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER && resolve.tryRun()) {
            event.consume();
          }
        });
    list.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2) {
            resolve.tryRun();
          }
        });
    title = new SentenceFlow(model::follow);
    title.getStyleClass().add("sb-detail-title");
    words.setEditable(false);
    words.setWrapText(true);
    words.setId("conflict-words");
    words.getStyleClass().add("mono");
    outcome.setWrapText(true);
    outcome.getStyleClass().add("sb-soft");
    hint.getStyleClass().add("sb-soft");
    detail.getStyleClass().add("sb-detail");
    VBox.setVgrow(detail, Priority.ALWAYS);
    filled = new VBox(list, detail);

    Label empty =
        new Label(
            "No conflicts. Where two tasks change the same lines, while they work or when they land,\nor the check fails on a merged tree, it stands here with git’s own words.");
    empty.setWrapText(true);
    VBox emptyBox = new VBox(empty);
    emptyBox.getStyleClass().add("sb-empty");
    emptyBox.visibleProperty().bind(filled.visibleProperty().not());
    getChildren().addAll(filled, emptyBox);

    subscription =
        Subscription.combine(
            model.rowsProperty().subscribe(this::show),
            model.shownProperty().subscribe(this::detail),
            yields.atHandProperty().subscribe((before, now) -> keepFocus()),
            list.getSelectionModel().selectedItemProperty().subscribe(this::pick));
  }

  /// A button that has been pressed goes away; the words below it would take the focus, and keys.
  private void keepFocus() {
    if (yields.isFocusWithin()) {
      list.requestFocus();
    }
  }

  private void show(List<Row> now) {
    syncing = true;
    try {
      rows.setAll(now);
      filled.setVisible(!now.isEmpty());
      double height = Math.clamp(now.size() * 32.0, 32, 192);
      list.setPrefHeight(height);
      list.setMinHeight(height);
    } finally {
      syncing = false;
    }
    detail(model.shownProperty().get());
  }

  private void pick(@Nullable Row row) {
    if (!syncing && row != null) {
      model.choose(row);
    }
  }

  private void detail(Optional<Row> shown) {
    syncing = true;
    try {
      if (shown.isEmpty()) {
        list.getSelectionModel().clearSelection();
        detail.getChildren().setAll(hint);
        return;
      }
      Row row = shown.get();
      list.getSelectionModel().select(row);
      title.show(row.title());
      outcome.setText("Found at %s · %s".formatted(row.at(), row.outcome()));
      resolve.setVisible(row.asked());
      resolve.setManaged(row.asked());
      paths.getChildren().clear();
      for (String path : row.conflict().paths()) {
        Label label = new Label(path + places(row, path));
        label.getStyleClass().add("mono");
        paths.getChildren().add(label);
      }
      words.setText(row.conflict().detail());
      words.setPrefRowCount(Math.clamp(row.conflict().detail().lines().count() + 1, 3, 18));
      ScrollPane pathScroll = new ScrollPane(paths);
      pathScroll.setFitToWidth(true);
      pathScroll.setMaxHeight(120);
      pathScroll.setMinHeight(Region.USE_COMPUTED_SIZE);
      detail
          .getChildren()
          .setAll(
              title,
              outcome,
              resolve,
              yields,
              heading("Paths · " + row.conflict().paths().size()),
              pathScroll);
      if (!row.conflict().detail().isEmpty()) {
        detail
            .getChildren()
            .addAll(
                heading(
                    switch (row.conflict().kind()) {
                      case TEXT, FILE -> "git’s words";
                      case CHECK -> "What the check printed";
                      case STALE_READ -> "What was read";
                      case CLAIM -> "What is claimed";
                    }),
                words);
      }
    } finally {
      syncing = false;
    }
  }

  /// Where in a file, on either side.
  private static String places(Row row, String path) {
    List<Conflict.Hunk> hunks =
        row.conflict().hunks().stream().filter(hunk -> hunk.path().equals(path)).toList();
    if (hunks.isEmpty() || row.conflict().tasks().size() < 2) {
      return "";
    }
    return "   lines %s in %s, %s in %s"
        .formatted(
            hunks.stream().map(h -> h.left().toString()).collect(Collectors.joining(", ")),
            row.conflict().tasks().getFirst(),
            hunks.stream().map(h -> h.right().toString()).collect(Collectors.joining(", ")),
            row.conflict().tasks().get(1));
  }

  private static Label heading(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("sb-heading");
    return label;
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }

  private static final class ConflictCell extends ListCell<Row> {
    private final SentenceLine title = new SentenceLine();
    private final Label outcome = new Label();
    private final Label at = new Label();
    private final StackPane glyph = new StackPane();
    private final HBox row;

    ConflictCell() {
      HBox.setHgrow(title, Priority.ALWAYS);
      title.setMinWidth(0);
      title.setPrefWidth(100);
      outcome.getStyleClass().addAll("sb-soft", "sb-small");
      outcome.setMinWidth(60);
      outcome.setPrefWidth(180);
      at.getStyleClass().addAll("sb-soft", "sb-small");
      at.setMinWidth(Region.USE_PREF_SIZE);
      row = new HBox(10, glyph, title, outcome, at);
      row.setAlignment(Pos.CENTER_LEFT);
      setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Row item, boolean empty) {
      super.updateItem(item, empty);
      if (empty || item == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      title.show(item.title());
      outcome.setText(item.outcome());
      at.setText(item.at());
      glyph
          .getChildren()
          .setAll(
              item.open()
                  ? Glyphs.glyph(
                      StateGlyph.CONFLICT, item.conflict().isInTheWay() ? "conflict" : "waiting")
                  : Glyphs.glyph(StateGlyph.LANDED, "held"));
      setAccessibleText(item.title().text() + ", " + item.outcome());
      setGraphic(row);
    }
  }
}
