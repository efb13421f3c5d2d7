package dev.signalbox.engine;

import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.plan.Approval;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.CommitAnswer;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The way from kept changes to the integration branch: merge, check, ask, compare and swap.
/// Changes of different files are merged one on the other and go the way together, as a [Batch];
/// where the check fails on that, ever shorter ones are tried until it is known whose fault it is.
/// Whoever waits for a person leaves the lane, so that the others go on, and comes through it again
/// after the yes; the yes holds while the merged content of its paths is what was shown.
final class LandingLane {
  private final RunSetup setup;
  private final Ledger ledger;
  private final RunState state;
  private final LandingEffects effects;
  private final AttemptDesk attempts;
  private final Overtaken overtaken;
  private final Reminders reminders;
  private final ConflictDesk conflicts;
  private final Consumer<String> moved;

  /// Merged, and on the way to the branch.
  private final Batch batch = new Batch();

  /// An effect of the lane is under way. A task may have left the lane meanwhile; the lane is free
  /// only when the work is over.
  private boolean busy;

  /// @param moved is told each task that the lane has brought to an end, or may have
  LandingLane(
      RunSetup setup,
      Ledger ledger,
      LandingEffects effects,
      AttemptDesk attempts,
      Reminders reminders,
      Consumer<String> moved) {
    this.setup = setup;
    this.ledger = ledger;
    this.state = ledger.state();
    this.effects = effects;
    this.attempts = attempts;
    this.overtaken = new Overtaken(setup.plan(), ledger);
    this.reminders = reminders;
    this.conflicts = new ConflictDesk(setup, ledger, attempts, overtaken, reminders);
    this.moved = moved;
  }

  /// Whether nothing is on its way here: not even a merged change whose check waits for a resource.
  boolean isIdle() {
    return !busy && batch.isEmpty();
  }

  /// Takes the next change in, if the lane is free.
  void step() {
    if (busy) {
      return;
    }
    cut();
    if (!batch.isEmpty()) {
      checkOrWait();
    } else if (state.isStopping()) {
      return;
    } else if (state.isBaseCheckMissing()) {
      checkBase();
    } else {
      mergeNext();
    }
  }

  private void checkBase() {
    if (state.basePassed().isPresent()
        || state.exhausted(setup.plan().check().uses()).isPresent()) {
      return;
    }
    Path log = RunFiles.baseCheckLog(setup.folder());
    String head = state.head();
    ledger.emit(new Event.BaseCheckStarted(head, log.toString()));
    go(() -> effects.checkBase(head, log));
  }

  void baseChecked(Workspace.Check check) {
    busy = false;
    ledger.emit(new Event.BaseChecked(check.passed(), check.tail()));
  }

  // ---- merging ----------------------------------------------------------------------------------

  /// Merges the first queued change that can go on what is merged already.
  ///
  /// @return whether there is one
  private boolean mergeNext() {
    boolean first = batch.isEmpty();
    for (String task : state.inState(TaskState.QUEUED)) {
      Sealed sealed = sealed(task);
      if (state.inTheWayOf(task).isPresent() || (!first && !mayJoin(task, sealed))) {
        continue;
      }
      String onto = first ? state.head() : batch.tip();
      boolean more = state.window() > batch.size() + 1 && state.count(TaskState.QUEUED) > 1;
      ledger.emit(new Event.MergeStarted(task, onto));
      if (sealed.isEmpty()) {
        go(() -> effects.nothingToMerge(task));
      } else {
        Event.ResolutionGiven given = state.status(task).resolutionGiven().orElse(null);
        Path log = mergeLog(task);
        go(() -> effects.merge(task, sealed, onto, given, first, more, log));
      }
      return true;
    }
    return false;
  }

  private boolean mayJoin(String task, Sealed sealed) {
    TaskStatus status = state.status(task);
    return !sealed.isEmpty()
        && !batch.meets(sealed)
        && (status.task().approve() != Approval.LANDING
            || status.approvedLandingDigest().isPresent());
  }

  void nothingMerged(String task) {
    busy = false;
    TaskStatus status = state.status(task);
    if (status.state() != TaskState.MERGING) {
      return;
    }
    if (overtaken.isHandled(status)) {
      reminders.watch(status);
    } else {
      landed(status, "");
    }
  }

