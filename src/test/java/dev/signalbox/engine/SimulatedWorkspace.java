package dev.signalbox.engine;

import dev.signalbox.conflict.resolve.Ladder;
import dev.signalbox.conflict.resolve.Rung;
import dev.signalbox.conflict.resolve.Step;
import dev.signalbox.engine.Chance.Fault;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.CommitAnswer;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Resolved;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkTree;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A git that refuses now and then, in front of the repository in memory; and a witness of what the
/// engine has done to it, and in which order.
final class SimulatedWorkspace implements Workspace, Ladder {
  private final FakeWorkspace repository;
  private final SimulatedJournal journal;
  private final Promises promises;
  private final Chance chance;
  private final Set<String> passed = new HashSet<>();

  /// Trees that git would not give back, or could not keep.
  private final Set<AttemptKey> stuck = new HashSet<>();

  /// Work trees that wait for an attempt to go on in them, of this session.
  private final Set<AttemptKey> parked = new HashSet<>();

  /// Who went on in which.
  private final Map<AttemptKey, AttemptKey> taken = new HashMap<>();

  /// A step of the way to the branch was taken that the engine has not heard the end of.
  private boolean inLane;

  /// That step makes commits, one or more.
  private boolean committing;

  /// That step does what follows landings.
  private boolean after;

  /// The commits whose landing was followed by what follows it.
  private final Set<String> followed = new HashSet<>();

  /// That step brings what has come to the base: it merges, checks and commits.
  private boolean joining;

  /// Two changes that are checked together; empty while none are.
  private String trial = "";

  SimulatedWorkspace(
      FakeWorkspace repository, SimulatedJournal journal, Promises promises, Chance chance) {
    this.repository = repository;
    this.journal = journal;
    this.promises = promises;
    this.chance = chance;
  }

  /// The engine hears of `signal` now.
  void reported(Signal signal) {
    switch (signal) {
      case Signal.Merged _,
          Signal.NothingMerged _,
          Signal.BranchMoved _,
          Signal.Checked _,
          Signal.CheckStopped _,
          Signal.BaseChecked _,
          Signal.Committed _,
          Signal.NotSigned _,
          Signal.CommitRefused _,
          Signal.AfterLanding _,
          Signal.LandingAnswered _,
          Signal.LandingUnknown _,
          Signal.BaseMergeMade _,
          Signal.BaseLanded _,
          Signal.LaneFailed _ ->
          joining = committing = after = inLane = false;
      case Signal.Tried _ -> trial = "";
      default -> {}
    }
  }

  /// The work trees that nobody has given back, and that could have been.
  Set<AttemptKey> leftOpen() {
    Set<AttemptKey> left = new HashSet<>(repository.open);
    left.removeAll(stuck);
    return left;
  }

  /// The work trees that wait for an attempt to go on in them, of this session.
  Set<AttemptKey> parked() {
    return parked;
  }

  /// No report of it comes any more, and what it left open may stay.
  void sessionIsOver() {
    joining = committing = after = inLane = false;
    trial = "";
    stuck.addAll(repository.open);
    parked.clear();
    taken.clear();
  }

  @Override
  public Opened open() throws WorkspaceException {
    if (chance.happens(Fault.OPEN_REFUSED)) {
      throw new WorkspaceException("Simulated: OPEN_REFUSED");
    }
    return repository.open();
  }

  @Override
  public String head() throws WorkspaceException {
    refuse(Fault.HEAD_REFUSED);
    return repository.head();
  }

  @Override
  public WorkTree prepare(AttemptKey key, Path log)
      throws WorkspaceException, InterruptedException {
    promises.happens("prepare", key.task(), key.number());
    checkInterrupted();
    refuse(Fault.PREPARE_REFUSED);
    return repository.prepare(key, log);
  }

  @Override
  public Sealed seal(WorkTree tree) throws WorkspaceException {
    promises.seals(tree.key());
    try {
      refuse(Fault.SEAL_REFUSED);
    } catch (WorkspaceException | RuntimeException e) {
      stuck.add(tree.key());
      throw e;
    }
    return repository.seal(tree);
  }

  @Override
  public void release(WorkTree tree, boolean keep) throws WorkspaceException {
    try {
      refuse(Fault.RELEASE_REFUSED);
    } catch (WorkspaceException | RuntimeException e) {
      stuck.add(tree.key());
      throw e;
    }
    repository.release(tree, keep);
  }

