package dev.signalbox.console.theme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.Screenshots;
import dev.signalbox.console.StyleWarnings;
import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javafx.collections.FXCollections;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Spinner;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.controlsfx.control.Notifications;
import org.controlsfx.control.PopOver;
import org.controlsfx.control.SegmentedButton;
import org.controlsfx.control.StatusBar;
import org.controlsfx.control.textfield.CustomTextField;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class ThemeGalleryTest {
  private Stage stage;

  @Start
  void start(Stage primary) {
    stage = primary;
    stage.setWidth(900);
    stage.setHeight(700);
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void everyControlIsDressedWithoutAWarning(Theme theme, FxRobot robot) {
    try (StyleWarnings warnings = new StyleWarnings()) {
      robot.interact(
          () -> {
            Scene scene = new Scene(gallery(), 1200, 860);
            theme.apply(scene);
            Screenshots.take(scene, "theme-" + name(theme));
          });
      assertThat(warnings.lines()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void whatOpensFromTheWindowIsDressedToo(Theme theme, FxRobot robot) throws Exception {
    try (StyleWarnings warnings = new StyleWarnings()) {
      Button owner = new Button("Owner");
      ContextMenu menu =
          new ContextMenu(new MenuItem("Approve"), new MenuItem("Reject", Glyphs.icon(Icon.CLOSE)));
      robot.interact(
          () -> {
            Scene scene = new Scene(new BorderPane(owner), 600, 400);
            theme.apply(scene);
            stage.setScene(scene);
            stage.show();
            menu.show(owner, stage.getX() + 40, stage.getY() + 40);
          });
      robot.type(KeyCode.DOWN);
      robot.interact(
          () -> {
            Region skin = (Region) menu.getSkin().getNode();
            assertThat(skin.getBackground().getFills().getLast().getFill())
                .isEqualTo(theme.palette().surface());
            Screenshots.take(menu.getScene(), "menu-" + name(theme));
          });
      robot.type(KeyCode.ENTER);
      AtomicReference<Alert> alert = new AtomicReference<>();
      robot.interact(
          () -> {
            Tooltip tip = new Tooltip("Approve web-invoices");
            tip.show(owner, stage.getX() + 300, stage.getY() + 40);
            PopOver over = new PopOver(new Label("More"));
            over.show(owner);
            Notifications.create().owner(stage).title("Landed").text("schema").show();
            alert.set(new Alert(Alert.AlertType.CONFIRMATION, "The run goes on without it."));
            alert.get().initOwner(stage);
            alert.get().setHeaderText("Stop the run?");
            alert.get().show();
          });
      WaitForAsyncUtils.waitForFxEvents();
      robot.interact(
          () -> {
            Region pane = alert.get().getDialogPane();
            assertThat(pane.getBackground().getFills().getLast().getFill())
                .isEqualTo(theme.palette().surface());
            Screenshots.take(alert.get().getDialogPane().getScene(), "dialog-" + name(theme));
            alert.get().close();
          });
      FxToolkit.cleanupStages();
      assertThat(warnings.lines()).isEmpty();
    }
  }

  @Test
  void aSceneChangesOverAndKeepsSheetsOfItsOwn(FxRobot robot) {
    robot.interact(
        () -> {
          VBox root = new VBox();
          root.getStyleClass().add("sb-surface");
          Scene scene = new Scene(root, 100, 100);
          String own = "data:text/css,.mine%7B-fx-opacity:1%7D";
          scene.getStylesheets().add(own);
          Theme.LIGHT.apply(scene);
          root.applyCss();
          assertThat(root.getBackground().getFills().getFirst().getFill())
              .isEqualTo(Palette.LIGHT.surface());
          Theme.DARK.apply(scene);
          root.applyCss();
          assertThat(root.getBackground().getFills().getFirst().getFill())
              .isEqualTo(Palette.DARK.surface());
          assertThat(Theme.of(scene)).isEqualTo(Theme.DARK);
          assertThat(scene.getStylesheets()).hasSize(3).contains(own);
        });
  }

  private static String name(Theme theme) {
    return theme == Theme.DARK ? "dark" : "light";
  }

  private static Region gallery() {
    Button run = new Button("Run", Glyphs.icon(Icon.RUN));
    run.getStyleClass().add("sb-primary");
    Button approve = new Button("Approve", Glyphs.key("A"));
    approve.setContentDisplay(javafx.scene.control.ContentDisplay.RIGHT);
    Button disabled = new Button("Stop");
    disabled.setDisable(true);
    MenuButton export = new MenuButton("Export", null, new MenuItem("HTML"));
    Button theme = new Button("", Glyphs.icon(Icon.MOON));
    Button quiet = new Button("", Glyphs.icon(Icon.FIT));
    quiet.getStyleClass().add("sb-quiet");
    TextField filter = new TextField();
    filter.setPromptText("status:failed and +up(release)");
    filter.getStyleClass().add("sb-filter");
    filter.setPrefWidth(300);
    Label title = new Label("add-billing");
    title.getStyleClass().add("sb-strong");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Spinner<Integer> spinner = new Spinner<>(1, 16, 3);
    spinner.setPrefWidth(80);
    HBox bar =
        new HBox(
            title, run, new Button("Pause"), disabled, spinner, gap, filter, export, theme, quiet);
    bar.getStyleClass().add("sb-bar");

    TreeTableView<String> table = new TreeTableView<>(new TreeItem<>("root"));
    table.setShowRoot(false);
    for (TaskState state : TaskState.values()) {
      table.getRoot().getChildren().add(new TreeItem<>(state.name().toLowerCase()));
    }
    TreeTableColumn<String, String> name = new TreeTableColumn<>("Task");
    name.setCellValueFactory(cell -> cell.getValue().valueProperty());
    TreeTableColumn<String, String> time = new TreeTableColumn<>("Time");
    time.setCellValueFactory(cell -> new javafx.beans.property.SimpleStringProperty("2:07"));
    time.getStyleClass().add("sb-number");
    table.getColumns().addAll(List.of(name, time));
    table.setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.getSelectionModel().select(3);

    FlowPane glyphs = new FlowPane(12, 8);
    for (TaskState state : TaskState.values()) {
      Label label = new Label(StateGlyph.word(state), Glyphs.state(state));
      glyphs.getChildren().add(label);
    }
    for (StateGlyph glyph : StateGlyph.values()) {
      glyphs.getChildren().add(Glyphs.glyph(glyph, "attention"));
    }
    for (Icon icon : Icon.values()) {
      glyphs.getChildren().add(Glyphs.icon(icon));
    }
    FlowPane chips = new FlowPane(8, 8);
    for (TaskState state : TaskState.values()) {
      chips.getChildren().add(Glyphs.chip(state));
    }
    Label why = new Label("The plan asks you before it starts. After your yes: about 1:03.");
    HBox box = new HBox(why);
    box.getStyleClass().add("sb-why");
    ComboBox<String> combo = new ComboBox<>(FXCollections.observableArrayList("left to right"));
    combo.getSelectionModel().select(0);
    CheckBox check = new CheckBox("Keep going");
    check.setSelected(true);
    CustomTextField custom = new CustomTextField();
    custom.setLeft(Glyphs.icon(Icon.SEARCH));
    ToggleButton one = new ToggleButton("Graph");
    one.setSelected(true);
    SegmentedButton segmented = new SegmentedButton(one, new ToggleButton("List"));
    HBox controls =
        new HBox(
            10,
            approve,
            combo,
            check,
            new CheckBox("Quiet"),
            custom,
            segmented,
            new Hyperlink("open"),
            new ProgressBar(0.4));
    controls.setAlignment(Pos.CENTER_LEFT);
    ListView<String> list =
        new ListView<>(
            FXCollections.observableArrayList("Approve web-invoices", "changelog failed twice"));
    list.getStyleClass().add("sb-parted");
    list.getSelectionModel().select(0);
    list.setPrefHeight(100);
    TableView<String> flat = new TableView<>();
    flat.getColumns().add(new TableColumn<>("Path"));
    flat.setPrefHeight(60);
    TextArea text = new TextArea("some text");
    text.setPrefRowCount(2);
    VBox middle = new VBox(12, glyphs, chips, box, controls, list, flat, text);
    middle.setStyle("-fx-padding: 12px");
    ScrollPane scroll = new ScrollPane(middle);
    scroll.setFitToWidth(true);
    TabPane tabs = new TabPane(new Tab("Graph", scroll), new Tab("Queue"), new Tab("Conflicts"));
    Label pill = new Label("1");
    pill.getStyleClass().add("sb-pill");
    tabs.getTabs().getLast().setGraphic(pill);
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    SplitPane split = new SplitPane(table, tabs);
    split.setDividerPositions(0.2);
    split.setOrientation(Orientation.HORIZONTAL);
    StatusBar controlsFxBar = new StatusBar();
    HBox.setHgrow(controlsFxBar, Priority.ALWAYS);
    HBox status = new HBox(new Label("2 landed"), new Label("ends about 16:40"), controlsFxBar);
    status.getStyleClass().add("sb-status");
    BorderPane root = new BorderPane((Node) split);
    root.setTop(bar);
    root.setBottom(status);
    return root;
  }
}