  void merged(Signal.Merged signal) {
    busy = false;
    cut();
    TaskStatus status = state.status(signal.task());
    boolean open = !batch.isEmpty();
    if (status.state() == TaskState.MERGING) {
      open =
          switch (signal.merge()) {
            // What it was merged on has been called off.
            case Merge merge when !isOnBatch(signal) ->
                back(status, "what it was merged on does not land");
            case Merge.Clean clean -> takeIn(status, clean, signal);
            case Merge.Conflicting conflicting when batch.isEmpty() -> {
              if (conflicts.isWorthClimbing(status, signal)) {
                Path log = mergeLog(signal.task());
                Sealed sealed = sealed(signal.task());
                go(() -> effects.climb(signal.task(), sealed, signal.onto(), conflicting, log));
              } else {
                conflicts.met(status, conflicting, signal);
              }
              yield false;
            }
            case Merge.Conflicting _ -> back(status, "does not fit what lands before it");
          };
    }
    if (!batch.isEmpty() && !(open && !state.isStopping() && mergeNext())) {
      checkOrWait();
    }
  }

  private boolean isOnBatch(Signal.Merged signal) {
    return batch.isEmpty() ? signal.onto().equals(state.head()) : signal.onto().equals(batch.tip());
  }

  /// @return whether another may be merged on it
  private boolean takeIn(TaskStatus status, Merge.Clean clean, Signal.Merged signal) {
    conflicts.settled(status, signal.settlement());
    ledger.emit(
        new Event.Merged(
            signal.task(), signal.onto(), clean.tree(), clean.digest(), clean.writes()));
    if (overtaken.isHandled(status)) {
      reminders.watch(status);
      return !batch.isEmpty();
    }
    List<SerialHistory.Ahead> ahead = batch.ahead();
    if (!ahead.isEmpty()) {
      if (overtaken.isOvertaken(status, ahead)) {
        return back(status, "has read what lands before it");
      }
      if (mustAsk(status) || clean.tree().equals(batch.tree())) {
        return back(status, "lands by itself");
      }
    }
    Isolation isolation = state.history.isolationOf(status, ahead);
    batch.add(new Batch.Member(status.id(), signal.onto(), clean, signal.tip(), isolation));
    return !signal.tip().isEmpty()
        && !mustAsk(status)
        && batch.size() < state.window()
        && state.redTree(clean.tree()).isEmpty();
  }

  private boolean back(TaskStatus status, String why) {
    ledger.emit(new Event.Queued(status.id(), why));
    return false;
  }

  void branchMoved(Signal.BranchMoved signal) {
    busy = false;
    if (state.status(signal.task()).state() == TaskState.MERGING) {
      moved(List.of(signal.task()), signal.move());
    }
  }

  private void moved(List<String> tasks, Signal.Move move) {
    ledger.emit(new Event.HeadMoved(move.head(), move.writes()));
    giveBack(tasks, "the branch had moved");
  }

  // ---- checking ---------------------------------------------------------------------------------

  private void checkOrWait() {
    String tree = batch.tree();
    TaskStatus last = state.status(batch.tasks().getLast());
    if (state.isStopping()) {
      giveBack(batch.keep(0), "the run was stopped");
    } else if (setup.plan().check().command() == null || tree.equals(last.checkedTree())) {
      passed();
    } else if (state.redTree(tree).isPresent()) {
      red(state.redTree(tree).get());
    } else if (state.exhausted(setup.plan().check().uses()).isEmpty()) {
      check();
    }
  }

  private void check() {
    List<String> tasks = batch.tasks();
    String tree = batch.tree();
    TaskStatus last = state.status(tasks.getLast());
    AttemptKey key = new AttemptKey(state.run(), last.id(), last.attempts().size());
    Path log = RunFiles.checkLog(setup.folder(), key, batch.countCheck());
    tasks.forEach(task -> ledger.emit(new Event.CheckStarted(task, tree, log.toString(), tasks)));
    go(() -> effects.check(tasks, tree, log));
  }

  void checked(Workspace.Check check) {
    busy = false;
    if (cut()) {
      return;
    }
    String tree = batch.tree();
    if (check.passed()) {
      batch.tasks().forEach(task -> ledger.emit(new Event.CheckPassed(task, tree)));
      passed();
    } else if (batch.checks() <= setup.plan().check().runs().retriesFor(batch.size())) {
      ledger.emit(new Event.CheckDoubted(batch.tasks(), tree, check.tail(), true));
      check();
    } else {
      if (batch.size() > 1) {
        ledger.emit(new Event.CheckDoubted(batch.tasks(), tree, check.tail(), false));
      }
      red(check.tail());
    }
  }

