package dev.signalbox.console.graph;

import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.console.theme.Theme;
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
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
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
  private final Viewport viewport = new Viewport(this, picture, camera, this::redraw);
  private final InstantSource clock;
  private final Canvas canvas = new Canvas();
  private final GraphPainter painter = new GraphPainter();
  private final RedrawLoop loop = new RedrawLoop(this::paint, this::redraw);
  private final GraphSelection selection =
      new GraphSelection(picture, this::selectionChanged, viewport::reveal);
  private final GraphPlacer placer = new GraphPlacer(this::placed, this::placing, this::unplaced);

  private final ObjectProperty<LayoutKind> layoutKind =
      new SimpleObjectProperty<>(this, "layoutKind", LayoutKind.LAYERED);
  private final BooleanProperty editing = new SimpleBooleanProperty(this, "editing");
  private final ObservableSet<Provenance> hidden =
      FXCollections.observableSet(EnumSet.noneOf(Provenance.class));
  private final ListChangeListener<String> sheets = c -> takePalette();
  private final GraphOverlays overlays = new GraphOverlays(this, layoutKind, editing);
  private final EdgeEditing edits = new EdgeEditing(picture, overlays::say, this::redraw);
  private final HoverHint hover = new HoverHint(canvas, picture, painter.conflicts(), this::redraw);

  private TaskGraph graph = picture.graph;
  private List<String> criticalPath = List.of();
  private Consumer<String> onOpen = task -> {};
  private boolean minimapStale = true;

  public GraphView() {
    this(InstantSource.system());
  }

  /// @param clock what elapsed times are counted by
  public GraphView(InstantSource clock) {
    this.clock = clock;
    getStyleClass().addAll("sb-graph", "sb-canvas");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    setAccessibleRoleDescription("graph of tasks");
    canvas.getStyleClass().add("canvas");
    new GraphGestures(this, picture, camera, edits, hover).install(canvas);
    getChildren().add(canvas);
    getChildren().addAll(overlays.nodes());
    listen();
    read();
  }

  private void listen() {
    layoutKind.addListener((o, was, is) -> placer.place(graph, is));
    editing.addListener(
        (o, was, is) -> {
          picture.editing = is;
          picture.lit = null;
          edits.cancelDrag();
          redraw();
        });
    hidden.addListener(
        (SetChangeListener<Provenance>)
            c -> {
              picture.hidden.clear();
              picture.hidden.addAll(hidden);
              redraw();
            });
    sceneProperty().addListener((o, was, is) -> sceneChanged(was, is));
  }

  // ---- what is shown ----

  /// Shows a graph. Places are looked for on another thread, and only where the structure is new;
  /// what is in view stays where it is.
  ///
  /// @param criticalPath the longest chain, first to last
  public void show(TaskGraph graph, List<String> criticalPath) {
    this.graph = graph;
    this.criticalPath = List.copyOf(criticalPath);
    placer.place(graph, layoutKind.get());
  }

  /// What the boxes show now; tasks without a look are drawn as waiting.
  public void update(Map<String, NodeLook> looks) {
    if (!Platform.getPreferences().isReducedMotion()) {
      picture.ease(looks);
    }
    picture.looks = Map.copyOf(looks);
    loop.clocks(picture.hasClock() && getScene() != null);
    minimapStale = true;
    read();
    redraw();
  }

  /// The conflicts that are open now.
  public void conflicts(List<ConflictLook> conflicts) {
    picture.conflicts = List.copyOf(conflicts);
    if (conflicts.stream().noneMatch(c -> c.id().equals(selection.conflict.get()))) {
      selection.conflict.set(null);
    }
    redraw();
  }

  /// Dims all tasks but these; null dims none.
  public void only(@Nullable Set<String> tasks) {
    picture.matching = tasks == null ? null : Set.copyOf(tasks);
    redraw();
  }

  /// The colours of the plan's agents.
  public void agents(AgentColours agents) {
    picture.agents = agents;
    redraw();
  }

  private void placing(int tasks) {
    overlays.arranging(picture.drawing.isEmpty() ? tasks : 0);
  }

  private void placed(TaskGraph shown, Placement places) {
    GraphDrawing before = picture.drawing;
    boolean otherKind = picture.placement.kind() != places.kind();
    boolean moved = picture.placement != places;
    picture.placement = places;
    picture.graph = shown;
    picture.drawing = GraphDrawing.of(shown, places);
    picture.criticalPath(criticalPath);
    selection.keepOnly(shown);
    if (moved) {
      hover.gone();
      edits.cancelDrag();
      edits.dismissRing();
    }
    if (before.isEmpty() || otherKind) {
      viewport.fit();
    } else {
      viewport.keepInPlace(before, selection.task.get());
    }
    minimapStale = true;
    overlays.arranging(0);
    overlays.empty(picture.drawing.isEmpty());
    read();
    redraw();
  }

  private void unplaced(Throwable problem) {
    overlays.arranging(0);
    overlays.say("The graph could not be arranged: " + problem + ". Choose another layout.");
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
    redraw();
  }

  boolean select(Optional<String> task) {
    task.ifPresent(selection.task::set);
    return task.isPresent();
  }

  boolean go(Navigation.Direction direction) {
    String from = selection.task.get();
    return select(
        from == null
            ? Navigation.first(picture.drawing)
            : Navigation.next(picture.drawing, picture.graph, picture.hidden, from, direction));
  }

  /// Selects the next edge that ends or begins at the selected task, or that shares its end with
  /// the selected edge.
  boolean goEdge(boolean incoming) {
    Dependency now = selection.edge.get();
    String task = selection.task.get();
    if (now != null) {
      task = incoming ? now.to() : now.from();
    }
    if (task == null) {
      return false;
    }
    Optional<Dependency> next =
        Navigation.nextEdge(picture.drawing, picture.graph, picture.hidden, task, incoming, now);
    next.ifPresent(selection.edge::set);
    return next.isPresent();
  }

  private void read() {
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

  /// Is told which task a person double-clicked, or pressed Enter on.
  public void onOpenTask(Consumer<String> handler) {
    onOpen = handler;
  }

  /// Draws a ring in red with a sentence about it, until Escape or the next click.
  public void showRing(List<Dependency> ring, String message) {
    edits.showRing(ring, message);
  }

  boolean removeSelectedEdge() {
    Dependency edge = selection.edge.get();
    if (edge != null) {
      edits.remove(edge);
    }
    return edge != null;
  }

  void open(String task) {
    onOpen.accept(task);
  }

  boolean openSelected() {
    String task = selection.task.get();
    if (task != null) {
      open(task);
    }
    return task != null;
  }

  boolean hasNotice() {
    return overlays.hasNotice() || edits.showsRing();
  }

  /// The task at a point of this view, for a context menu.
  public Optional<String> taskAt(double x, double y) {
    return picture.drawing.nodeAt(camera.toWorldX(x), camera.toWorldY(y)).map(NodeBox::id);
  }

  Optional<String> conflictAt(double x, double y) {
    return painter.conflicts().at(x, y);
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
    return placer.settled.getReadOnlyProperty();
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
    return painter.conflicts().pill(conflict);
  }

  Picture picture() {
    return picture;
  }

  HoverHint hover() {
    return hover;
  }

  boolean isResting() {
    return loop.isResting();
  }

  // ---- painting ----

  private void sceneChanged(@Nullable Scene was, @Nullable Scene is) {
    if (was != null) {
      was.getStylesheets().removeListener(sheets);
    }
    if (is != null) {
      is.getStylesheets().addListener(sheets);
    }
    takePalette();
    loop.clocks(is != null && picture.hasClock());
  }

  private void takePalette() {
    Scene scene = getScene();
    if (scene != null) {
      picture.palette = Theme.of(scene).palette();
      minimapStale = true;
      redraw();
    }
  }

  private void redraw() {
    loop.request();
  }

  private boolean paint(long frame) {
    picture.frame = frame;
    picture.now = clock.instant();
    painter.paint(canvas, picture, camera);
    overlays.follow(picture, camera, minimapStale);
    minimapStale = false;
    return picture.stillEases();
  }

  @Override
  protected void layoutChildren() {
    double width = snapSizeX(getWidth());
    double height = snapSizeY(getHeight());
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
      viewport.resized();
      // At once, so that nothing stretched or empty is seen while a divider is dragged.
      paint(picture.frame);
    }
    overlays.layout(width, height);
  }

  @Override
  protected double computeMinWidth(double height) {
    return 120;
  }

  @Override
  protected double computeMinHeight(double width) {
    return 80;
  }

  @Override
  protected double computePrefWidth(double height) {
    return 640;
  }

  @Override
  protected double computePrefHeight(double width) {
    return 420;
  }

  /// Ends its thread and its clocks; it cannot be used again.
  @Override
  public void close() {
    loop.close();
    hover.close();
    placer.close();
  }
}
