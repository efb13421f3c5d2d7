package dev.signalbox.console.toolbar;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.console.theme.Icon;
import dev.signalbox.console.theme.Theme;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

/// The bar at the top of the window.
public final class ToolbarView extends HBox implements AutoCloseable {
  private static final List<Integer> USUAL = List.of(1, 2, 3, 4, 6, 8);

  private final ToolbarViewModel model;
  private final TextField filter = new TextField();
  private final MenuButton parallel = new MenuButton();
  private final Button theme;
  private Subscription subscription;

  public ToolbarView(ToolbarViewModel model, Action palette) {
    this.model = model;
    getStyleClass().add("sb-bar");

    Label title = new Label();
    title.getStyleClass().addAll("sb-strong", "sb-plan-name");
    title.textProperty().bind(model.title());
    title.setId("plan-name");
    Tooltip whole = new Tooltip();
    whole.textProperty().bind(title.textProperty());
    title.setTooltip(whole);

    Button run = ActionButtons.button(model.run, Icon.RUN);
    Button pause = ActionButtons.button(model.pause, Icon.PAUSE);
    Button goOn = ActionButtons.button(model.goOn, Icon.RUN);
    Button resume = ActionButtons.button(model.resume, Icon.RUN);
    Button drain = ActionButtons.button(model.drain, null);
    Button stop = ActionButtons.button(model.stop, null);
    List<Button> leading = List.of(run, pause, goOn, resume);

    MenuButton export = new MenuButton("Export report");
    export.setId("export");
    export
        .getItems()
        .addAll(ActionButtons.menuItem(model.openReport), ActionButtons.menuItem(model.saveReport));
    export.disableProperty().bind(Bindings.not(model.openReport.enabled()));
    export.setTooltip(new Tooltip(model.openReport.hint()));

    theme = ActionButtons.iconButton(model.theme, Icon.MOON);
    Button find = ActionButtons.button(palette, null);
    find.textProperty().unbind();
    find.setText(palette.keyText());
    find.setAccessibleText("Command palette");
    find.getStyleClass().add("sb-palette-button");

    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    setUpFilter();
    setUpParallel();

    getChildren().add(title);
    getChildren().addAll(leading);
    getChildren().addAll(drain, stop, parallel, gap);
    getChildren().addAll(filter, export, theme, find);
    // Every action here has a key. A button that goes away would hand the focus to its neighbour,
    // and Space or A would then do another thing than the screen says; Ctrl+F goes to the filter.
    getChildren().forEach(node -> node.setFocusTraversable(false));
    for (Node node : getChildren()) {
      if (node != filter && node != gap && node != title && node instanceof Region region) {
        // Words on buttons stay whole; the filter and the plan's name give way.
        region.setMinWidth(Region.USE_PREF_SIZE);
      }
    }

    subscription =
        Subscription.combine(
            model.phase().subscribe(phase -> lead(leading, run, pause, goOn, resume)),
            model.phase().subscribe(phase -> markPrimary(leading, export)),
            model
                .phase()
                .subscribe(
                    phase -> shown(phase != Phase.EMPTY, drain, stop, parallel, filter, export)),
            model.parallel().subscribe(this::showParallel),
            model.choices().themeProperty().subscribe(this::showTheme),
            model.choices().filterProperty().subscribe(now -> showFilterProblem(now.problem())));
  }

  private void lead(List<Button> all, Button run, Button pause, Button goOn, Button resume) {
    Phase phase = model.phase().getValue();
    List<Button> shown =
        switch (phase) {
          case EMPTY -> List.of();
          case BROKEN, READY, STARTING -> List.of(run);
          case RUNNING, STOPPING -> List.of(pause);
          case PAUSED, DRAINING -> List.of(goOn);
          case ENDED -> model.resume.enabled().get() ? List.of(resume, run) : List.of(run);
        };
    for (Button button : all) {
      button.setVisible(shown.contains(button));
      button.setManaged(shown.contains(button));
    }
  }

  private void markPrimary(List<Button> leading, MenuButton export) {
    String primary = model.next().map(Action::id).orElse("");
    for (Button button : leading) {
      toggle(button, button.getId().equals(primary));
    }
    toggle(export, model.openReport.id().equals(primary));
  }

  private static void shown(boolean now, Node... nodes) {
    for (Node node : nodes) {
      node.setVisible(now);
      node.setManaged(now);
    }
  }

  private static void toggle(Node node, boolean primary) {
    node.getStyleClass().remove("sb-primary");
    if (primary) {
      node.getStyleClass().add("sb-primary");
    }
  }

  private void setUpFilter() {
    filter.setId("filter");
    filter.getStyleClass().add("sb-filter");
    filter.setPromptText("status:failed agent:AGT-001 words");
    filter.setAccessibleText("Filter tasks");
    filter.setPrefWidth(300);
    filter.setMinWidth(96);
    filter.setMaxWidth(360);
    HBox.setHgrow(filter, Priority.SOMETIMES);
    filter.textProperty().bindBidirectional(model.choices().filterTextProperty());
  }

  private void showFilterProblem(String problem) {
    filter.getStyleClass().remove("sb-invalid");
    if (problem.isEmpty()) {
      filter.setTooltip(
          new Tooltip(
              "Shows the tasks that match all of it: status:failed,you · agent:AGT-001 · words"));
    } else {
      filter.getStyleClass().add("sb-invalid");
      filter.setTooltip(new Tooltip(problem));
    }
  }

  private void setUpParallel() {
    parallel.setId("parallel");
    parallel.setTooltip(new Tooltip("How many tasks run at once"));
    for (int number : USUAL) {
      RadioMenuItem item = new RadioMenuItem(number == 1 ? "One at a time" : number + " at once");
      item.setUserData(number);
      item.setOnAction(event -> model.setParallel(number));
      parallel.getItems().add(item);
    }
    Spinner<Integer> other = new Spinner<>(1, 999, 3);
    other.setEditable(true);
    other.setPrefWidth(88);
    other.setAccessibleText("Tasks at once");
    Button set = new Button("Set");
    HBox row = new HBox(8, new Label("Other"), other, set);
    row.setAlignment(Pos.CENTER_LEFT);
    CustomMenuItem custom = new CustomMenuItem(row, false);
    set.setOnAction(
        event -> {
          model.setParallel(other.getValue());
          parallel.hide();
        });
    parallel.setOnShowing(event -> other.getValueFactory().setValue(model.parallel().getValue()));
    parallel.getItems().addAll(new SeparatorMenuItem(), custom);
    parallel
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    switch (model.phase().getValue()) {
                      case EMPTY, BROKEN, STARTING, STOPPING -> true;
                      case READY, RUNNING, PAUSED, DRAINING, ENDED -> false;
                    },
                model.phase()));
  }

  private void showParallel(int number) {
    parallel.setText(number == 1 ? "One at a time" : number + " at once");
    parallel.getItems().stream()
        .filter(RadioMenuItem.class::isInstance)
        .map(RadioMenuItem.class::cast)
        .forEach(item -> item.setSelected(Integer.valueOf(number).equals(item.getUserData())));
  }

  private void showTheme(Theme now) {
    theme.setGraphic(Glyphs.icon(now == Theme.DARK ? Icon.SUN : Icon.MOON));
  }

  /// Puts the cursor into the filter.
  public void focusFilter() {
    filter.requestFocus();
    filter.selectAll();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
  }
}
