package dev.signalbox.console.graph;

import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.console.theme.Theme;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.graph.TaskGraph;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
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
/// dragging or the wheel; walked with the arrow keys.
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
  private final GraphLayouts layouts = new GraphLayouts();
  private final InstantSource clock;
  private final Canvas canvas = new Canvas();
  private final GraphPainter painter = new GraphPainter();
  private final GraphOverlays overlays;
  private final RedrawLoop loop = new RedrawLoop(this::paint, this::tick);
  private final EdgeEditing edits;
  private final HoverHint hover;

  private final ObjectProperty<@Nullable String> selectedTask =
      new SimpleObjectProperty<>(this, "selectedTask");
  private final ObjectProperty<@Nullable Dependency> selectedEdge =
      new SimpleObjectProperty<>(this, "selectedEdge");
  private final ObjectProperty<@Nullable String> selectedConflict =
      new SimpleObjectProperty<>(this, "selectedConflict");
  private final ObjectProperty<LayoutKind> layoutKind =
      new SimpleObjectProperty<>(this, "layoutKind", LayoutKind.LAYERED);
  private final BooleanProperty editing = new SimpleBooleanProperty(this, "editing");
  private final ObservableSet<Provenance> hidden =
      FXCollections.observableSet(new HashSet<Provenance>());
  private final ReadOnlyBooleanWrapper settled = new ReadOnlyBooleanWrapper(this, "settled", true);
  private final ListChangeListener<String> sheets = c -> takePalette();

  private TaskGraph graph = picture.graph;
  private List<String> criticalPath = List.of();
  private GraphLayouts.@Nullable Structure wanted;
  private @Nullable Placement placement;
  private Consumer<String> onOpen = task -> {};
  // Until a person moves the view, it shows everything.
  private boolean follows = true;
  private boolean byPointer;
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
    overlays = new GraphOverlays(this, layoutKind, editing);
    edits = new EdgeEditing(picture, overlays::say, this::redraw);
    hover = new HoverHint(canvas, picture, painter.conflicts(), this::redraw);
    new GraphGestures(this, picture, camera, edits, hover).install(canvas);
    canvas.getStyleClass().add("canvas");
    getChildren().add(canvas);
    getChildren().addAll(overlays.nodes());
    listen();
    read();
  }

  private void listen() {
    selectedTask.addListener((o, was, is) -> taskSelected(is));
    selectedEdge.addListener(
        (o, was, is) -> {
          picture.selectedEdge = is;
          alone(selectedEdge, is);
        });
    selectedConflict.addListener(
        (o, was, is) -> {
          picture.selectedConflict = is;
          alone(selectedConflict, is);
        });
    layoutKind.addListener((o, was, is) -> place());
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
    place();
  }

  /// What the boxes show now; tasks without a look are drawn as waiting.
  public void update(Map<String, NodeLook> looks) {
    if (!Platform.getPreferences().isReducedMotion()) {
      looks.forEach(
          (task, look) -> {
            NodeLook was = picture.looks.get(task);
            if (was != null && was.state() != look.state()) {
              picture.changed.put(task, picture.frame);
            }
          });
    }
    picture.looks = Map.copyOf(looks);
    picture.now = clock.instant();
    loop.clocks(picture.hasClock() && getScene() != null);
    minimapStale = true;
    read();
    redraw();
  }

  /// The conflicts that are open now.
  public void conflicts(List<ConflictLook> conflicts) {
    picture.conflicts = List.copyOf(conflicts);
    if (conflicts.stream().noneMatch(c -> c.id().equals(selectedConflict.get()))) {
      selectedConflict.set(null);
    }
    redraw();
  }

  public void agents(AgentColours agents) {
    picture.agents = agents;
    redraw();
  }

  private void place() {
    GraphLayouts.Structure structure = GraphLayouts.Structure.of(graph, layoutKind.get());
    if (structure.equals(wanted) && placement != null) {
      put(placement);
      return;
    }
    wanted = structure;
    if (structure.ids().isEmpty()) {
      put(Placement.EMPTY);
      return;
    }
    settled.set(false);
    overlays.arranging(picture.drawing.isEmpty() ? structure.ids().size() : 0);
    CompletableFuture<Placement> found = layouts.place(structure);
    if (found.isDone()) {
      found.whenComplete((p, e) -> placed(structure, p, e));
    } else {
      found.whenComplete((p, e) -> Platform.runLater(() -> placed(structure, p, e)));
    }
  }

  private void placed(
      GraphLayouts.Structure structure, @Nullable Placement found, @Nullable Throwable problem) {
    if (!structure.equals(wanted)) {
      return;
    }
    if (found != null) {
      put(found);
    } else {
      settled.set(true);
      overlays.arranging(0);
      overlays.say("The graph could not be arranged: " + problem + ". Choose another layout.");
    }
  }

  private void put(Placement found) {
    GraphDrawing before = picture.drawing;
    boolean otherKind = placement == null || placement.kind() != found.kind();
    placement = found;
    picture.graph = graph;
    picture.drawing = GraphDrawing.of(graph, found);
    picture.critical = Critical.pairs(criticalPath);
    forgetWhatIsGone();
    if (before.isEmpty() || otherKind) {
      fit();
    } else {
      keepInPlace(before);
    }
    minimapStale = true;
    settled.set(true);
    overlays.arranging(0);
    overlays.empty(picture.drawing.isEmpty());
    read();
    redraw();
  }

  private void forgetWhatIsGone() {
    if (selectedTask.get() instanceof String task && graph.task(task).isEmpty()) {
      selectedTask.set(null);
    }
    if (selectedEdge.get() instanceof Dependency edge && !graph.dependencies().contains(edge)) {
      selectedEdge.set(null);
    }
    hover.gone();
    edits.cancelDrag();
    if (!picture.ring.isEmpty()) {
      edits.dismiss();
    }
  }

  /// After a new layout the box a person looks at is where it was.
  private void keepInPlace(GraphDrawing before) {
    Optional<NodeBox> anchor = anchor(before);
    anchor.ifPresent(
        old ->
            picture
                .drawing
                .node(old.id())
                .ifPresent(
                    now ->
                        camera.keep(
                            now.box().getMinX(),
                            now.box().getMinY(),
                            camera.toViewX(old.box().getMinX()),
                            camera.toViewY(old.box().getMinY()))));
    if (follows && !camera.shows(picture.drawing.bounds(), getWidth(), getHeight())) {
      fit();
    }
  }

  private Optional<NodeBox> anchor(GraphDrawing before) {
    String selected = selectedTask.get();
    if (selected != null && before.node(selected).isPresent()) {
      return before.node(selected);
    }
    double x = camera.toWorldX(getWidth() / 2);
    double y = camera.toWorldY(getHeight() / 2);
    return before.nodesIn(camera.visible(getWidth(), getHeight())).stream()
        .filter(node -> picture.drawing.node(node.id()).isPresent())
        .min(
            java.util.Comparator.comparingDouble(
                node -> Math.hypot(node.midX() - x, node.midY() - y)));
  }

  // ---- what is selected ----

  /// The selected task; setting it brings the task into view.
  public ObjectProperty<@Nullable String> selectedTaskProperty() {
    return selectedTask;
  }

  public ObjectProperty<@Nullable Dependency> selectedEdgeProperty() {
    return selectedEdge;
  }

  /// The selected conflict, by [ConflictLook#id].
  public ObjectProperty<@Nullable String> selectedConflictProperty() {
    return selectedConflict;
  }

  private void taskSelected(@Nullable String task) {
    picture.selectedTask = task;
    alone(selectedTask, task);
    if (task != null && !byPointer) {
      reveal(task);
    }
    read();
  }

  /// One thing is selected at a time.
  private void alone(ObjectProperty<?> chosen, @Nullable Object value) {
    if (value != null) {
      for (ObjectProperty<?> other : List.of(selectedTask, selectedEdge, selectedConflict)) {
        if (other != chosen) {
          other.setValue(null);
        }
      }
    }
    redraw();
  }

  void selectByPointer(
      @Nullable String task, @Nullable Dependency edge, @Nullable String conflict) {
    byPointer = true;
    selectedTask.set(task);
    selectedEdge.set(edge);
    selectedConflict.set(conflict);
    byPointer = false;
  }

  boolean select(Optional<String> task) {
    task.ifPresent(selectedTask::set);
    return task.isPresent();
  }

  boolean go(Navigation.Direction direction) {
    String from = selectedTask.get();
    return select(
        from == null
            ? Navigation.first(picture.drawing)
            : Navigation.next(picture.drawing, picture.graph, picture.hidden, from, direction));
  }

  private void read() {
    String text =
        "Graph of " + picture.drawing.size() + " tasks. Arrow keys go from one to another.";
    if (selectedTask.get() instanceof String task) {
      text =
          picture
              .drawing
              .node(task)
              .map(
                  node ->
                      Words.reading(
                          node,
                          picture.look(node),
                          List.copyOf(picture.graph.predecessors(task)),
                          List.copyOf(picture.graph.successors(task))))
              .orElse(text);
    }
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
    Dependency edge = selectedEdge.get();
    if (edge != null) {
      edits.remove(edge);
    }
    return edge != null;
  }

  void open(String task) {
    onOpen.accept(task);
  }

  boolean openSelected() {
    String task = selectedTask.get();
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
    return settled.getReadOnlyProperty();
  }

  /// Everything in view, as long as the view is not moved.
  public boolean fit() {
    follows = true;
    camera.fit(picture.drawing.bounds(), getWidth(), getHeight());
    redraw();
    return true;
  }

  public boolean zoomIn() {
    zoomBy(STEP, getWidth() / 2, getHeight() / 2);
    return true;
  }

  public boolean zoomOut() {
    zoomBy(1 / STEP, getWidth() / 2, getHeight() / 2);
    return true;
  }

  /// Brings a task into view, moving as little as needed.
  public void reveal(String task) {
    picture
        .drawing
        .node(task)
        .ifPresent(
            node -> {
              if (camera.reveal(node.box(), getWidth(), getHeight())) {
                follows = false;
                redraw();
              }
            });
  }

  void zoomBy(double factor, double x, double y) {
    follows = false;
    camera.zoom(factor, x, y);
    redraw();
  }

  void panBy(double dx, double dy) {
    follows = false;
    camera.pan(dx, dy);
    redraw();
  }

  void centreOn(double worldX, double worldY) {
    follows = false;
    camera.centre(new Rectangle2D(worldX, worldY, 0, 0), getWidth(), getHeight());
    redraw();
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

  @Nullable Placement placement() {
    return placement;
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

  private void tick() {
    picture.now = clock.instant();
    redraw();
  }

  void redraw() {
    loop.request();
  }

  private boolean paint(long frame) {
    picture.frame = frame;
    picture.now = clock.instant();
    painter.paint(canvas, picture, camera);
    Set<String> eased = new HashSet<>();
    picture.changed.forEach(
        (task, since) -> {
          if (frame - since > NodePainter.EASE_NANOS) {
            eased.add(task);
          }
        });
    picture.changed.keySet().removeAll(eased);
    overlays.follow(picture, camera, minimapStale);
    minimapStale = false;
    return !picture.changed.isEmpty();
  }

  @Override
  protected void layoutChildren() {
    double width = snapSizeX(getWidth());
    double height = snapSizeY(getHeight());
    if (canvas.getWidth() != width || canvas.getHeight() != height) {
      canvas.setWidth(width);
      canvas.setHeight(height);
      if (follows) {
        fit();
      }
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
    layouts.close();
  }
}
