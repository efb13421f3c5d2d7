package dev.signalbox.console.start;

import dev.signalbox.app.CommandName;
import dev.signalbox.app.EarlierRun;
import dev.signalbox.console.model.RunStarter;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.console.theme.Icon;
import java.util.List;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The start, in the middle of the empty window.
public final class StartView extends ScrollPane {
  private final StartViewModel model;
  private final VBox recent = new VBox(2);
  private final VBox elsewhere = new VBox(2);
  private final VBox unfinished = new VBox(4);
  private final VBox over = new VBox(2);

  public StartView(StartViewModel model) {
    this.model = model;
    setId("start");
    setFitToWidth(true);
    setFitToHeight(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    VBox page = new VBox();
    page.getStyleClass().addAll("sb-empty", "sb-start");
    page.setMinHeight(Region.USE_PREF_SIZE);
    setContent(page);
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
    unfinished.setId("start-unfinished");
    over.setId("start-over");
    elsewhere.setId("start-elsewhere");
    List<VBox> lists = List.of(elsewhere, unfinished, recent, over);
    for (VBox list : lists) {
      list.setMaxWidth(520);
      list.setAlignment(Pos.TOP_LEFT);
      list.getStyleClass().add("sb-recent");
    }
    VBox ways = new VBox(words, buttons);
    ways.getChildren().addAll(lists);
    ways.getStyleClass().addAll("sb-start-ways");
    page.getChildren().addAll(title, ways);
    model
        .opening()
        .subscribe(
            plan -> {
              title.setText(plan.isEmpty() ? "No plan is open" : "Opening %s…".formatted(plan));
              ways.setVisible(plan.isEmpty());
            });
    model.elsewhere().subscribe(this::showElsewhere);
    model.unfinished().subscribe(this::showUnfinished);
    model.over().subscribe(this::showOver);
    showElsewhere();
    showUnfinished();
    showOver();
    refresh();
  }

  private void showElsewhere() {
    show(
        elsewhere,
        "Running in another process",
        model.elsewhere(),
        run ->
            row(
                link(run.plan(), "Look at it and steer it from here", () -> model.attach(run)),
                faint("%s, process %d".formatted(run.run(), run.process()))));
  }

  private void showUnfinished() {
    List<EarlierRun> all = model.unfinished();
    int shown = Math.min(all.size(), RunStarter.EARLIER);
    show(unfinished, "Unfinished runs", all.subList(0, shown), this::unfinished);
    if (shown < all.size()) {
      Label more = faint("and %d more: %s".formatted(all.size() - shown, CommandName.with("runs")));
      more.setId("start-unfinished-more");
      unfinished.getChildren().add(more);
    }
  }

  private HBox unfinished(EarlierRun run) {
    Label plan = new Label(run.plan());
    plan.getStyleClass().add("sb-plan-name");
    plan.setMinWidth(0);
    plan.setTooltip(new Tooltip(run.plan()));
    Label standing = whole(faint(model.standing(run)));
    standing.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(standing, Priority.ALWAYS);
    Button resume = new Button("Resume");
    resume.setMinWidth(Region.USE_PREF_SIZE);
    resume.setOnAction(event -> model.resume(run));
    resume.setAccessibleText("Resume %s, %s".formatted(run.plan(), model.standing(run)));
    String hint = "Goes on with %s; what landed stays".formatted(run.run());
    if (run == model.unfinished().getFirst()) {
      String key = model.resumeNewest().keyText();
      resume.setGraphic(Glyphs.key(key));
      resume.setContentDisplay(ContentDisplay.RIGHT);
      resume.setTooltip(new Tooltip("%s (%s)".formatted(hint, key)));
    } else {
      resume.setTooltip(new Tooltip(hint));
    }
    return row(plan, standing, resume);
  }

  private void showOver() {
    show(
        over,
        "Reports of the last runs",
        model.over(),
        run -> {
          String hint = "Opens the report of %s in the browser".formatted(run.run());
          Hyperlink link = link(run.plan(), hint, () -> model.report(run));
          link.setMinWidth(0);
          return row(link, whole(faint(model.standing(run))));
        });
  }

  /// Looks again which recent plans there are, and what runs or ran in other processes.
  public void refresh() {
    model.look();
    show(
        recent,
        "Opened lately",
        model.recent(),
        plan ->
            row(
                link(String.valueOf(plan.getFileName()), plan.toString(), () -> model.open(plan)),
                faint(String.valueOf(plan.getParent()))));
  }

  private static <T> void show(VBox list, String heading, List<T> items, Function<T, HBox> row) {
    list.setVisible(!items.isEmpty());
    list.setManaged(!items.isEmpty());
    Label words = new Label(heading);
    words.getStyleClass().add("sb-heading");
    list.getChildren().setAll(words);
    items.forEach(item -> list.getChildren().add(row.apply(item)));
  }

  private static HBox row(Node... parts) {
    HBox row = new HBox(8, parts);
    row.setAlignment(Pos.CENTER_LEFT);
    return row;
  }

  private static Hyperlink link(String text, String hint, Runnable action) {
    Hyperlink link = new Hyperlink(text);
    link.setOnAction(event -> action.run());
    link.setMinWidth(Region.USE_PREF_SIZE);
    link.setTooltip(new Tooltip(hint));
    return link;
  }

  /// A name beside it gives way first.
  private static Label whole(Label label) {
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  private static Label faint(String text) {
    Label label = new Label(text);
    label.getStyleClass().addAll("sb-faint", "mono");
    label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    label.setMinWidth(0);
    return label;
  }
}
