package dev.signalbox.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.console.theme.Palette;
import dev.signalbox.console.theme.Theme;
import dev.signalbox.engine.TaskState;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.Provenance;
import dev.signalbox.graph.TaskGraph;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@NullUnmarked
@ExtendWith(ApplicationExtension.class)
class GraphViewTest {
  private GraphView view;
  private TaskGraph graph;
  private final List<String> added = new ArrayList<>();
  private final List<Dependency> removed = new ArrayList<>();
  private final List<Dependency> turned = new ArrayList<>();
  private final List<String> opened = new ArrayList<>();

  @Start
  void start(Stage stage) {
    view = new GraphView(InstantSource.fixed(Graphs.NOW));
    view.agents(new AgentColours(Graphs.AGENTS));
    view.onAddDependency((from, to) -> added.add(from + ">" + to));
    view.onRemoveDependency(removed::add);
    view.onTurnDependency(turned::add);
    view.onOpenTask(opened::add);
    BorderPane root = new BorderPane(view);
    root.setTop(view.legend());
    Scene scene = new Scene(root, 900, 560);
    Theme.DARK.apply(scene);
    stage.setScene(scene);
    stage.show();
  }

  @AfterEach
  void close(FxRobot robot) {
    robot.interact(view::close);
  }

  // ---- showing ----

  @Test
  void anEmptyGraphSaysWhatWouldBeThere(FxRobot robot) {
    Label label = new Label("Open a plan");
    robot.interact(() -> view.emptyProperty().set(label));
    assertThat(label.localToScene(label.getBoundsInLocal()).getMinX()).isPositive();
    assertThat(label.getParent().isVisible()).isTrue();
    show(robot, Graphs.billing());
    assertThat(label.getParent().isVisible()).isFalse();
  }

  @Test
  void aChangeOfStateNeverLaysOutAgain(FxRobot robot) {
    show(robot, Graphs.billing());
    Point2D before = middle("release");
    Placement placed = placement();
    robot.interact(() -> view.update(Graphs.billingLooks()));
    robot.interact(() -> view.show(Graphs.billing(), Graphs.CRITICAL));
    assertThat(view.settledProperty().get()).isTrue();
    assertThat(placement()).isSameAs(placed);
    assertThat(middle("release")).isEqualTo(before);
  }

  @Test
  void oneMoreTaskLeavesTheViewWhereItWas(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.interact(() -> view.selectedTaskProperty().set("web-invoices"));
    robot.interact(() -> view.viewport().zoom(1.3, 100, 100));
    Point2D before = middle("web-invoices");
    double zoom = view.zoom();
    show(robot, graph.with(Graphs.task("announce", 2, "Announce it").after("release")));
    assertThat(middle("announce").getX()).isGreaterThan(middle("release").getX());
    assertThat(middle("web-invoices").distance(before)).isLessThan(0.01);
    assertThat(view.zoom()).isEqualTo(zoom);
  }

  @Test
  void aBoxTakesTheColourOfItsState(FxRobot robot) {
    show(robot, Graphs.billing());
    Map<String, NodeLook> looks = new HashMap<>(Graphs.billingLooks());
    looks.put("release", NodeLook.still(TaskState.FAILED, "AGT-001", "failed 3 of 3", ""));
    robot.interact(() -> view.update(looks));
    rest();
    assertThat(pixels(robot, "release", near(Palette.DARK.failed()))).isGreaterThan(40);
    looks.put("release", NodeLook.still(TaskState.LANDED, "AGT-001", "0:42", ""));
    robot.interact(() -> view.update(looks));
    rest();
    assertThat(pixels(robot, "release", near(Palette.DARK.failed()))).isZero();
    assertThat(pixels(robot, "release", near(Palette.DARK.done()))).isGreaterThan(5);
  }

  @Test
  void theViewFollowsTheTheme(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.interact(() -> Theme.LIGHT.apply(view.getScene()));
    rest();
    assertThat(pixels(robot, "release", near(Palette.LIGHT.surface()))).isGreaterThan(1000);
  }

  // ---- selecting ----