  @Override
  public Optional<String> shortage() {
    return chance.happens(Fault.DISK_SHORT) ? Optional.of("The disk is full.") : Optional.empty();
  }

  @Override
  public List<String> park(WorkTree tree) throws WorkspaceException {
    try {
      refuse(Fault.PARK_REFUSED);
    } catch (WorkspaceException | RuntimeException e) {
      stuck.add(tree.key());
      throw e;
    }
    parked.add(tree.key());
    return repository.park(tree);
  }

  @Override
  public WorkTree goOn(AttemptKey key, AttemptKey parked, Path directory, Path log)
      throws WorkspaceException, InterruptedException {
    promises.happens("prepare", key.task(), key.number());
    checkInterrupted();
    refuse(Fault.PREPARE_REFUSED);
    take(parked);
    taken.put(parked, key);
    return repository.goOn(key, parked, directory, log);
  }

  @Override
  public void abandon(AttemptKey parked, Path directory) throws WorkspaceException {
    take(parked);
    refuse(Fault.ABANDON_REFUSED);
    repository.abandon(parked, directory);
  }

  @Override
  public List<LandedTask> landedTasks() {
    return repository.landedTasks();
  }

  @Override
  public Merge merge(Sealed change, String onto) throws WorkspaceException {
    enterLane();
    promises.happens("merge", change.key().task(), onto);
    refuse(Fault.MERGE_REFUSED);
    return repository.merge(change, onto);
  }

  @Override
  public Merge.Clean resolve(Sealed change, String onto, Map<String, Resolved> files)
      throws WorkspaceException {
    Promises.require(inLane, "a resolution beside the way to the branch");
    promises.happens("resolve", change.key().task(), files);
    promises.resolves(change.key().task(), repository.conflictOf(change, onto));
    refuse(Fault.RESOLVE_REFUSED);
    Merge.Clean merge = repository.resolve(change, onto, files);
    promises.leavesOut(change.key().task(), repository.leftOut(change, onto, files));
    return merge;
  }

  @Override
  public Optional<ConflictedMerge> conflict(Sealed change, String onto) throws WorkspaceException {
    Promises.require(inLane, "a look at a conflict beside the way to the branch");
    refuse(Fault.RESOLVE_REFUSED);
    return repository.conflict(change, onto);
  }

  @Override
  public String stack(Merge.Clean merge, String onto) throws WorkspaceException {
    refuse(Fault.COMMIT_REFUSED);
    return repository.stack(merge, onto);
  }

  @Override
  public Climb climb(Workspace itself, Sealed change, String onto, Merge merge, Path log)
      throws WorkspaceException, InterruptedException {
    if (!(merge instanceof Merge.Conflicting conflicting)) {
      return new Climb(merge, List.of(), List.of());
    }
    enterLane();
    promises.happens("merge", change.key().task(), onto);
    checkInterrupted();
    refuse(Fault.RESOLVE_REFUSED);
    boolean holds = chance.happens(Fault.RUNG_HOLDS);
    if (!holds && !chance.happens(Fault.RUNG_FAILS)) {
      return new Climb(merge, List.of(), List.of());
    }
    Map<String, Resolved> files = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (String path : conflicting.paths()) {
      files.put(path, new Resolved.Text("both in " + path + " for " + change.key().task()));
      steps.add(new Step(Rung.IMPORTS, path, holds, ""));
    }
    return holds
        ? new Climb(
            repository.resolve(change, onto, files), steps, List.copyOf(conflicting.paths()))
        : new Climb(merge, steps, List.of());
  }

  @Override
  public Check check(String commitOrTree, Path log)
      throws WorkspaceException, InterruptedException {
    boolean base = !commitOrTree.startsWith("tree");
    if (!joining) {
      enterLane();
      promises.happens(base ? "base check" : "check", commitOrTree);
    }
    checkInterrupted();
    refuse(Fault.CHECK_REFUSED);
    if (chance.happens(base ? Fault.BASE_RED : Fault.CHECK_RED)) {
      return new Check(false, "red, for once");
    }
    passed.add(commitOrTree);
    return repository.check(commitOrTree, log);
  }

