package dev.signalbox.console.attention;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.model.AttentionItem;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.console.theme.Icon;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// The list at the bottom: a line where nothing needs a person, up to four rows else, more by
/// dragging its upper edge.
public final class AttentionView extends VBox implements AutoCloseable {
  private static final double ROW = 32;
  private static final double MOST = 420;

  private final AttentionViewModel model;
  private final Label heading = new Label();
  private final Button fold = new Button();
  private final ListView<AttentionItem> list;
  private final Region edge = new Region();
  private Subscription subscription;
  private int usualRows = 4;
  private double dragged = -1;
  private double dragFrom;
  private double heightFrom;
  private boolean folded;
  private boolean heldFolded;

  /// @param resolve opens the conflict that is at hand
  public AttentionView(AttentionViewModel model, Action resolve) {
    this.model = model;
    this.list = new ListView<>(model.items());
    getStyleClass().add("sb-attention");
    setId("attention");
    heading.getStyleClass().add("sb-heading");
    heading.setId("attention-heading");
    heading.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(heading, Priority.ALWAYS);
    fold.getStyleClass().addAll("sb-quiet", "sb-small-button");
    fold.setOnAction(event -> fold(!folded));
    fold.setFocusTraversable(false);
    HBox head = new HBox(8, heading, fold);
    head.getStyleClass().add("sb-attention-head");
    head.setAlignment(Pos.CENTER_LEFT);

    edge.getStyleClass().add("sb-edge");
    edge.setCursor(Cursor.V_RESIZE);
    edge.setOnMousePressed(this::grab);
    edge.setOnMouseDragged(this::drag);

    list.setId("attention-list");
    list.getStyleClass().addAll("sb-parted", "sb-attention-list");
    list.setCellFactory(view -> new AttentionCell(model));
    list.setPlaceholder(new Region());
    list.setAccessibleText("What needs you");
    list.setOnMouseEntered(event -> model.hold(true));
    list.setOnMouseExited(event -> model.hold(false));
    list.setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            model.choose(list.getSelectionModel().getSelectedItem());
            resolve.tryRun();
            event.consume();
          }
        });
    getChildren().addAll(edge, head, list);

    ListChangeListener<AttentionItem> changes = change -> resize();
    model.items().addListener(changes);
    subscription =
        Subscription.combine(
            () -> model.items().removeListener(changes),
            model.currentProperty().subscribe(this::showCurrent),
            list.getSelectionModel().selectedItemProperty().subscribe(this::selected),
            model.timeProperty().subscribe(time -> list.refresh()));
    resize();
  }

  /// How many rows it shows by itself.
  public void setUsualRows(int rows) {
    if (rows != usualRows) {
      usualRows = rows;
      resize();
    }
  }

  /// Keeps it to its heading, whatever a person unfolded.
  public void holdFolded(boolean now) {
    heldFolded = now;
    fold.setDisable(now);
    resize();
  }

  private void selected(AttentionItem item) {
    boolean known =
        item == null
            || model.currentProperty().get().filter(c -> c.key().equals(item.key())).isPresent();
    if (!known) {
      model.choose(item);
    }
  }

  private void showCurrent(Optional<AttentionItem> current) {
    if (current.isEmpty()) {
      list.getSelectionModel().clearSelection();
      return;
    }
    list.getSelectionModel().select(current.get());
    reveal();
  }

  private void resize() {
    int number = model.items().size();
    boolean any = number > 0;
    heading.setText(
        any
            ? "Needs you · %d, by how much of the run each holds up".formatted(number)
            : "Nothing needs you");
    boolean open = any && !folded && !heldFolded;
    list.setVisible(open);
    list.setManaged(open);
    edge.setVisible(open);
    fold.setVisible(any);
    fold.setGraphic(Glyphs.icon(folded ? Icon.UP : Icon.DOWN));
    fold.setAccessibleText(folded ? "Unfold the list" : "Fold the list");
    fold.setTooltip(new Tooltip(fold.getAccessibleText()));
    double rows = Math.min(number, usualRows) * ROW;
    double height = dragged < 0 ? rows : Math.min(dragged, Math.max(ROW, number * ROW));
    list.setMinHeight(Math.min(ROW, height));
    list.setPrefHeight(height);
    list.setMaxHeight(height);
    reveal();
  }

  private void reveal() {
    boolean allInView = list.getPrefHeight() >= model.items().size() * ROW;
    if (allInView) {
      list.scrollTo(0);
    } else {
      model.currentProperty().get().ifPresent(list::scrollTo);
    }
  }

  private void fold(boolean now) {
    folded = now;
    resize();
  }

  private void grab(MouseEvent event) {
    dragFrom = event.getScreenY();
    heightFrom = list.getHeight();
  }

  private void drag(MouseEvent event) {
    dragged = Math.clamp(heightFrom + dragFrom - event.getScreenY(), ROW, MOST);
    resize();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
  }
}