  @Test
  void aClickSelectsOneThingAtATime(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.interact(() -> view.conflicts(Graphs.billingConflicts()));
    rest();
    click(robot, middle("reports"));
    assertThat(view.selectedTaskProperty().get()).isEqualTo("reports");
    assertThat(view.getAccessibleText())
        .startsWith("Task reports, waiting, agent AGT-002.")
        .contains("Comes after rename-money, web-invoices.")
        .contains("Comes before release.");

    click(robot, between("e2e-tests", "release"));
    assertThat(view.selectedTaskProperty().get()).isNull();
    assertThat(view.selectedEdgeProperty().get())
        .isEqualTo(new Dependency("e2e-tests", "release", Provenance.DECLARED, ""));

    Rectangle2D pill = view.pillOf("c1").orElseThrow();
    click(robot, new Point2D(pill.getMinX() + 12, pill.getMinY() + 10));
    assertThat(view.selectedConflictProperty().get()).isEqualTo("c1");
    assertThat(view.selectedEdgeProperty().get()).isNull();

    robot.interact(() -> view.conflicts(List.of()));
    assertThat(view.selectedConflictProperty().get()).isNull();

    click(robot, new Point2D(450, 20));
    assertThat(view.selectedTaskProperty().get()).isNull();
  }

  @Test
  void whatIsSaidOfAConflictCoversNoTask(FxRobot robot) {
    show(
        robot,
        new DependencyResolver()
            .addAll(
                Stream.of("one", "two", "three", "log").map(id -> Graphs.task(id, 1, "")).toList())
            .graph());
    List<ConflictLook> conflicts =
        List.of(
            new ConflictLook("c1", List.of("one", "two"), "1 hunk · git", ""),
            new ConflictLook("c2", List.of("one", "three"), "1 hunk · git", ""),
            new ConflictLook("c3", List.of("two", "three"), "1 hunk · git", ""));
    robot.interact(() -> view.conflicts(conflicts));
    rest();
    double width = Measures.NODE_WIDTH * view.zoom();
    double height = Measures.NODE_HEIGHT * view.zoom();
    for (ConflictLook conflict : conflicts) {
      Rectangle2D pill = view.pillOf(conflict.id()).orElseThrow();
      for (String task : List.of("one", "two", "three", "log")) {
        Point2D middle = middle(task);
        assertThat(
                pill.intersects(
                    middle.getX() - width / 2, middle.getY() - height / 2, width, height))
            .as("%s over %s", conflict.id(), task)
            .isFalse();
      }
    }
  }

  @Test
  void aDoubleClickOpensATask(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.moveTo(view.localToScreen(middle("schema"))).doubleClickOn(MouseButton.PRIMARY);
    assertThat(opened).containsExactly("schema");
  }

  @Test
  void theArrowKeysWalkAlongTheEdges(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.interact(view::requestFocus);
    robot.type(KeyCode.HOME);
    assertThat(view.selectedTaskProperty().get()).isEqualTo("schema");
    robot.type(KeyCode.RIGHT);
    assertThat(view.selectedTaskProperty().get()).isEqualTo("api-invoices");
    robot.type(KeyCode.DOWN);
    assertThat(view.selectedTaskProperty().get()).isEqualTo("api-customers");
    robot.type(KeyCode.RIGHT);
    assertThat(view.selectedTaskProperty().get()).isEqualTo("web-customers");
    robot.type(KeyCode.LEFT, KeyCode.LEFT);
    assertThat(view.selectedTaskProperty().get()).isEqualTo("schema");
    robot.type(KeyCode.END, KeyCode.ENTER);
    assertThat(opened).containsExactly("release");
  }

  @Test
  void withShiftTheArrowKeysSelectATasksEdgesAndDeleteRemovesOne(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.interact(() -> view.selectedTaskProperty().set("release"));
    robot.interact(view::requestFocus);
    robot.press(KeyCode.SHIFT).type(KeyCode.LEFT, KeyCode.LEFT).release(KeyCode.SHIFT);
    assertThat(view.getAccessibleText())
        .isEqualTo("Edge from e2e-tests to release, declared: The plan says so.");
    robot.type(KeyCode.DELETE);
    assertThat(removed)
        .containsExactly(new Dependency("e2e-tests", "release", Provenance.DECLARED, ""));
  }

  @Test
  void aTaskSelectedElsewhereComesIntoView(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.interact(() -> view.viewport().pan(-4000, 0));
    robot.interact(() -> view.selectedTaskProperty().set("schema"));
    assertThat(middle("schema").getX()).isBetween(0.0, 900.0);
  }

  // ---- moving ----

