package dev.signalbox.console.part;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.console.theme.Icon;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// Makes the controls that stand for an [Action], so that each says its key and its hint the same
/// way everywhere.
public final class ActionButtons {
  private ActionButtons() {}

  /// @param icon before the words, or null
  public static Button button(Action action, @Nullable Icon icon) {
    Button button = plain(action);
    button.textProperty().bind(action.title());
    if (icon != null) {
      button.setGraphic(Glyphs.icon(icon));
    }
    return button;
  }

  /// A button that shows its key after its words.
  public static Button buttonWithKey(Action action) {
    Button button = plain(action);
    button.textProperty().bind(action.title());
    Label key = Glyphs.key(action.keyText());
    button.setGraphic(key);
    button.setContentDisplay(ContentDisplay.RIGHT);
    button.setGraphicTextGap(8);
    return button;
  }

  /// A button of a shape alone; its words are in the tooltip and for screen readers.
  public static Button iconButton(Action action, Icon icon) {
    Button button = plain(action);
    button.setGraphic(Glyphs.icon(icon));
    button.accessibleTextProperty().bind(action.title());
    return button;
  }

  public static MenuItem menuItem(Action action) {
    MenuItem item = new MenuItem();
    item.setId(action.id());
    item.textProperty().bind(action.title());
    item.disableProperty().bind(Bindings.not(action.enabled()));
    item.setOnAction(event -> action.run().run());
    return item;
  }

  private static Button plain(Action action) {
    Button button = new Button();
    button.setId(action.id());
    button.disableProperty().bind(Bindings.not(action.enabled()));
    button.setOnAction(event -> action.run().run());
    Tooltip tooltip = new Tooltip(action.tooltip());
    button.setTooltip(tooltip);
    button.setMnemonicParsing(false);
    return button;
  }
}
