package dev.signalbox.console.part;

import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.event.EventHandler;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What lies over the window while it is open: nothing else takes the mouse, the keys or the focus.
/// Escape or a press beside it closes it.
public final class Sheet extends StackPane {
  private @Nullable Runnable closed;
  private @Nullable Node focusBefore;
  private @Nullable Node focusInside;
  private Subscription guard = Subscription.EMPTY;

  /// One way to answer.
  ///
  /// @param safe whether it is the one that Escape means
  public record Choice(String id, String title, boolean primary, boolean safe, Runnable run) {}

  public Sheet() {
    getStyleClass().add("sb-sheet");
    setVisible(false);
    // No key that its own controls leave over works on the window below.
    addEventHandler(KeyEvent.KEY_PRESSED, Event::consume);
    setOnMousePressed(
        event -> {
          if (event.getTarget() == this) {
            dismiss();
          }
        });
  }

  /// Shows a node in place of what it showed before.
  ///
  /// @param whenDismissed is called when the person closes it
  public void show(Node content, Pos at, Runnable whenDismissed) {
    dismiss();
    if (!isVisible()) {
      focusBefore = getScene() == null ? null : getScene().getFocusOwner();
    }
    closed = whenDismissed;
    StackPane.setAlignment(content, at);
    getChildren().setAll(content);
    setVisible(true);
    holdKeyboard();
  }

  /// Before anything of the window sees a key, and whatever it gives the focus to meanwhile.
  private void holdKeyboard() {
    guard.unsubscribe();
    focusInside = null;
    Scene scene = getScene();
    Window window = scene == null ? null : scene.getWindow();
    if (scene == null || window == null) {
      return;
    }
    EventHandler<KeyEvent> keys = this::keyPressed;
    window.addEventFilter(KeyEvent.KEY_PRESSED, keys);
    guard =
        Subscription.combine(
            () -> window.removeEventFilter(KeyEvent.KEY_PRESSED, keys),
            scene
                .focusOwnerProperty()
                .subscribe(
                    (before, now) -> {
                      if (holds(now)) {
                        focusInside = now;
                      } else {
                        Platform.runLater(this::takeFocusBack);
                      }
                    }));
  }

  private void takeFocusBack() {
    if (isVisible() && focusInside != null && !holds(getScene().getFocusOwner())) {
      focusInside.requestFocus();
    }
  }

  private boolean holds(@Nullable Object node) {
    Node at = node instanceof Node inside ? inside : null;
    while (at != null && at != this) {
      at = at.getParent();
    }
    return at == this;
  }

  private void keyPressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      dismiss();
      event.consume();
    } else if (event.getCode() == KeyCode.TAB) {
      moveFocus(event.isShiftDown() ? -1 : 1);
      event.consume();
    } else if (!holds(event.getTarget())) {
      event.consume();
    }
  }

  private void moveFocus(int by) {
    List<Node> stops = new ArrayList<>();
    collectStops(this, stops);
    if (!stops.isEmpty()) {
      int at = stops.indexOf(getScene().getFocusOwner());
      stops.get(at < 0 ? 0 : Math.floorMod(at + by, stops.size())).requestFocus();
    }
  }

  private static void collectStops(Parent of, List<Node> stops) {
    for (Node node : of.getChildrenUnmodifiable()) {
      if (node.isFocusTraversable() && node.isVisible() && !node.isDisabled()) {
        stops.add(node);
      } else if (node instanceof Parent parent && !(node instanceof Control)) {
        collectStops(parent, stops);
      }
    }
  }

  /// Asks something.
  ///
  /// @return what it shows, for [#takeAway]
  public Node ask(String title, String words, List<Choice> choices) {
    Label heading = new Label(title);
    heading.getStyleClass().add("sb-title");
    heading.setWrapText(true);
    Label text = new Label(words);
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    HBox buttons = new HBox(8);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    VBox card = new VBox(12, heading, text, buttons);
    card.getStyleClass().add("sb-card");
    card.setMaxSize(460, Region.USE_PREF_SIZE);
    card.setId("sheet-card");
    Runnable safe = () -> {};
    for (Choice choice : choices) {
      Button button = new Button(choice.title());
      button.setId(choice.id());
      if (choice.primary()) {
        button.getStyleClass().add("sb-primary");
      }
      button.setOnAction(
          event -> {
            hide();
            choice.run().run();
          });
      buttons.getChildren().add(button);
      if (choice.safe()) {
        safe = choice.run();
      }
    }
    show(card, Pos.CENTER, safe);
    buttons.getChildren().getLast().requestFocus();
    return card;
  }

  /// Says that something is being waited for; nobody can close it.
  public void busy(String words) {
    Label text = new Label(words);
    text.setWrapText(true);
    VBox card = new VBox(text);
    card.getStyleClass().add("sb-card");
    card.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    show(card, Pos.CENTER, () -> {});
    closed = null;
    card.setFocusTraversable(true);
    card.requestFocus();
  }

  private void dismiss() {
    Runnable then = closed;
    if (then != null) {
      hide();
      then.run();
    }
  }

  /// Takes it away if it still shows this.
  public void takeAway(@Nullable Node content) {
    if (content != null && getChildren().contains(content)) {
      hide();
    }
  }

  private void hide() {
    guard.unsubscribe();
    guard = Subscription.EMPTY;
    setVisible(false);
    getChildren().clear();
    closed = null;
    if (focusBefore != null) {
      focusBefore.requestFocus();
      focusBefore = null;
    }
  }
}
