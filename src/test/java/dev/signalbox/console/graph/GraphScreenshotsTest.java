package dev.signalbox.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.Screenshots;
import dev.signalbox.console.StyleWarnings;
import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.console.theme.Theme;
import dev.signalbox.graph.TaskGraph;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Scene;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/// Pictures of the graph, to be looked at; and no style warning while they are taken.
@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class GraphScreenshotsTest {

  @ParameterizedTest
  @EnumSource(Theme.class)
  void thePlanOfThePictures(Theme theme, FxRobot robot) throws Exception {
    shoot(
        robot,
        theme,
        Graphs.billing(),
        868,
        652,
        "graph-12",
        view -> {
          view.update(Graphs.billingLooks());
          view.conflicts(Graphs.billingConflicts());
          view.selectedTaskProperty().set("web-invoices");
        });
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void fiveHundredTasks(Theme theme, FxRobot robot) throws Exception {
    TaskGraph graph = Graphs.large(500, 25);
    shoot(
        robot, theme, graph, 1440, 900, "graph-500", view -> view.update(Graphs.largeLooks(graph)));
    shoot(
        robot,
        theme,
        graph,
        1440,
        900,
        "graph-500-near",
        view -> {
          view.update(Graphs.largeLooks(graph));
          view.selectedTaskProperty().set("task-180");
          view.zoomBy(100, 700, 450);
          view.zoomBy(0.8 / view.zoom(), 700, 450);
          view.selectedTaskProperty().set("task-181");
        });
  }

  private static void shoot(
      FxRobot robot,
      Theme theme,
      TaskGraph graph,
      int width,
      int height,
      String name,
      java.util.function.Consumer<GraphView> prepare)
      throws Exception {
    try (StyleWarnings warnings = new StyleWarnings()) {
      AtomicReference<GraphView> shown = new AtomicReference<>();
      AtomicReference<Scene> scene = new AtomicReference<>();
      robot.interact(
          () -> {
            GraphView view = new GraphView(InstantSource.fixed(Graphs.NOW));
            view.agents(new AgentColours(Graphs.AGENTS));
            Region gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            HBox tabs = new HBox(tab("Graph", true), tab("Queue", false), gap, view.legend());
            tabs.getStyleClass().add("sb-tabs");
            BorderPane root = new BorderPane(view);
            root.setTop(tabs);
            scene.set(new Scene(root, width, height));
            theme.apply(scene.get());
            shown.set(view);
            scene.get().snapshot(null);
            view.show(graph, graph.tasks().size() == 12 ? Graphs.CRITICAL : List.of());
          });
      WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, shown.get().settledProperty()::get);
      robot.interact(() -> prepare.accept(shown.get()));
      WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, shown.get()::isResting);
      robot.interact(
          () -> Screenshots.take(scene.get(), name + (theme == Theme.DARK ? "-dark" : "-light")));
      robot.interact(shown.get()::close);
      assertThat(warnings.lines()).isEmpty();
    }
  }

  private static ToggleButton tab(String name, boolean on) {
    ToggleButton tab = new ToggleButton(name);
    tab.getStyleClass().add("sb-tab");
    tab.setSelected(on);
    return tab;
  }
}
