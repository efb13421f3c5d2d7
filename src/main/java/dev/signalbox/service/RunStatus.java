package dev.signalbox.service;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.engine.AgentStatus;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.Blocker;
import dev.signalbox.engine.FollowedBase;
import dev.signalbox.engine.FoundConflict;
import dev.signalbox.engine.Limit;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.Shown;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.engine.Undecided;
import dev.signalbox.engine.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a run stands at one moment. Described in the guide, page "Command line"; within one
/// version fields are added, and none changes or goes.
///
/// @param status `running`, `paused`, `draining`, `stopping`, `succeeded`, `failed`, `stopped`,
///   `interrupted`, or `cut-short` where its process died
/// @param reason one line on that, may be empty
/// @param process the process that has it open, or null
/// @param controls who has the controls; empty where nobody has it open
/// @param lastSign when the run last wrote to its journal
/// @param elapsedMillis how long it has been under way, the time between its sessions left out
/// @param into the integration branch
/// @param tip its head as far as the run moved it
/// @param counts how many tasks there are in each state that any is in
/// @param agents how each agent stands, in the order of the plan
/// @param rungs how often what lies between git's merge and another attempt put changes together,
///   such as "2 of 3", by its name
/// @param baseNow how the branch fares that the plan names as the base; null where it names none
/// @param order the tasks that have not started, as they would start if all were ready
/// @param conflicts those that are open
public record RunStatus(
    int version,
    String run,
    String plan,
    String planFile,
    String repository,
    String status,
    String reason,
    @Nullable Long process,
    String controls,
    String base,
    String into,
    String tip,
    int parallel,
    int slotsTaken,
    Instant asOf,
    Instant started,
    @Nullable Instant ended,
    Instant lastSign,
    long elapsedMillis,
    Map<String, Integer> counts,
    List<AgentLine> agents,
    List<String> order,
    List<TaskLine> tasks,
    List<ConflictLine> conflicts,
    List<String> notes,
    Map<String, String> rungs,
    @Nullable FollowedBase baseNow) {
  private static final int VERSION = 1;

  // A process of an earlier Signalbox says less.
  public RunStatus {
    agents = Objects.requireNonNullElse(agents, List.of());
    rungs = Objects.requireNonNullElse(rungs, Map.of());
    conflicts = Objects.requireNonNullElse(conflicts, List.of());
  }

  /// One conflict that is open.
  ///
  /// @param kind as in the report, `text`
  /// @param since when it was found
  /// @param live whether it was seen between two tasks before either had to be merged
  /// @param tasks those concerned, the one that met it, or the younger, first
  /// @param hunks the places in the first two, where they are known
  /// @param stale of a stale read that was seen while they worked, who read what
  public record ConflictLine(
      String kind,
      Instant since,
      boolean live,
      List<String> tasks,
      List<String> paths,
      List<Conflict.Hunk> hunks,
      String detail,
      List<Conflict.Stale> stale) {
    // A process of an earlier Signalbox says less.
    public ConflictLine {
      stale = Objects.requireNonNullElse(stale, List.of());
    }
  }

  /// One agent.
  ///
  /// @param busy how many of its commands run
  /// @param capacity how many may
  /// @param account what its usage is counted on
  /// @param limitUntil when the usage limit of that account is over; null where none is reached
  /// @param breaker `closed`; `open` while it is left alone after failures, `half-open` when it is
  ///   tried again
  /// @param openUntil when that is over; null where it is not open
  public record AgentLine(
      String id,
      int busy,
      int capacity,
      String account,
      @Nullable Instant limitUntil,
      String breaker,
      @Nullable Instant openUntil) {}

  /// One task.
  ///
  /// @param state as in the report, `asking-start`
  /// @param since when it came into that state
  /// @param attempts how many it has had, the one that runs included
  /// @param millis how long its attempt has run, or took from the first start to the end; 0 before
  /// @param commandMillis how long the command of its last attempt has run, or ran; 0 before
  /// @param waitsFor the whole reason in words; empty where it waits for nothing
  /// @param waitsForKind `tasks`, `claim`, `agent`, `slot`, `person`, `backoff`, `merge-queue`,
  ///   `base-check`, `run`, …; empty where it waits for nothing
  /// @param waitsForTasks those that stand in its way, where tasks do
  /// @param reminders how often a person was reminded of what it asks
  /// @param shown what a person is asked to let land, while one is
  /// @param shownBefore what one said yes to, where it is not that any more
  /// @param undecided the conflict a person is asked to decide, while one is
  /// @param reason why it ended as it did, or its last attempt; may be empty
  /// @param commit what it landed as; empty before, and where it changed nothing
  /// @param directory the work tree of its last attempt, which is there as long as that works or
  ///   where it was kept; empty where there is none, or another attempt took it over
  public record TaskLine(
      String id,
      String description,
      String agent,
      String state,
      Instant since,
      int attempts,
      @Nullable Instant started,
      @Nullable Instant ended,
      long millis,
      long commandMillis,
      String waitsFor,
      String waitsForKind,
      List<String> waitsForTasks,
      int reminders,
      @Nullable Shown shown,
      @Nullable Shown shownBefore,
      @Nullable Undecided undecided,
      String reason,
      String commit,
      String directory) {
    public TaskLine {
      directory = Objects.requireNonNullElse(directory, "");
    }
  }

  /// Of a run that `process` has open.
  public static RunStatus live(RunState state, Instant now, long process, String controls) {
    return of(state, now, true, process, controls);
  }

  /// Of a run that its journal tells of.
  ///
  /// @param open whether some process has it open all the same
  public static RunStatus kept(RunState state, Instant now, boolean open) {
    return of(state, now, open, null, "");
  }

  private static RunStatus of(
      RunState state, Instant now, boolean open, @Nullable Long process, String controls) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (TaskState each : TaskState.values()) {
      if (state.count(each) > 0) {
        counts.put(word(each), state.count(each));
      }
    }
    Map<String, Attempt> users = lastUsers(state);
    Instant until = state.ended().or(() -> open ? Optional.empty() : state.lastSign()).orElse(now);
    return new RunStatus(
        VERSION,
        state.run(),
        state.plan().name(),
        state.planFile(),
        state.repository(),
        status(state, open),
        reason(state, open),
        process,
        controls,
        state.base(),
        state.plan().into(),
        state.head(),
        state.parallel(),
        open ? state.slotsTaken() : 0,
        whole(now),
        whole(state.started().orElse(now)),
        state.ended().map(RunStatus::whole).orElse(null),
        whole(state.lastSign().orElse(now)),
        state.elapsed(until).toMillis(),
        counts,
        state.plan().agents().keySet().stream().map(id -> agent(state, id)).toList(),
        Waiting.order(state),
        state.tasks().stream().map(task -> line(state, task, users, now, until, open)).toList(),
        Stream.concat(
                state.conflicts().stream().filter(FoundConflict::isOpen),
                state.predicted().stream())
            .sorted(Comparator.comparingInt(found -> found.conflict().rank()))
            .map(RunStatus::conflict)
            .toList(),
        List.copyOf(state.notes()),
        rungs(state),
        state.followed().name().isEmpty() ? null : state.followed());
  }

  private static Map<String, String> rungs(RunState state) {
    Map<String, String> rungs = new LinkedHashMap<>();
    state.rungs().forEach((rung, tally) -> rungs.put(rung.words(), tally.words()));
    return rungs;
  }

  private static ConflictLine conflict(FoundConflict found) {
    Conflict conflict = found.conflict();
    return new ConflictLine(
        word(conflict.kind()),
        whole(found.at()),
        found.live(),
        conflict.tasks(),
        conflict.paths(),
        conflict.hunks(),
        conflict.detail(),
        conflict.stale());
  }

  private static String status(RunState state, boolean open) {
    if (state.outcome().isPresent()) {
      return word(state.outcome().get());
    }
    if (!open) {
      return "cut-short";
    }
    return state.isStopping()
        ? "stopping"
        : state.isDraining() ? "draining" : state.isPaused() ? "paused" : "running";
  }

  private static AgentLine agent(RunState state, String id) {
    String account = state.account(id);
    Limit limit = state.limits().get(account);
    AgentStatus agent = state.agent(id);
    return new AgentLine(
        id,
        state.busy(id),
        state.capacity(id),
        account,
        limit == null ? null : whole(limit.until()),
        word(agent.breaker()),
        agent.openUntil().map(RunStatus::whole).orElse(null));
  }

  /// By work tree, the attempt that had it last: one serves one attempt after another.
  private static Map<String, Attempt> lastUsers(RunState state) {
    Map<String, Attempt> users = new HashMap<>();
    for (TaskStatus task : state.tasks()) {
      for (Attempt attempt : task.attempts()) {
        users.merge(
            attempt.directory(),
            attempt,
            (one, other) -> one.started().isAfter(other.started()) ? one : other);
      }
    }
    return users;
  }

  private static String reason(RunState state, boolean open) {
    if (state.outcome().isEmpty() && !open) {
      return "its process is gone";
    }
    return state.isStopping() ? state.stoppingReason() : state.outcomeReason();
  }

  private static TaskLine line(
      RunState state,
      TaskStatus task,
      Map<String, Attempt> users,
      Instant now,
      Instant until,
      boolean open) {
    List<Blocker> blockers = blockers(state, task, open);
    Blocker blocker = blockers.isEmpty() ? new Blocker.Nothing() : blockers.getFirst();
    return new TaskLine(
        task.id(),
        task.task().description(),
        task.lastAttempt().map(Attempt::agent).orElse(task.task().agent()),
        word(task.state()),
        whole(task.since()),
        task.attempts().size(),
        task.started().map(RunStatus::whole).orElse(null),
        task.ended().map(RunStatus::whole).orElse(null),
        worked(task, until).toMillis(),
        task.lastAttempt().map(attempt -> attempt.took(until)).orElse(Duration.ZERO).toMillis(),
        Waiting.words(blockers, now),
        kind(blocker),
        tasksIn(blocker),
        task.reminded(),
        task.shown().orElse(null),
        task.shownBefore().orElse(null),
        task.undecided().orElse(null),
        task.reason(),
        task.state() == TaskState.LANDED ? task.commit() : "",
        task.lastAttempt()
            .filter(attempt -> attempt.equals(users.get(attempt.directory())))
            .map(Attempt::directory)
            .orElse(""));
  }

  /// What stands in its way, and that somebody holds it, which no other reason takes away. Of a run
  /// whose process is gone, nothing goes on by itself.
  private static List<Blocker> blockers(RunState state, TaskStatus task, boolean open) {
    List<Blocker> said = new ArrayList<>();
    for (Blocker blocker : Waiting.blockers(state, task.id())) {
      if (said.isEmpty() || blocker instanceof Blocker.OnHold) {
        said.add(blocker);
      }
    }
    boolean gone = !open && state.outcome().isEmpty();
    boolean byItself =
        switch (task.state()) {
          case READY, BACKING_OFF, PARKED, QUEUED -> true;
          default -> task.state().isBusy();
        };
    if (gone && byItself) {
      said.removeIf(blocker -> !(blocker instanceof Blocker.OnHold));
      said.addFirst(new Blocker.OnRun("cut short"));
    }
    return said;
  }

  private static Duration worked(TaskStatus task, Instant now) {
    if (task.state().isFinal()) {
      return task.started()
          .flatMap(from -> task.ended().map(to -> Duration.between(from, to)))
          .orElse(Duration.ZERO);
    }
    return task.state().isBusy()
        ? task.lastAttempt()
            .map(attempt -> Duration.between(attempt.started(), now))
            .orElse(Duration.ZERO)
        : Duration.ZERO;
  }

  /// `OnMergeQueue` as `merge-queue`: a kind of waiting that is added has its word without being
  /// named here.
  private static String kind(Blocker blocker) {
    return blocker instanceof Blocker.Nothing
        ? ""
        : blocker
            .getClass()
            .getSimpleName()
            .replaceFirst("^On", "")
            .replaceAll("(?<=.)(?=\\p{Upper})", "-")
            .toLowerCase(Locale.ROOT);
  }

  private static List<String> tasksIn(Blocker blocker) {
    return switch (blocker) {
      case Blocker.OnTasks on -> on.tasks();
      case Blocker.OnClaim on -> List.of(on.holder());
      case Blocker.OnTurn on -> List.of(on.task());
      case Blocker.OnReader on -> List.of(on.task());
      case Blocker.OnYield on -> List.of(on.task());
      default -> List.of();
    };
  }

  /// Whether it has ended, so that nothing will change by itself.
  public boolean hasEnded() {
    for (RunOutcome outcome : RunOutcome.values()) {
      if (status.equals(word(outcome))) {
        return true;
      }
    }
    return false;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Instant whole(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }
}
