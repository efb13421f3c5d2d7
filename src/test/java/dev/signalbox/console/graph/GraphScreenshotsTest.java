package dev.signalbox.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.Screenshots;
import dev.signalbox.console.StyleWarnings;
import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.console.theme.Theme;
import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.Provenance;
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
          view.viewport().zoom(100, 700, 450);
          view.viewport().zoom(0.8 / view.zoom(), 700, 450);
          view.selectedTaskProperty().set("task-181");
        });
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void whatThePointerDoes(Theme theme, FxRobot robot) throws Exception {
    shoot(
        robot,
        theme,
        Graphs.billing(),
        868,
        652,
        "graph-hover",
        view -> {
          view.update(Graphs.billingLooks());
          view.picture().hoveredTask = "api-customers";
          view.picture().lit = view.picture().ancestry("api-customers");
        });
    shoot(
        robot,
        theme,
        Graphs.billing(),
        868,
        652,
        "graph-drag",
        view -> {
          view.update(Graphs.billingLooks());
          view.editingProperty().set(true);
          view.picture().hoveredTask = "seed-data";
          view.picture().rubber = new Picture.Rubber("seed-data", 470, 345, "web-customers", false);
        });
    shoot(
        robot,
        theme,
        Graphs.billing(),
        868,
        652,
        "graph-ring",
        view -> {
          view.update(Graphs.billingLooks());
          view.editingProperty().set(true);
          try {
            Graphs.billing().withDependency("release", "schema", Provenance.DECLARED);
          } catch (CycleException e) {
            view.showRing(e.cycle(), e.getMessage() + ". The edge was not added.");
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void otherZoomsAndLayouts(Theme theme, FxRobot robot) throws Exception {
    shoot(
        robot,
        theme,
        Graphs.billing(),
        868,
        652,
        "graph-small",
        view -> {
          view.update(Graphs.billingLooks());
          view.conflicts(Graphs.billingConflicts());
          view.viewport().zoom(0.5, 434, 300);
        });
    shoot(
        robot,
        theme,
        Graphs.billing(),
        868,
        652,
        "graph-conflicts",
        view -> {
          view.update(Graphs.billingLooks());
          view.conflicts(
              List.of(
                  new ConflictLook("1", List.of("seed-data", "api-customers"), "text · 1 path", ""),
                  new ConflictLook("2", List.of("schema", "web-invoices"), "check · 3 paths", ""),
                  new ConflictLook("3", List.of("changelog", "e2e-tests"), "text · 2 paths", ""),
                  new ConflictLook("4", List.of("release"), "check", "")));
          view.selectedConflictProperty().set("3");
        });
    shoot(
        robot,
        theme,
        Graphs.billing(),
        868,
        652,
        "graph-circle",
        view -> {
          view.update(Graphs.billingLooks());
          view.conflicts(Graphs.billingConflicts());
          view.layoutKindProperty().set(LayoutKind.CIRCLE);
        });
    shoot(
        robot,
        theme,
        Graphs.billing(),
        868,
        652,
        "graph-force",
        view -> {
          view.update(Graphs.billingLooks());
          view.layoutKindProperty().set(LayoutKind.FORCE);
        });
    shoot(
        robot,
        theme,
        Graphs.excluding(),
        868,
        652,
        "graph-exclusions",
        view -> {
          view.agents(new AgentColours(Graphs.MANY_AGENTS));
          view.update(Graphs.excludingLooks());
          view.selectedTaskProperty().set("rewrite-parser");
        });
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void fiveThousandTasks(Theme theme, FxRobot robot) throws Exception {
    TaskGraph graph = Graphs.large(5000, 100);
    shoot(
        robot,
        theme,
        graph,
        1440,
        900,
        "graph-5000",
        view -> view.update(Graphs.largeLooks(graph)));
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
      WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, shown.get().settledProperty()::get);
      robot.interact(() -> shown.get().requestLayout());
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
