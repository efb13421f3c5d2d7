package dev.signalbox.console.inspector;

import dev.signalbox.engine.Attempt;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// One attempt's log, its changes and its outputs.
final class AttemptView extends StackPane implements AutoCloseable {
  private final InspectorViewModel model;
  private final LogView log;
  private final TextArea outputs = new TextArea();
  private final TabPane tabs = new TabPane();
  private final Tab outputsTab;
  private final Tab sinceTab;
  private final MenuButton attempts = new MenuButton();
  private final Subscription following;
  private List<Integer> numbers = List.of();

  AttemptView(InspectorViewModel model) {
    this.model = model;
    log = new LogView(model.log());
    outputs.setEditable(false);
    outputs.getStyleClass().add("mono");
    outputs.setId("outputs");
    Tab logTab = tab("Log", log);
    Tab changes = tab("Changes", new DiffView(model.diff(), "diff", "What it changed"));
    sinceTab =
        tab(
            "Since your yes",
            new DiffView(model.since(), "since", "What has changed since it was approved"));
    outputsTab = tab("Outputs", outputs);
    tabs.getTabs().setAll(logTab, changes);
    tabs.getStyleClass().add("sb-inner-tabs");
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    tabs.setMinHeight(150);
    // It takes what the facts leave.
    tabs.setPrefHeight(150);
    VBox.setVgrow(tabs, Priority.ALWAYS);
    attempts.setId("attempts");
    attempts.getStyleClass().addAll("sb-quiet", "sb-small-button");
    StackPane.setAlignment(attempts, Pos.TOP_RIGHT);
    getStyleClass().add("sb-attempt");
    following = model.attemptProperty().subscribe(number -> label());
    getChildren().addAll(tabs, attempts);
  }

  private static Tab tab(String title, javafx.scene.Node content) {
    return new Tab(title, content);
  }

  void show(Details.OfTask task) {
    boolean some = !task.outputs().isEmpty();
    String text = String.join("\n", InspectorView.lines(task.outputs()));
    if (!text.equals(outputs.getText())) {
      outputs.setText(text);
    }
    if (some && !tabs.getTabs().contains(outputsTab)) {
      tabs.getTabs().add(outputsTab);
    } else if (!some) {
      tabs.getTabs().remove(outputsTab);
    }
    boolean again = model.asksAgain();
    if (again && !tabs.getTabs().contains(sinceTab)) {
      tabs.getTabs().add(sinceTab);
      tabs.getSelectionModel().select(sinceTab);
    } else if (!again) {
      tabs.getTabs().remove(sinceTab);
    }
    List<Integer> now = task.attempts().stream().map(Attempt::number).toList();
    if (!now.equals(numbers)) {
      numbers = now;
      attempts.getItems().clear();
      for (int number : now.reversed()) {
        RadioMenuItem item = new RadioMenuItem("Attempt " + number);
        item.setOnAction(event -> model.chooseAttempt(number));
        attempts.getItems().add(item);
      }
      attempts.setVisible(now.size() > 1);
    }
    label();
  }

  private void label() {
    int shown = model.attemptProperty().get();
    attempts.setText("Attempt " + shown);
    attempts
        .getItems()
        .forEach(
            item -> {
              if (item instanceof RadioMenuItem radio) {
                radio.setSelected(item.getText().equals("Attempt " + shown));
              }
            });
  }

  @Override
  public void close() {
    following.unsubscribe();
    log.close();
  }
}
