package dev.signalbox.console.start;

import dev.signalbox.app.OpenRun;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.console.theme.Icon;
import java.nio.file.Path;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The start, in the middle of the empty window.
public final class StartView extends VBox {
  private final StartViewModel model;
  private final VBox recent = new VBox(2);
  private final VBox elsewhere = new VBox(2);

  public StartView(StartViewModel model) {
    this.model = model;
    getStyleClass().addAll("sb-empty", "sb-start");
    setId("start");
    Label title = new Label("No plan is open");
    title.getStyleClass().add("sb-title");
    Label words =
        new Label(
            """
            A plan names tasks and the agents that do them. Once one is open, its tasks stand here \
            as a graph: which comes after which and why, what runs, what waits and for what. Beside \
            it are the task you select, with its log and its changes, and below it what needs you.""");
    words.setWrapText(true);
    words.setMaxWidth(520);
    words.setMinHeight(Region.USE_PREF_SIZE);
    Button open = ActionButtons.buttonWithKey(model.open());
    open.getStyleClass().add("sb-primary");
    HBox buttons = new HBox(8, open);
    buttons.setAlignment(Pos.CENTER);
    model
        .quickstart()
        .ifPresent(action -> buttons.getChildren().add(ActionButtons.button(action, Icon.RUN)));
    for (VBox list : List.of(elsewhere, recent)) {
      list.setMaxWidth(520);
      list.setAlignment(Pos.TOP_LEFT);
      list.getStyleClass().add("sb-recent");
    }
    elsewhere.setId("start-elsewhere");
    VBox ways = new VBox(words, buttons, elsewhere, recent);
    ways.getStyleClass().addAll("sb-start-ways");
    getChildren().addAll(title, ways);
    model
        .opening()
        .subscribe(
            plan -> {
              title.setText(plan.isEmpty() ? "No plan is open" : "Opening %s…".formatted(plan));
              ways.setVisible(plan.isEmpty());
            });
    model.elsewhere().subscribe(this::showElsewhere);
    showElsewhere();
    refresh();
  }

  private void showElsewhere() {
    List<OpenRun> runs = model.elsewhere();
    elsewhere.getChildren().clear();
    elsewhere.setVisible(!runs.isEmpty());
    elsewhere.setManaged(!runs.isEmpty());
    if (runs.isEmpty()) {
      return;
    }
    Label heading = new Label("Running in another process");
    heading.getStyleClass().add("sb-heading");
    elsewhere.getChildren().add(heading);
    for (OpenRun run : runs) {
      Hyperlink link = new Hyperlink(run.plan());
      link.setOnAction(event -> model.attach(run));
      link.setMinWidth(Region.USE_PREF_SIZE);
      link.setTooltip(new Tooltip("Look at it and steer it from here"));
      Label where = new Label("%s, process %d".formatted(run.run(), run.process()));
      where.getStyleClass().addAll("sb-faint", "mono");
      where.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
      where.setMinWidth(0);
      HBox row = new HBox(8, link, where);
      row.setAlignment(Pos.CENTER_LEFT);
      elsewhere.getChildren().add(row);
    }
  }

  /// Looks again which recent plans there are, and what runs in other processes.
  public void refresh() {
    model.look();
    List<Path> plans = model.recent();
    recent.getChildren().clear();
    recent.setVisible(!plans.isEmpty());
    recent.setManaged(!plans.isEmpty());
    if (plans.isEmpty()) {
      return;
    }
    Label heading = new Label("Opened lately");
    heading.getStyleClass().add("sb-heading");
    recent.getChildren().add(heading);
    for (Path plan : plans) {
      Hyperlink link = new Hyperlink(String.valueOf(plan.getFileName()));
      link.setOnAction(event -> model.open(plan));
      link.setMinWidth(Region.USE_PREF_SIZE);
      link.setTooltip(new Tooltip(plan.toString()));
      Label folder = new Label(String.valueOf(plan.getParent()));
      folder.getStyleClass().addAll("sb-faint", "mono");
      folder.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
      folder.setMinWidth(0);
      HBox row = new HBox(8, link, folder);
      row.setAlignment(Pos.CENTER_LEFT);
      recent.getChildren().add(row);
    }
  }
}