  @Test
  void wheelKeysAndButtonsZoomAndZeroFits(FxRobot robot) {
    show(robot, Graphs.billing());
    double fitted = view.zoom();
    Point2D here = middle("web-invoices");
    robot.interact(() -> controlWheel(here, 120));
    assertThat(view.zoom()).isGreaterThan(fitted);
    assertThat(middle("web-invoices").distance(here)).isLessThan(1);
    robot.interact(view::requestFocus);
    robot.type(KeyCode.MINUS, KeyCode.MINUS, KeyCode.MINUS, KeyCode.MINUS, KeyCode.MINUS);
    assertThat(view.zoom()).isLessThan(fitted);
    robot.type(KeyCode.DIGIT0);
    assertThat(view.zoom()).isEqualTo(fitted);
    robot.clickOn("#graph-zoom-in");
    assertThat(view.zoom()).isGreaterThan(fitted);
    robot.clickOn("#graph-fit");
    assertThat(view.zoom()).isEqualTo(fitted);
  }

  @Test
  void aDragMovesTheViewAndTheOverviewAppears(FxRobot robot) {
    show(robot, Graphs.billing());
    assertThat(minimap().isVisible()).isFalse();
    Point2D before = middle("schema");
    drag(robot, new Point2D(450, 20), new Point2D(150, 60));
    assertThat(middle("schema").distance(before.add(-300, 40))).isLessThan(2);
    assertThat(view.selectedTaskProperty().get()).isNull();
    rest();
    assertThat(minimap().isVisible()).isTrue();
  }

  @Test
  void otherLayoutsCanBeChosen(FxRobot robot) {
    show(robot, Graphs.billing());
    Point2D before = middle("web-customers");
    for (LayoutKind kind : List.of(LayoutKind.CIRCLE, LayoutKind.FORCE, LayoutKind.LAYERED)) {
      robot.interact(() -> view.layoutKindProperty().set(kind));
      until(view.settledProperty()::get);
      assertThat(view.picture().drawing.size()).isEqualTo(12);
    }
    assertThat(middle("web-customers")).isEqualTo(before);
  }

  // ---- legend and hovering ----

  @Test
  void theLegendHidesAKindOfEdge(FxRobot robot) {
    show(robot, Graphs.billing());
    Point2D on = between("seed-data", "rename-money");
    robot.clickOn("#legend-claim");
    assertThat(view.hiddenProvenances()).containsExactly(Provenance.CLAIM);
    rest();
    click(robot, on);
    assertThat(view.selectedEdgeProperty().get()).isNull();
    robot.clickOn("#legend-claim");
    click(robot, on);
    assertThat(view.selectedEdgeProperty().get().provenance()).isEqualTo(Provenance.CLAIM);
  }

  @Test
  void restingOnATaskLightsWhatComesBeforeAndAfterIt(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.moveTo(view.localToScreen(middle("web-invoices")));
    until(() -> view.picture().lit != null);
    assertThat(view.picture().lit)
        .containsExactlyInAnyOrder(
            "schema", "api-invoices", "web-invoices", "reports", "e2e-tests", "release");
    until(() -> view.hover().tooltip().isShowing());
    assertThat(view.hover().tooltip().getText())
        .isEqualTo("web-invoices · waiting\nShow totals and tax on the invoice page");
    robot.moveTo(view.localToScreen(450, 20));
    assertThat(view.picture().lit).isNull();
    assertThat(view.hover().tooltip().isShowing()).isFalse();
  }

  // ---- editing ----

  @Test
  void aDragFromATaskToAnotherAsksForAnEdge(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.clickOn("#graph-edit");
    drag(robot, middle("seed-data"), middle("web-customers"));
    assertThat(added).containsExactly("seed-data>web-customers");
    assertThat(view.picture().rubber).isNull();

    Point2D port = middle("changelog").add(Measures.NODE_WIDTH / 2 * view.zoom() + 3, 0);
    drag(robot, port, middle("release"));
    assertThat(added).containsExactly("seed-data>web-customers", "changelog>release");
  }

  @Test
  void outsideOfEditModeADragOnlyMovesTheView(FxRobot robot) {
    show(robot, Graphs.billing());
    drag(robot, middle("seed-data"), middle("web-customers"));
    assertThat(added).isEmpty();
  }

  @Test
  void anEdgeThatIsThereIsNotAskedForAgain(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.clickOn("#graph-edit");
    drag(robot, middle("schema"), middle("api-invoices"));
    assertThat(added).isEmpty();
    assertThat(notice()).isEqualTo("api-invoices already comes after schema.");
    robot.interact(view::requestFocus);
    robot.type(KeyCode.ESCAPE);
    assertThat(notice()).isEmpty();
  }

