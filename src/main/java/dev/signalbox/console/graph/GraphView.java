package dev.signalbox.console.graph;

import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.graph.TaskGraph;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The tasks of a plan as a graph: zoomed with Ctrl and the wheel, `+`, `-` and `0`; moved by
/// dragging or the wheel; walked with the arrow keys, and with Shift along the edges of a task.
///
/// Everything is drawn on one canvas, only what is in view and only when something changed, so that
/// thousands of tasks stay fluent. A canvas says nothing to a screen reader beyond the selected
/// task, whose words are this view's accessible text; the table of tasks is its twin.
///
/// Use it on the window's thread; [#close] it when done.
public final class GraphView extends Region implements AutoCloseable {
  private static final double STEP = 1.2;

  private final Picture picture = new Picture();
  private final Camera camera = new Camera();
  private final ObjectProperty<LayoutKind> layoutKind =
      new SimpleObjectProperty<>(this, "layoutKind", LayoutKind.LAYERED);
  private final BooleanProperty editing = new SimpleBooleanProperty(this, "editing");
  private final ObservableSet<Provenance> hidden =
      FXCollections.observableSet(EnumSet.noneOf(Provenance.class));
  private final GraphOverlays overlays = new GraphOverlays(this, layoutKind, editing);
  private final GraphCanvas canvas;
  private final Viewport viewport;
  private final GraphSelection selection;
  private final EdgeEditing edits;
  private final HoverHint hover;
  private final GraphContent content;
  private Consumer<String> onOpen = task -> {};

  public GraphView() {
    this(InstantSource.system());
  }

  /// @param clock what elapsed times are counted by
  public GraphView(InstantSource clock) {
    canvas = new GraphCanvas(picture, camera, overlays, clock);
    viewport = new Viewport(this, picture, camera, canvas::redraw);
    selection = new GraphSelection(picture, this::selectionChanged, viewport::reveal);
    edits = new EdgeEditing(picture, overlays::say, canvas::redraw);
    hover = new HoverHint(canvas.node(), picture, canvas.conflicts(), canvas::redraw);
    content = new GraphContent(this, picture, canvas, overlays, edits);
    getStyleClass().addAll("sb-graph", "sb-canvas");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleRoleDescription("graph of tasks");
    setMinSize(120, 80);
    setPrefSize(640, 420);
    new GraphGestures(this, picture, camera, edits, hover).install(canvas.node());
    getChildren().add(canvas.node());
    getChildren().addAll(overlays.nodes());
    listen();
    read();
  }

  private void listen() {
    layoutKind.addListener((o, was, is) -> content.arrange());
    editing.addListener(
        (o, was, is) -> {
          picture.editing = is;
          picture.lit = null;
          edits.cancelDrag();
          canvas.redraw();
        });
    hidden.addListener(
        (SetChangeListener<Provenance>)
            c -> {
              picture.hidden.clear();
              picture.hidden.addAll(hidden);
              canvas.redraw();
            });
    sceneProperty().addListener((o, was, is) -> canvas.scene(is));
  }

  // ---- what is shown ----

  /// Shows a graph. Places are looked for on another thread, and only where the structure is new;
  /// what is in view stays where it is.
  ///
  /// @param criticalPath the longest chain, first to last
  public void show(TaskGraph graph, List<String> criticalPath) {
    content.show(graph, criticalPath);
  }

  /// What the boxes show now; tasks without a look are drawn as waiting.
  public void update(Map<String, NodeLook> looks) {
    content.looks(looks);
  }

  /// The conflicts that are open now.
  public void conflicts(List<ConflictLook> conflicts) {
    content.conflicts(conflicts);
  }

  /// Dims all tasks but these; null dims none.
  public void only(@Nullable Set<String> tasks) {
    content.only(tasks);
  }

  /// The colours of the plan's agents.
  public void agents(AgentColours agents) {
    content.agents(agents);
  }

  // ---- what is selected ----

  /// The selected task; setting it brings the task into view.
  public ObjectProperty<@Nullable String> selectedTaskProperty() {
    return selection.task;
  }

  public ObjectProperty<@Nullable Dependency> selectedEdgeProperty() {
    return selection.edge;
  }