  /// The check fails on what is merged. With several it is tried with the first half of them; what
  /// passes lands, and the others come next, on that, in the same order: so they lead to trees that
  /// are known to fail, and it takes few checks to find who it is.
  private void red(String tail) {
    if (batch.size() > 1) {
      giveBack(batch.keep(batch.size() / 2), "the check failed on it together with others");
      checkOrWait();
      return;
    }
    TaskStatus status = state.status(batch.tasks().getFirst());
    ledger.emit(new Event.CheckFailed(status.id(), batch.tree(), tail));
    batch.keep(0);
    doesNotLand(
        status, FailureReason.CHECK, "the check fails", "the check failed on its merged tree");
  }

  /// @param what as the beginning of a sentence about what comes after "on"
  private void doesNotLand(TaskStatus status, FailureReason reason, String what, String detail) {
    if (status.isDecidedByAPerson()) {
      conflicts.askAboutResolved(status, what);
    } else if (status.haveRungsFailed()) {
      back(status, what + " on what was resolved");
    } else {
      attempts.retryOrFail(status, reason, detail);
    }
    moved.accept(status.id());
  }

  void stopped(List<String> tasks) {
    busy = false;
    if (!tasks.isEmpty() && !cut()) {
      giveBack(batch.keep(0), "the run was stopped");
      // Something else than a check was ended.
      giveBack(tasks, "the run was stopped");
    }
  }

  /// Takes out of the batch whoever was called off, and those that were merged on it.
  ///
  /// @return whether there was one
  private boolean cut() {
    List<String> tasks = batch.tasks();
    for (int i = 0; i < tasks.size(); i++) {
      if (!isInLane(tasks.get(i))) {
        giveBack(batch.keep(i), tasks.get(i) + ", which was to land before it, does not land now");
        return true;
      }
    }
    return false;
  }

  /// Those of `tasks` that are in the lane go back to where the queue begins, in their order.
  private void giveBack(List<String> tasks, String why) {
    for (String task : tasks.reversed()) {
      if (isInLane(task)) {
        ledger.emit(new Event.Queued(task, why));
      }
    }
  }

  // ---- landing ----------------------------------------------------------------------------------

  private boolean mustAsk(TaskStatus status) {
    return status.task().approve() == Approval.LANDING
        && status.approvedLandingDigest().filter(status.mergedDigest()::equals).isEmpty();
  }

  private void passed() {
    TaskStatus first = state.status(batch.tasks().getFirst());
    if (mustAsk(first)) {
      ledger.emit(
          new Event.ApprovalAsked(
              first.id(), Gate.LANDING, first.mergedDigest(), LandingWords.question(first)));
      batch.keep(0);
      reminders.watch(first);
      return;
    }
    String checked = setup.plan().check().command() == null ? "" : batch.tree();
    List<LandingEffects.Landing> landings = new ArrayList<>();
    for (Batch.Member member : batch.members()) {
      TaskStatus status = state.status(member.task());
      Optional<String> given = LandingWords.given(setup.plan(), status);
      landings.add(
          new LandingEffects.Landing(
              status.id(),
              member.merge(),
              status.agent(),
              given.orElseGet(status::usualMessage),
              given.isEmpty() && setup.plan().commit().agentsMessage() ? sealed(status.id()) : null,
              LandingWords.trailers(state, status, checked),
              commitLog(status.id())));
    }
    String onto = batch.onto();
    go(() -> effects.commit(landings, onto));
  }

