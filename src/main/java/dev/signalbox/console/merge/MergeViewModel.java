package dev.signalbox.console.merge;

import dev.signalbox.conflict.threeway.Choice;
import dev.signalbox.conflict.threeway.Draft;
import dev.signalbox.conflict.threeway.LineEnds;
import dev.signalbox.conflict.threeway.Side;
import dev.signalbox.console.model.Amounts;
import dev.signalbox.console.model.Notice;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.UndoHistory;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.Resolved;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// A task's conflict while a person resolves it: the files, which of them and which place in it is
/// looked at, and what is chosen so far.
public final class MergeViewModel implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(MergeViewModel.class.getName());

  private final RunModel model;
  private final Workbench workbench;
  private final ConflictSource source;
  private final Executor background;
  private final Executor window;
  private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(Stage.CLOSED);
  private final ReadOnlyObjectWrapper<Spot> spot = new ReadOnlyObjectWrapper<>(Spot.NONE);
  private final ReadOnlyObjectWrapper<Optional<String>> editing =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<List<Lost>> asked = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private final UndoHistory<List<MergeFile>> history = new UndoHistory<>();
  private final MergeActions actions;
  private final Subscription following;

  /// What was chosen for a run's task, also after a person looked away.
  private final Map<Asked, Kept> kept = new HashMap<>();

  private String task = "";
  private @Nullable ConflictedMerge merge;
  private long question;

  /// How far it is.
  enum Stage {
    CLOSED,
    READING,
    /// It could not be read; the note says why.
    FAILED,
    OPEN,
    SENDING
  }

  private record Asked(String run, String task) {}

  private record Kept(String digest, List<MergeFile> files) {}

  public MergeViewModel(
      RunModel model,
      Workbench workbench,
      MergeActions actions,
      ConflictSource source,
      Executor background,
      Executor window) {
    this.model = model;
    this.workbench = workbench;
    this.source = source;
    this.background = background;
    this.window = window;
    this.actions = actions;
    actions.serve(this);
    following = model.revisionProperty().subscribe(revision -> follow());
  }

  // ---- opening and leaving ----------------------------------------------------------------------

  /// Whether a person can resolve what the task waits for.
  public boolean canOpen(String id) {
    return model.state().task(id).filter(MergeViewModel::asks).isPresent();
  }

  private static boolean asks(TaskStatus status) {
    return status.state() == TaskState.ASKING_DECISION && !status.askedDigest().isEmpty();
  }

  /// Shows a task's conflict; what was chosen for it before is there still.
  public void open(String id) {
    if (!canOpen(id) || stage.get() == Stage.SENDING) {
      return;
    }
    keep();
    merge = null;
    task = id;
    history.clear();
    note.set("");
    editing.set(Optional.empty());
    spot.set(Spot.NONE);
    model.select(id);
    read();
  }

  private record Reading(ConflictedMerge merge, List<MergeFile> files) {}

  private void read() {
    TaskStatus status = model.state().status(task);
    Sealed sealed = status.lastAttempt().map(Attempt::sealed).orElse(null);
    if (sealed == null) {
      fail("What %s changed is not kept; run it again.".formatted(task));
      return;
    }
    stage.set(Stage.READING);
    Path repository = Path.of(model.state().repository());
    String onto = status.onto();
    long asking = ++question;
    background.execute(() -> read(repository, sealed, onto, asking));
  }

  private void read(Path repository, Sealed sealed, String onto, long asking) {
    try {
      ConflictedMerge found = source.read(repository, sealed, onto).orElse(null);
      List<MergeFile> files = new ArrayList<>();
      if (found != null) {
        for (ConflictedMerge.File file : found.files()) {
          files.add(MergeFile.of(file));
        }
      }
      window.execute(
          () ->
              answered(
                  asking,
                  found == null ? null : new Reading(found, files),
                  "It fits by now: say yes to run it again, or wait until it is merged."));
    } catch (IOException | WorkspaceException e) {
      LOG.log(Level.INFO, "Reading a conflict", e);
      window.execute(() -> answered(asking, null, String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answered(long asking, @Nullable Reading read, String problem) {
    if (asking != question || stage.get() != Stage.READING) {
      return;
    }
    if (read == null) {
      fail(problem);
      return;
    }
    Kept before = kept.get(new Asked(model.state().run(), task));
    List<MergeFile> files = before == null ? read.files() : carried(before.files(), read.files());
    if (before != null && !before.digest().equals(read.merge().digest())) {
      note.set(
          "What landed made another conflict of it. Your choices are kept where the lines are the same.");
    }
    merge = read.merge();
    // The first thing that asks for something, else the first conflict of all.
    Spot first = Spot.first(files);
    spot.set(first.firstOpen().orElse(first));
    stage.set(Stage.OPEN);
  }

  private static List<MergeFile> carried(List<MergeFile> before, List<MergeFile> now) {
    return now.stream()
        .map(
            file ->
                before.stream()
                    .filter(old -> old.path().equals(file.path()))
                    .findFirst()
                    .map(old -> old.onto(file))
                    .orElse(file))
        .toList();
  }

  private void fail(String why) {
    note.set(why);
    stage.set(Stage.FAILED);
  }

  /// The choices outlast the view.
  private void keep() {
    ConflictedMerge shown = merge;
    if (shown != null && !spot.get().files().isEmpty()) {
      kept.put(new Asked(model.state().run(), task), new Kept(shown.digest(), spot.get().files()));
    }
  }

  /// Goes back to where the person came from; while a hunk is edited, only out of the editor.
  void leave() {
    if (editing.get().isPresent()) {
      editing.set(Optional.empty());
      return;
    }
    boolean touched = spot.get().files().stream().anyMatch(MergeFile::isTouched);
    keep();
    shut();
    if (touched) {
      workbench.tell(
          Notice.information(
              "What you chose for %s is kept until this window is closed.".formatted(task)));
    }
  }

  private void shut() {
    question++;
    merge = null;
    editing.set(Optional.empty());
    asked.set(List.of());
    spot.set(Spot.NONE);
    history.clear();
    stage.set(Stage.CLOSED);
  }

  private void follow() {
    if (stage.get() == Stage.CLOSED || stage.get() == Stage.SENDING) {
      return;
    }
    TaskStatus status = model.state().task(task).orElse(null);
    if (status == null || !asks(status)) {
      keep();
      shut();
      workbench.tell(Notice.information("%s waits for no resolution any more.".formatted(task)));
    } else if (stage.get() == Stage.OPEN
        && merge != null
        && !merge.digest().equals(status.askedDigest())) {
      again();
    }
  }

  /// Looks at it anew, with the choices that still fit.
  private void again() {
    keep();
    editing.set(Optional.empty());
    asked.set(List.of());
    history.clear();
    read();
  }

  // ---- going about ------------------------------------------------------------------------------

  private void go(Optional<Spot> there) {
    if (editing.get().isEmpty()) {
      there.ifPresent(spot::set);
    }
  }

  /// Looks at a file.
  void showFile(int index) {
    go(spot.get().ofFile(index));
  }

  /// Looks at a place of the file that is shown.
  void showSegment(int segment) {
    go(spot.get().ofChange(segment));
  }

  /// Goes to the next conflict, on into the files after it and round.
  void move(int by) {
    go(spot.get().conflictBy(by));
  }

  /// Goes to the next place that anybody changed, in this file.
  void moveChange(int by) {
    go(spot.get().changeBy(by));
  }

  void moveFile(int by) {
    go(spot.get().fileBy(by));
  }

  // ---- choosing ---------------------------------------------------------------------------------

  void take(Side... sides) {
    Spot now = spot.get();
    switch (now.file().orElse(null)) {
      case null -> {}
      case MergeFile.Hunks hunks -> {
        if (now.segment() >= 0) {
          change(hunks.choose(now.segment(), new Choice.Take(sides)), "the choice of a place");
        }
      }
      case MergeFile.Whole whole -> {
        Resolved.Side side = sides.length == 1 ? MergeFile.side(sides[0]) : null;
        if (side != null) {
          change(new MergeFile.Whole(whole.file(), side), "the choice of a file");
        }
      }
    }
  }

  /// As it was before anything was chosen here.
  void reopen() {
    Spot now = spot.get();
    switch (now.file().orElse(null)) {
      case null -> {}
      case MergeFile.Hunks hunks -> {
        if (now.segment() >= 0 && hunks.draft().choice(now.segment()).isPresent()) {
          change(
              new MergeFile.Hunks(hunks.file(), hunks.draft().reopen(now.segment())),
              "the choice of a place");
        }
      }
      case MergeFile.Whole whole ->
          change(new MergeFile.Whole(whole.file(), null), "the choice of a file");
    }
  }

  /// One side's lines for all that is still open, in every file.
  void takeOpen(Side side) {
    List<MergeFile> files = spot.get().files();
    change(files.stream().map(file -> file.takeOpen(side)).toList(), "the choice of all places");
  }

  private void change(MergeFile after, String what) {
    Spot now = spot.get();
    List<MergeFile> files = new ArrayList<>(now.files());
    files.set(now.index(), after);
    change(files, what);
  }

  private void change(List<MergeFile> after, String what) {
    Spot now = spot.get();
    if (!now.files().equals(after)) {
      history.did(new UndoHistory.Edit<>(what, now.files(), List.copyOf(after)));
      put(new Spot(after, now.index(), now.segment()));
    }
  }

  private void put(Spot now) {
    note.set("");
    spot.set(now);
  }

  void undo() {
    history
        .nextUndo()
        .ifPresent(
            edit -> {
              history.undid();
              put(spot.get().where(edit.after(), edit.before()));
            });
  }

  void redo() {
    history
        .nextRedo()
        .ifPresent(
            edit -> {
              history.redid();
              put(spot.get().where(edit.before(), edit.after()));
            });
  }

  // ---- editing a hunk ---------------------------------------------------------------------------

  /// Opens the place that is looked at for typing: what is chosen there, or, where nothing is yet,
  /// both sides' lines, so that none is lost by leaving it out unseen.
  void edit() {
    Spot now = spot.get();
    now.hunks()
        .filter(hunks -> now.segment() >= 0 && editing.get().isEmpty())
        .ifPresent(
            hunks -> {
              Draft draft = hunks.draft();
              Draft shown =
                  draft.isOpen(now.segment())
                      ? draft.choose(now.segment(), new Choice.Take(Side.LEFT, Side.RIGHT))
                      : draft;
              editing.set(Optional.of(LineEnds.plain(shown.lines(now.segment()))));
            });
  }

  /// Takes what was typed.
  void write(String text) {
    Spot now = spot.get();
    editing.set(Optional.empty());
    now.hunks()
        .ifPresent(
            hunks -> {
              LineEnds ends =
                  new LineEnds(
                      hunks.draft().file(), hunks.draft().file().segments().get(now.segment()));
              change(
                  hunks.choose(now.segment(), new Choice.Write(ends.restored(text))),
                  "what you wrote");
            });
  }

  // ---- finishing --------------------------------------------------------------------------------

  void finish() {
    Spot now = spot.get();
    Optional<Spot> open = now.firstOpen();
    if (open.isPresent()) {
      go(open);
      note.set(
          "%s still open. Choose for each, then finish."
              .formatted(Amounts.count(now.open(), "conflict is", "conflicts are")));
      return;
    }
    ConflictedMerge shown = merge;
    if (shown == null) {
      return;
    }
    Map<String, Resolved> resolution = resolution(now);
    Optional<String> objection = shown.objection(resolution);
    if (objection.isPresent()) {
      note.set(objection.get());
      return;
    }
    List<Lost> lost = Lost.of(shown, now.files(), resolution);
    if (lost.isEmpty()) {
      send();
    } else {
      asked.set(lost);
    }
  }

  /// Leaves out what was asked about.
  void leaveOut() {
    asked.set(List.of());
    send();
  }

  /// Does not finish, and goes to the first of what was asked about.
  void keepOn() {
    List<Lost> lost = asked.get();
    asked.set(List.of());
    if (!lost.isEmpty()) {
      List<String> paths = spot.get().files().stream().map(MergeFile::path).toList();
      int index = paths.indexOf(lost.getFirst().path());
      go(Optional.of(spot.get().at(index, lost.getFirst().segment())));
    }
  }

  private static Map<String, Resolved> resolution(Spot spot) {
    return spot.files().stream()
        .collect(
            Collectors.toMap(
                MergeFile::path, MergeFile::resolved, (a, b) -> b, LinkedHashMap::new));
  }

  private void send() {
    ConflictedMerge shown = merge;
    if (shown == null) {
      return;
    }
    String id = task;
    keep();
    stage.set(Stage.SENDING);
    workbench
        .send(
            new Command.Resolve(
                id, workbench.operator(), "", shown.digest(), resolution(spot.get())))
        .thenAccept(accepted -> sent(id, accepted));
  }

  private void sent(String id, boolean accepted) {
    if (accepted) {
      // What was chosen stays at hand: the check may fail on it.
      shut();
      workbench.tell(
          Notice.information("%s is resolved. It is merged and checked next.".formatted(id)));
      return;
    }
    // The banner says why. What was asked may be another by now.
    stage.set(Stage.OPEN);
    if (canOpen(id)) {
      again();
    } else {
      follow();
    }
  }

  // ---- for the view -----------------------------------------------------------------------------

  public boolean isClosed() {
    return stage.get() == Stage.CLOSED;
  }

  ReadOnlyObjectProperty<Stage> stageProperty() {
    return stage.getReadOnlyProperty();
  }

  /// Whether a conflict is being resolved.
  public javafx.beans.value.ObservableValue<Boolean> openProperty() {
    return stage.map(now -> now != Stage.CLOSED);
  }

  ReadOnlyObjectProperty<Spot> spotProperty() {
    return spot.getReadOnlyProperty();
  }

  /// The text that is edited, as it was at first; empty while none is.
  ReadOnlyObjectProperty<Optional<String>> editingProperty() {
    return editing.getReadOnlyProperty();
  }

  /// What would be lost: a person has to say yes to it. Empty while nothing is asked.
  ReadOnlyObjectProperty<List<Lost>> askedProperty() {
    return asked.getReadOnlyProperty();
  }

  ReadOnlyStringProperty noteProperty() {
    return note.getReadOnlyProperty();
  }

  UndoHistory<List<MergeFile>> history() {
    return history;
  }

  MergeActions actions() {
    return actions;
  }

  String task() {
    return task;
  }

  /// Who made the task's version.
  String agent() {
    return model.row(task).map(row -> row.agent()).orElse("");
  }

  AgentColours agentColours() {
    return model.agentColours();
  }

  /// Who else changed what conflicts.
  List<String> others() {
    return model.conflicts().stream()
        .filter(found -> found.task().equals(task) && found.isOpen())
        .flatMap(found -> found.conflict().tasks().stream())
        .filter(other -> !other.equals(task))
        .distinct()
        .toList();
  }

  @Override
  public void close() {
    following.unsubscribe();
    question++;
  }
}