  @Test
  void whatWasRefusedIsNoLongerSaidOnceTheGraphHasChanged(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.clickOn("#graph-edit");
    drag(robot, middle("schema"), middle("api-invoices"));
    assertThat(notice()).isNotEmpty();
    show(robot, Graphs.billing().withDependency("changelog", "release", Provenance.DECLARED));
    assertThat(notice()).isEmpty();
  }

  @Test
  void anEdgeThatWouldCloseARingIsRefusedAndTheRingIsDrawn(FxRobot robot) {
    show(robot, Graphs.billing());
    rest();
    int red = redOnScreen(robot);
    robot.clickOn("#graph-edit");
    drag(robot, middle("release"), middle("schema"));
    assertThat(added).isEmpty();
    assertThat(notice()).contains("release → schema").contains("The edge was not added");
    List<Dependency> ring = view.picture().ring;
    assertThat(ring).hasSizeGreaterThan(2);
    for (int i = 0; i < ring.size(); i++) {
      assertThat(ring.get(i).to()).isEqualTo(ring.get((i + 1) % ring.size()).from());
    }
    rest();
    assertThat(redOnScreen(robot)).isGreaterThan(red + 500);

    click(robot, new Point2D(450, 20));
    assertThat(view.picture().ring).isEmpty();
    assertThat(notice()).isEmpty();
    rest();
    assertThat(redOnScreen(robot)).isEqualTo(red);
  }

  @Test
  void whileDraggingARefusalIsSeenBeforeTheDrop(FxRobot robot) {
    show(robot, Graphs.billing());
    robot.clickOn("#graph-edit");
    robot.moveTo(view.localToScreen(middle("e2e-tests"))).press(MouseButton.PRIMARY);
    robot.moveTo(view.localToScreen(middle("schema").add(6, 4)));
    assertThat(view.picture().rubber.refused()).isTrue();
    robot.moveTo(view.localToScreen(middle("changelog").add(6, 4)));
    assertThat(view.picture().rubber.refused()).isFalse();
    robot.interact(view::requestFocus);
    robot.type(KeyCode.ESCAPE);
    robot.release(MouseButton.PRIMARY);
    assertThat(added).isEmpty();
    assertThat(view.picture().ring).isEmpty();
  }

  @Test
  void deleteAsksToRemoveTheSelectedEdge(FxRobot robot) {
    show(robot, Graphs.billing());
    click(robot, between("e2e-tests", "release"));
    robot.type(KeyCode.DELETE);
    assertThat(removed)
        .containsExactly(new Dependency("e2e-tests", "release", Provenance.DECLARED, ""));
  }

  @Test
  void anEdgeIsTurnedByAKeyAndARingThatWouldCloseIsDrawn(FxRobot robot) {
    show(robot, Graphs.billing());
    click(robot, between("e2e-tests", "release"));
    robot.type(KeyCode.T);
    assertThat(turned)
        .containsExactly(new Dependency("e2e-tests", "release", Provenance.DECLARED, ""));
    robot.interact(() -> view.selectedEdgeProperty().set(graph.into("web-invoices").getFirst()));
    robot.type(KeyCode.T);
    assertThat(notice()).startsWith("This edge cannot be turned here: ");
    assertThat(turned).hasSize(1);
  }

  @Test
  void anInferredEdgeSaysWhyItCannotBeRemovedHere(FxRobot robot) {
    show(robot, Graphs.billing());
    click(robot, between("seed-data", "rename-money"));
    robot.type(KeyCode.DELETE);
    assertThat(notice())
        .startsWith("This edge cannot be removed here: ")
        .contains("'rename-money' waits for 'seed-data'")
        .contains("src/money/seed.sql");

    robot.interact(() -> view.selectedEdgeProperty().set(graph.into("web-invoices").getFirst()));
    robot.type(KeyCode.DELETE);
    assertThat(notice()).contains("'web-invoices' waits for 'api-invoices'").contains("'route'");
    assertThat(removed).isEmpty();
  }

  // ---- many tasks ----

  @Test
  void fiveThousandTasksCanBeShownMovedAndSelected(FxRobot robot) {
    TaskGraph large = Graphs.large(5000, 100);
    show(robot, large);
    robot.interact(() -> view.update(Graphs.largeLooks(large)));
    robot.interact(() -> view.selectedTaskProperty().set("task-2500"));
    robot.interact(() -> view.viewport().zoom(20, 450, 250));
    robot.interact(() -> view.reveal("task-2500"));
    rest();
    click(robot, middle("task-2500"));
    assertThat(view.selectedTaskProperty().get()).isEqualTo("task-2500");
    assertThat(view.picture().drawing.nodesIn(new Rectangle2D(0, 0, 900, 560)).size())
        .isLessThan(200);
  }

