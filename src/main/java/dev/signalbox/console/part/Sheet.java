package dev.signalbox.console.part;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// What lies over the window while it is open: nothing else takes the mouse or the keys. Escape or
/// a press beside it closes it.
public final class Sheet extends StackPane {
  private @Nullable Runnable closed;
  private @Nullable Node focusBefore;

  /// One way to answer.
  ///
  /// @param safe whether it is the one that Escape means
  public record Choice(String id, String title, boolean primary, boolean safe, Runnable run) {}

  public Sheet() {
    getStyleClass().add("sb-sheet");
    setVisible(false);
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            dismiss();
          }
          event.consume(); // no key of the window below works meanwhile
        });
    setOnMousePressed(
        event -> {
          if (event.getTarget() == this) {
            dismiss();
          }
        });
  }

  /// Shows a node near the top.
  ///
  /// @param whenDismissed is called when the person closes it
  public void show(Node content, Pos at, Runnable whenDismissed) {
    focusBefore = getScene() == null ? null : getScene().getFocusOwner();
    closed = whenDismissed;
    StackPane.setAlignment(content, at);
    getChildren().setAll(content);
    setVisible(true);
  }

  /// Asks something.
  public void ask(String title, String words, List<Choice> choices) {
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

  public void hide() {
    setVisible(false);
    getChildren().clear();
    closed = null;
    if (focusBefore != null) {
      focusBefore.requestFocus();
      focusBefore = null;
    }
  }
}