  void committed(List<String> commits) {
    busy = false;
    if (cut()) {
      return;
    }
    List<Batch.Member> members = batch.members();
    List<SerialHistory.Ahead> ahead = batch.ahead();
    for (int i = 0; i < members.size(); i++) {
      if (overtaken.isOvertaken(state.status(members.get(i).task()), ahead.subList(0, i))) {
        // By one that changed nothing and landed beside the lane.
        giveBack(batch.keep(i), "what it had read was changed meanwhile");
        return;
      }
    }
    String head = batch.onto();
    String onto = head;
    List<String> landing = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      String task = members.get(i).task();
      String commit = commits.get(i);
      if (commit.isEmpty()) {
        landed(state.status(task), "");
      } else {
        ledger.emit(new Event.LandingStarted(task, commit, onto));
        landing.add(task);
        onto = commit;
      }
    }
    batch.keep(0);
    if (!landing.isEmpty()) {
      String tip = onto;
      go(() -> effects.land(landing, tip, head));
    }
  }

  /// The first of them waits for a person, who may unlock a key; the others come again.
  void notSigned(Signal.NotSigned signal) {
    busy = false;
    if (cut()) {
      return;
    }
    List<String> tasks = batch.keep(0);
    giveBack(tasks.subList(1, tasks.size()), "what it was to land with could not be signed");
    String task = tasks.getFirst();
    ledger.emit(new Event.SigningFailed(task, signal.words()));
    ledger.emit(
        new Event.DecisionAsked(
            task,
            "%s could not be signed, and lands only signed (%s). Try again, or drop it?"
                .formatted(task, signal.words()),
            ""));
    reminders.watch(state.status(task));
  }

  /// It leaves the lane as one that fails its check does. Those before it land without it, once the
  /// check has passed on just them; those after it come again.
  void refused(Signal.CommitRefused signal) {
    busy = false;
    if (cut()) {
      return;
    }
    List<String> out = batch.keep(batch.tasks().indexOf(signal.task()));
    giveBack(out.subList(1, out.size()), "a hook is against what it was to land with");
    TaskStatus status = state.status(signal.task());
    CommitAnswer.Refused by = signal.by();
    Event.HookRefused refused =
        new Event.HookRefused(signal.task(), by.hook(), by.why(), by.tail());
    ledger.emit(refused);
    doesNotLand(
        status, FailureReason.HOOK, "the hook %s fails".formatted(by.hook()), refused.words());
  }

  void landingAnswered(Signal.LandingAnswered signal) {
    busy = false;
    Signal.Move elsewhere = signal.moved();
    if (elsewhere == null) {
      signal.tasks().forEach(this::landed);
      if (setup.plan().commit().runsHooks()) {
        List<LandingEffects.Landed> landed =
            signal.tasks().stream()
                .map(t -> new LandingEffects.Landed(state.status(t).commit(), commitLog(t)))
                .toList();
        go(() -> effects.afterLanding(signal.tasks(), landed));
      }
    } else {
      moved(signal.tasks(), elsewhere);
    }
  }

  /// The branch has the commit that was announced for it.
  void landed(String task) {
    TaskStatus status = state.status(task);
    landed(status, status.commit());
  }

  private void landed(TaskStatus status, String commit) {
    ledger.emit(new Event.Landed(status.id(), commit, state.history.isolationOf(status)));
    moved.accept(status.id());
  }

  void afterLanding(Signal.AfterLanding signal) {
    busy = false;
    signal.notes().forEach(note -> ledger.emit(new Event.Noted(note)));
  }

  void landingUnknown() {
    busy = false;
  }

  /// What the last session left here: goes back to the queue, or git is asked about it.
  void pickUp() {
    List<String> left = new ArrayList<>(state.inState(TaskState.CHECKING));
    left.addAll(state.inState(TaskState.MERGING));
    giveBack(left, "the run was resumed");
    settleWhatIsUnknown();
  }

  /// Asks git about a landing that a crash cut short, or that git could not tell about in this
  /// session.
  void settleWhatIsUnknown() {
    List<String> landing = List.copyOf(state.inState(TaskState.LANDING));
    if (!busy && !landing.isEmpty()) {
      String tip = state.status(landing.getLast()).commit();
      String onto = state.status(landing.getFirst()).onto();
      go(() -> effects.settleLanding(landing, tip, onto));
    }
  }

  /// The first of them fails, as it would have alone; the others may fare better.
  void failed(List<String> tasks, String problem) {
    busy = false;
    if (tasks.isEmpty()) {
      ledger.emit(new Event.BaseChecked(false, problem));
      return;
    }
    cut();
    if (batch.tasks().equals(tasks)) {
      batch.keep(0);
    }
    List<String> here = tasks.stream().filter(this::isInLane).toList();
    if (!here.isEmpty()) {
      giveBack(here.subList(1, here.size()), "what it was to land with failed");
      ledger.emit(new Event.TaskFailed(here.getFirst(), FailureReason.WORKSPACE, problem));
      moved.accept(here.getFirst());
    }
  }

  private Path mergeLog(String task) {
    return RunFiles.mergeLog(setup.folder(), lastAttempt(task));
  }

  private Path commitLog(String task) {
    return RunFiles.commitLog(setup.folder(), lastAttempt(task));
  }

  private AttemptKey lastAttempt(String task) {
    return new AttemptKey(state.run(), task, state.status(task).attempts().size());
  }

  /// A task that was called off in the lane may be at work anew by the time its report comes.
  private boolean isInLane(String task) {
    return switch (state.status(task).state()) {
      case MERGING, CHECKING, LANDING -> true;
      default -> false;
    };
  }

  private Sealed sealed(String task) {
    Sealed sealed = state.status(task).attempts().getLast().sealed();
    if (sealed == null) {
      throw new IllegalStateException(task + " is in the merge queue without a snapshot");
    }
    return sealed;
  }

  private void go(Runnable effect) {
    busy = true;
    ledger.then(effect);
  }
}
