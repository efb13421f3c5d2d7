package dev.signalbox.console.conflicts;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.part.ActionButtons;
import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What a person can do with two tasks that do not fit, and what it costs.
final class YieldButtons extends VBox {
  YieldButtons(YieldViewModel model) {
    super(6);
    List<Action> actions = model.actions();
    getChildren()
        .addAll(
            row(actions.get(0), model.costProperty()),
            row(actions.get(1), model.costOfTheOtherProperty()),
            row(actions.get(2), model.costOfSendingBackProperty()),
            row(actions.get(3), model.costOfTheEdgeProperty()),
            row(
                actions.get(4),
                model
                    .atHandProperty()
                    .map(
                        now ->
                            now.map(y -> "%s lets %s land first.".formatted(y.task(), y.to()))
                                .orElse(""))));
  }

  private static HBox row(Action action, ObservableValue<String> words) {
    Button button = ActionButtons.buttonWithKey(action);
    button.setMinWidth(Region.USE_PREF_SIZE);
    Label label = new Label();
    label.textProperty().bind(words);
    label.getStyleClass().addAll("sb-soft", "sb-small");
    label.setWrapText(true);
    label.setId("cost-" + action.id());
    HBox row = new HBox(10, button, label);
    row.setAlignment(Pos.CENTER_LEFT);
    row.visibleProperty().bind(button.disableProperty().not());
    row.managedProperty().bind(row.visibleProperty());
    return row;
  }
}