  @Override
  public Optional<Check> checkTogether(Sealed one, Sealed other, String onto, Path log)
      throws WorkspaceException, InterruptedException {
    String pair = other.commit() + " " + one.commit();
    Promises.require(trial.isEmpty() || trial.equals(pair), "two pairs are checked at once");
    trial = pair;
    promises.happens("trial", pair);
    checkInterrupted();
    refuse(Fault.CHECK_REFUSED);
    return chance.oneIn(4)
        ? Optional.empty()
        : Optional.of(new Check(!chance.happens(Fault.CHECK_RED), "both"));
  }

  @Override
  public CommitAnswer commit(
      Merge.Clean merge,
      String onto,
      String author,
      String message,
      Map<String, String> trailers,
      Path log)
      throws WorkspaceException, InterruptedException {
    if (!committing) {
      enterLane();
    }
    committing = true;
    checkInterrupted();
    refuse(Fault.COMMIT_REFUSED);
    if (chance.happens(Fault.HOOK_REFUSED)) {
      return new CommitAnswer.Refused("pre-commit", "ended with exit code 1", "not like this");
    }
    if (chance.happens(Fault.SIGNING_REFUSED)) {
      throw WorkspaceException.at("commit", "the key is locked");
    }
    return repository.commit(merge, onto, author, message, trailers, log);
  }

  @Override
  public Optional<String> afterLanding(String commit, Path log)
      throws WorkspaceException, InterruptedException {
    if (!after) {
      enterLane();
    }
    after = true;
    Promises.require(
        repository.hasLanded(commit), "what follows the landing of %s comes before it", commit);
    Promises.require(followed.add(commit), "what follows the landing of %s comes twice", commit);
    checkInterrupted();
    refuse(Fault.AFTER_LANDING_REFUSED);
    return chance.oneIn(4) ? Optional.of("A hook says no.") : Optional.empty();
  }

  @Override
  public Optional<BaseNow> base(String known) throws WorkspaceException {
    refuse(Fault.HEAD_REFUSED);
    return repository.base(known);
  }

  @Override
  public Merge mergeBase(String base, String onto) throws WorkspaceException {
    enterLane();
    joining = true;
    promises.happens("base merge", base, onto);
    refuse(Fault.MERGE_REFUSED);
    return repository.mergeBase(base, onto);
  }

  @Override
  public String commitBase(
      Merge.Clean merge, String onto, String base, String message, Map<String, String> trailers)
      throws WorkspaceException {
    Promises.require(joining, "a commit of the base beside the way to the branch");
    refuse(Fault.COMMIT_REFUSED);
    return repository.commitBase(merge, onto, base, message, trailers);
  }

  @Override
  public boolean land(String commit, String expected) throws WorkspaceException {
    enterLane();
    for (String each : repository.chain(commit, expected)) {
      promises.moves(repository.taskOf(each), each, repository.parentOf(each), journal.synced());
      if (repository.taskOf(each).equals(FakeWorkspace.JOINS)) {
        continue;
      }
      promises.wasChecked(repository.taskOf(each), repository.treeOf(commit));
    }
    Promises.require(
        promises.state().plan().check().command() == null
            || passed.contains(repository.treeOf(commit)),
        "%s never passed the check",
        commit);
    refuse(Fault.LAND_REFUSED);
    boolean landed = repository.land(commit, expected);
    refuse(Fault.LAND_DONE_BUT_THROWS);
    return landed;
  }

  @Override
  public boolean hasLanded(String commit) throws WorkspaceException {
    refuse(Fault.ANCESTRY_REFUSED);
    return repository.hasLanded(commit);
  }

  @Override
  public void close() {}

  private void take(AttemptKey left) {
    parked.remove(left);
    AttemptKey taker = taken.get(left);
    Promises.require(
        taker == null || !leftOpen().contains(taker),
        "what %s left is taken from under %s",
        left,
        taker);
  }

  private void enterLane() {
    Promises.require(!inLane, "two steps on the way to the branch at once");
    inLane = true;
    committing = after = false;
  }

  private void refuse(Fault fault) throws WorkspaceException {
    if (chance.happens(fault)) {
      if (chance.oneIn(4)) {
        throw new IllegalStateException("Simulated: " + fault);
      }
      throw new WorkspaceException("Simulated: " + fault);
    }
  }

  private static void checkInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
