package dev.signalbox.engine;

import dev.signalbox.engine.Event.BaseNotMerged.Cause;
import dev.signalbox.plan.BaseMoves;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// Notices what comes to the branch that the run started from, and where the plan says so merges it
/// as it comes or once every task has landed: as a candidate like any other, merged on the head,
/// checked, and landed by compare and swap.
final class BaseDesk {
  private static final Duration INTERVAL = Duration.ofSeconds(3);

  private final RunSetup setup;
  private final Ledger ledger;
  private final RunState state;
  private final Effects effects;
  private final LandingEffects landings;
  private final Consumer<Signal> mailbox;

  /// The next look is due at some time.
  private boolean armed;

  /// A look is under way.
  private boolean looking;

  /// All had landed when that look began.
  private boolean last;

  /// The last look was one after which nothing can have come but what comes later.
  private boolean fresh;

  /// How many moves of the branch were not its tasks' when it was last looked; none was yet at -1.
  private int foreign = -1;

  /// What was tried in vain, and on what.
  private String refused = "";

  /// What was tried in vain on whatever the head was: while tasks go on it is not tried again.
  private String refusedBase = "";

  BaseDesk(
      RunSetup setup,
      Ledger ledger,
      Effects effects,
      LandingEffects landings,
      Consumer<Signal> mailbox) {
    this.setup = setup;
    this.ledger = ledger;
    this.state = ledger.state();
    this.effects = effects;
    this.landings = landings;
    this.mailbox = mailbox;
  }

  // ---- noticing ---------------------------------------------------------------------------------

  /// Looks now and then while the run goes on.
  void watch() {
    if (!isFollowed() || state.outcome().isPresent()) {
      return;
    }
    if (!state.isFinished()) {
      fresh = false;
    }
    if (foreign < 0 && !looking) {
      look(false);
    }
    if (!armed) {
      armed = true;
      ledger.then(
          () -> ledger.clock().after(INTERVAL, () -> mailbox.accept(new Signal.BaseTimer())));
    }
  }

  void due() {
    armed = false;
    if (state.outcome().isEmpty() && !looking) {
      look(false);
    }
  }

  private void look(boolean isLast) {
    looking = true;
    last = isLast;
    int now = state.history.foreign();
    // What others put on the branch may be what it lacked.
    String known = now == foreign ? state.followed().commit() : "";
    foreign = now;
    ledger.then(() -> effects.lookAtBase(known));
  }

  void seen(Signal.BaseSeen signal) {
    looking = false;
    if (state.outcome().isPresent()) {
      return;
    }
    fresh = last && state.isFinished();
    Workspace.BaseNow now = signal.now();
    FollowedBase before = state.followed();
    if (!signal.problem().isEmpty()) {
      foreign = 0;
      if (fresh && setup.plan().baseMoves().areMerged()) {
        refuse(Cause.PROBLEM, "it could not be looked at (%s)".formatted(signal.problem()));
      }
    } else if (now != null
        && (!now.commit().equals(before.commit())
            || now.behind() != before.behind()
            || !now.fork().equals(before.fork()))) {
      ledger.emit(new Event.BaseMoved(now.commit(), now.behind(), now.fork()));
    }
  }

  private boolean isFollowed() {
    return !state.followed().name().isEmpty();
  }

  // ---- merging ----------------------------------------------------------------------------------

  /// Whether something of the base is on its way to the branch: nothing else may be then.
  boolean isMerging() {
    return state.baseMerging != null;
  }

  /// Merges what has come while tasks go on, where the plan says so. To be called when no change is
  /// on its way to the branch; those that wait for it come after.
  void catchUp() {
    boolean wanted =
        setup.plan().baseMoves() == BaseMoves.DURING
            && isFollowed()
            && state.followed().behind() > 0
            && !state.followed().commit().equals(refusedBase);
    boolean possible =
        !isMerging()
            && !state.isFinished()
            && !state.isPaused()
            && !state.isDraining()
            && !state.isStopping()
            && !state.isBaseCheckMissing()
            && state.exhausted(setup.plan().check().uses()).isEmpty();
    if (wanted && possible) {
      merge();
    }
  }

  /// Whether a run of which every task has landed can end.
  boolean isSettled() {
    if (isMerging()) {
      return false;
    }
    if (!isFollowed() || !setup.plan().baseMoves().areMerged() || state.isStopping()) {
      return true;
    }
    if (refused.equals(candidate(state.followed().commit()))) {
      return true;
    }
    if (!fresh) {
      // One that is under way may have begun before something came; another follows it.
      if (!looking) {
        look(true);
      }
      return false;
    }
    if (state.followed().behind() == 0) {
      return true;
    }
    merge();
    return false;
  }

  private String candidate(String base) {
    return base + " on " + state.head();
  }

  private void merge() {
    String base = state.followed().commit();
    String name = state.followed().name();
    String onto = state.head();
    Path log = RunFiles.baseMergeLog(setup.folder());
    ledger.emit(new Event.BaseMergeStarted(base, onto, log.toString()));
    CheckPolicy check = setup.plan().check();
    int checks = check.command() == null ? 0 : 1 + check.runs().retriesFor(1);
    Map<String, String> trailers = new LinkedHashMap<>();
    trailers.put("Signalbox-Run", state.run());
    trailers.put("Signalbox-Base", name + " " + base);
    String message = "Merge %s into %s".formatted(name, setup.plan().into());
    ledger.then(() -> landings.mergeBase(base, onto, checks, message, trailers, log));
  }

  void made(Signal.BaseMergeMade signal) {
    if (signal.cause() != null) {
      refuse(signal.cause(), signal.objection());
    } else if (state.isStopping()) {
      stopped();
    } else {
      Event.BaseMergeStarted merge = Objects.requireNonNull(state.baseMerging);
      ledger.emit(
          new Event.BaseLandingStarted(
              merge.base(), signal.commit(), merge.onto(), signal.writes()));
      ledger.then(() -> landings.landBase(signal.commit(), merge.onto()));
    }
  }

  void landed(Signal.BaseLanded signal) {
    fresh = false;
    Signal.Move elsewhere = signal.moved();
    if (elsewhere != null) {
      ledger.emit(new Event.HeadMoved(elsewhere.head(), elsewhere.writes()));
    } else {
      Event.BaseLandingStarted landing = Objects.requireNonNull(state.baseLanding);
      ledger.emit(new Event.BaseMerged(landing.base(), landing.commit(), landing.writes()));
    }
  }

  void failed(String problem) {
    refuse(Cause.PROBLEM, problem);
  }

  void stopped() {
    refuse(Cause.STOPPED, "the run was stopped");
  }

  /// It stays as it is, until it or the branch is elsewhere.
  private void refuse(Cause cause, String why) {
    Event.BaseMergeStarted merge = state.baseMerging;
    String base = merge == null ? state.followed().commit() : merge.base();
    refused = candidate(base);
    refusedBase = base;
    ledger.emit(new Event.BaseNotMerged(base, why, cause));
  }
}