  /// The selected conflict, by [ConflictLook#id].
  public ObjectProperty<@Nullable String> selectedConflictProperty() {
    return selection.conflict;
  }

  GraphSelection selection() {
    return selection;
  }

  private void selectionChanged() {
    read();
    canvas.redraw();
  }

  /// Says what is shown and selected to those who cannot see it.
  void read() {
    String text = Words.reading(picture);
    if (!Objects.equals(text, getAccessibleText())) {
      setAccessibleText(text);
    }
  }

  // ---- editing ----

  /// Whether a drag from a task draws an edge; otherwise it moves the view.
  public BooleanProperty editingProperty() {
    return editing;
  }

  /// Is told from which task to which a person drew an edge that closes no ring.
  public void onAddDependency(BiConsumer<String, String> handler) {
    edits.onAdd = handler;
  }

  /// Is told which declared or added edge a person wants gone.
  public void onRemoveDependency(Consumer<Dependency> handler) {
    edits.onRemove = handler;
  }

  /// Is told which declared or added edge a person wants the other way round.
  public void onTurnDependency(Consumer<Dependency> handler) {
    edits.onTurn = handler;
  }

  /// Is told which task a person double-clicked, or pressed Enter on.
  public void onOpenTask(Consumer<String> handler) {
    onOpen = handler;
  }

  /// Draws a ring in red with a sentence about it, until Escape or the next click.
  public void showRing(List<Dependency> ring, String message) {
    edits.showRing(ring, message);
  }

  void open(String task) {
    onOpen.accept(task);
  }

  boolean hasNotice() {
    return overlays.hasNotice() || edits.showsRing();
  }

  /// The task at a point of this view, for a context menu.
  public Optional<String> taskAt(double x, double y) {
    return picture.drawing.nodeAt(camera.toWorldX(x), camera.toWorldY(y)).map(NodeBox::id);
  }

  Optional<String> conflictAt(double x, double y) {
    return canvas.conflicts().at(x, y);
  }

  // ---- how it is shown ----

  /// What the lines mean, with a filter: a row of toggle buttons to stand at the right of the tabs.
  public Node legend() {
    return new Legend(hidden);
  }

  /// The kinds of edges that are filtered away.
  public ObservableSet<Provenance> hiddenProvenances() {
    return hidden;
  }

  public ObjectProperty<LayoutKind> layoutKindProperty() {
    return layoutKind;
  }

  /// What stands in the middle while there are no tasks: a sentence and the one next action.
  public ObjectProperty<Node> emptyProperty() {
    return overlays.emptyProperty();
  }

  /// Whether everything that was shown has found its place.
  public ReadOnlyBooleanProperty settledProperty() {
    return content.settledProperty();
  }

  /// Everything in view, as long as the view is not moved.
  public boolean fit() {
    viewport.fit();
    return true;
  }

  public boolean zoomIn() {
    viewport.zoomAboutMiddle(STEP);
    return true;
  }

  public boolean zoomOut() {
    viewport.zoomAboutMiddle(1 / STEP);
    return true;
  }

  /// Brings a task into view, moving as little as needed.
  public void reveal(String task) {
    viewport.reveal(task);
  }

  Viewport viewport() {
    return viewport;
  }

  double zoom() {
    return camera.scale();
  }

  /// Where the middle of a task's box is in this view.
  Optional<Point2D> middleOf(String task) {
    return picture
        .drawing
        .node(task)
        .map(n -> new Point2D(camera.toViewX(n.midX()), camera.toViewY(n.midY())));
  }

  /// Where a conflict's pill is in this view.
  Optional<Rectangle2D> pillOf(String conflict) {
    return canvas.conflicts().pill(conflict);
  }

  Picture picture() {
    return picture;
  }

  HoverHint hover() {
    return hover;
  }

  boolean isResting() {
    return canvas.isResting();
  }

  @Override
  protected void layoutChildren() {
    double width = snapSizeX(getWidth());
    double height = snapSizeY(getHeight());
    if (canvas.resize(width, height)) {
      viewport.resized();
      canvas.paintNow();
    }
    overlays.layout(width, height);
  }

  /// Ends its thread and its clocks; it cannot be used again.
  @Override
  public void close() {
    canvas.close();
    hover.close();
    content.close();
  }
}