  // ---- helpers ----

  private void show(FxRobot robot, TaskGraph shown) {
    graph = shown;
    robot.interact(() -> view.show(shown, shown.tasks().size() < 20 ? Graphs.CRITICAL : List.of()));
    until(view.settledProperty()::get);
    rest();
  }

  private Placement placement() {
    return view.picture().placement;
  }

  private Point2D middle(String task) {
    return view.middleOf(task).orElseThrow();
  }

  /// The middle of the gap between two neighbours of one row.
  private Point2D between(String from, String to) {
    double half = Measures.NODE_WIDTH / 2 * view.zoom();
    assertThat(view.picture().drawing.edge(new Pair(from, to))).isPresent();
    Point2D left = middle(from).add(half, 0);
    Point2D right = middle(to).subtract(half, 0);
    return left.midpoint(right);
  }

  /// The headless platform's robot does not pass modifiers on with the wheel.
  private void controlWheel(Point2D at, double deltaY) {
    Point2D screen = view.localToScreen(at);
    Point2D scene = view.localToScene(at);
    PickResult picked = new PickResult(view.lookup(".canvas"), scene.getX(), scene.getY());
    Event.fireEvent(
        view.lookup(".canvas"),
        new ScrollEvent(
            ScrollEvent.SCROLL,
            scene.getX(),
            scene.getY(),
            screen.getX(),
            screen.getY(),
            false,
            true,
            false,
            false,
            false,
            false,
            0,
            deltaY,
            0,
            deltaY,
            ScrollEvent.HorizontalTextScrollUnits.NONE,
            0,
            ScrollEvent.VerticalTextScrollUnits.NONE,
            0,
            0,
            picked));
  }

  private void click(FxRobot robot, Point2D at) {
    robot.moveTo(view.localToScreen(at)).clickOn(MouseButton.PRIMARY);
  }

  private void drag(FxRobot robot, Point2D from, Point2D to) {
    robot.moveTo(view.localToScreen(from)).press(MouseButton.PRIMARY);
    robot.moveTo(view.localToScreen(to)).release(MouseButton.PRIMARY);
  }

  private String notice() {
    Label notice = (Label) view.lookup("#graph-notice");
    return notice.isVisible() ? notice.getText() : "";
  }

  private Minimap minimap() {
    return (Minimap) view.lookup(".sb-minimap");
  }

  private void rest() {
    until(view::isResting);
  }

  private static void until(Callable<Boolean> condition) {
    try {
      WaitForAsyncUtils.waitFor(120, TimeUnit.SECONDS, condition);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    WaitForAsyncUtils.waitForFxEvents();
  }

  private static Predicate<Color> near(Color wanted) {
    return c ->
        Math.abs(c.getRed() - wanted.getRed()) < 0.04
            && Math.abs(c.getGreen() - wanted.getGreen()) < 0.04
            && Math.abs(c.getBlue() - wanted.getBlue()) < 0.04;
  }

  private int redOnScreen(FxRobot robot) {
    return count(snapshot(robot), 0, 0, 900, 500, near(Palette.DARK.failed()));
  }

  private int pixels(FxRobot robot, String task, Predicate<Color> wanted) {
    Point2D middle = middle(task);
    int w = (int) (Measures.NODE_WIDTH * view.zoom());
    int h = (int) (Measures.NODE_HEIGHT * view.zoom());
    int x = (int) (middle.getX() - w / 2.0);
    int y = (int) (middle.getY() - h / 2.0);
    return count(snapshot(robot), x, y, w, h, wanted);
  }

  private WritableImage snapshot(FxRobot robot) {
    WritableImage[] image = new WritableImage[1];
    robot.interact(() -> image[0] = view.snapshot(null, null));
    return image[0];
  }

  private static int count(
      WritableImage image, int x, int y, int w, int h, Predicate<Color> wanted) {
    int found = 0;
    for (int i = Math.max(0, x); i < Math.min(image.getWidth(), x + w); i++) {
      for (int j = Math.max(0, y); j < Math.min(image.getHeight(), y + h); j++) {
        if (wanted.test(image.getPixelReader().getColor(i, j))) {
          found++;
        }
      }
    }
    return found;
  }
}
