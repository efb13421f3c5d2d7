package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.BaseMoves;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.CommitPolicy;
import dev.signalbox.plan.ConflictPolicy;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.StaleReads;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.plan.WorkspaceSetup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Runs into which more and more urgent tasks are put, without end: nobody is overtaken for ever.
class FairnessTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final List<List<Glob>> CLAIMS =
      List.of(List.of(), List.of(), List.of(glob("a")), List.of(glob("{a,b}")), List.of(glob("c")));
  private static final List<List<String>> USES =
      List.of(List.of(), List.of("db"), List.of("gpu"), List.of("db", "gpu"));

  private static Glob glob(String pattern) {
    return Glob.parse(pattern);
  }

  /// A run, and what the test knows of it.
  private static final class Stream {
    final RunState state = new RunState();
    final Map<String, Integer> places = new LinkedHashMap<>();
    final Map<String, Integer> overtaken = new HashMap<>();
    final List<String> running = new ArrayList<>();
    final Map<String, Integer> readySince = new HashMap<>();
    int added;
    int most;

    private void apply(Event event) {
      state.apply(new Entry(state.sequence() + 1, NOW, event));
    }

    Stream(int parallel, int capacity) {
      Map<String, Agent> agents = new LinkedHashMap<>();
      for (String id : List.of("A", "B")) {
        agents.put(id, new Agent(id, "fake", capacity, "sh", Map.of(), null));
      }
      Plan plan =
          new Plan(
              "stream",
              null,
              null,
              null,
              BaseMoves.IGNORE,
              "signalbox/stream",
              CheckPolicy.NONE,
              CommitPolicy.DEFAULT,
              parallel,
              Undeclared.OPTIMISTIC,
              WorkspaceSetup.NONE,
              List.of(),
              StaleReads.RERUN,
              ConflictPolicy.DEFAULT,
              List.of(),
              true,
              Map.of("db", 1, "gpu", 1),
              agents,
              List.of());
      apply(new Event.RunStarted("r", plan, "", "", "base", "base", List.of()));
    }

    String add(Task task) {
      places.put(task.id(), added++);
      apply(new Event.TaskAdded(task));
      apply(new Event.BecameReady(task.id()));
      readySince.put(task.id(), added);
      return task.id();
    }

    Task task(String agent, List<Glob> writes, List<String> uses) {
      return new Task("t" + added, agent, "", Map.of())
          .withClaims(new Claims(List.of(), writes))
          .using(uses.toArray(String[]::new));
    }

    void schedule() {
      Scheduler.run(state, this::start);
    }

    private void start(TaskStatus status) {
      String agent = AgentChoice.of(state, status).orElseThrow();
      List<TaskStatus> before = new ArrayList<>();
      for (TaskStatus other : Scheduler.queue(state)) {
        if (other == status) {
          break;
        }
        // Who stands behind another that needs the same waits for that one.
        if (state.ready.leads(other)) {
          before.add(other);
        }
      }
      List<TaskStatus> free = new ArrayList<>();
      for (TaskStatus other : Scheduler.queue(state)) {
        boolean claimed =
            Scheduler.blockers(state, other).stream().anyMatch(Blocker.OnClaim.class::isInstance);
        if (other != status && !claimed) {
          free.add(other);
        }
      }
      apply(new Event.AttemptStarted(status.id(), 1, agent, ""));
      apply(new Event.AttemptPrepared(status.id(), 1, "", "base", 0, 0));
      running.add(status.id());
      for (TaskStatus waiting : free) {
        boolean newcomer = places.get(status.id()) >= readySince.get(waiting.id());
        if ((newcomer || before.contains(waiting)) && takes(status, agent, waiting)) {
          most = Math.max(most, overtaken.merge(waiting.id(), 1, Integer::sum));
        }
      }
    }

    /// Whether `status` took something that `waiting` now lacks.
    private boolean takes(TaskStatus status, String agent, TaskStatus waiting) {
      return (agent.equals(waiting.task().agent()) && state.busy(agent) >= state.capacity(agent))
          || status.task().uses().stream().anyMatch(waiting.task().uses()::contains)
          || Claims.firstOverlap(
                  status.task().claims().knownWrites(), waiting.task().claims().knownWrites())
              .isPresent();
    }

    void end(String id) {
      running.remove(id);
      apply(new Event.AttemptEnded(id, 1, 0, null, "", Map.of()));
      apply(new Event.Landed(id, "", Isolation.SERIALIZABLE));
    }
  }

  @Test
  void nobodyIsOvertakenMoreOftenThanTheBoundAllows() {
    for (long seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Stream stream = new Stream(1 + random.nextInt(4), 1 + random.nextInt(2));
      for (int step = 0; step < 200; step++) {
        while (stream.state.count(TaskState.READY) < 6) {
          stream.add(
              stream
                  .task(
                      random.nextBoolean() ? "A" : "B",
                      CLAIMS.get(random.nextInt(CLAIMS.size())),
                      USES.get(random.nextInt(USES.size())))
                  // Ever more urgent.
                  .withPriority(step * random.nextInt(2)));
        }
        stream.schedule();
        assertThat(stream.running).as("seed %d: something runs", seed).isNotEmpty();
        stream.end(stream.running.get(random.nextInt(stream.running.size())));
      }
      assertThat(stream.most)
          .as("seed %d: overtakes of one task", seed)
          .isLessThanOrEqualTo(Overtaking.PATIENCE);
      int oldest =
          stream.state.inState(TaskState.READY).stream()
              .mapToInt(stream.places::get)
              .min()
              .orElse(stream.added);
      assertThat(stream.added - oldest)
          .as("seed %d: tasks that came after one that still waits", seed)
          .isLessThan(100);
    }
  }

  @Test
  void whoNeedsTwoThingsIsNotStarvedByThoseThatNeedOneEach() {
    Stream stream = new Stream(3, 3);
    String db = stream.add(stream.task("A", List.of(), List.of("db")));
    stream.schedule();
    String both = stream.add(stream.task("A", List.of(), List.of("db", "gpu")).withPriority(9));
    String gpu = stream.add(stream.task("A", List.of(), List.of("gpu")));
    stream.schedule();
    assertThat(stream.running).containsExactly(db, gpu);
    for (int turn = 1; turn < Overtaking.PATIENCE; turn++) {
      // Whichever ends, one that needs just that is there already.
      boolean odd = turn % 2 == 1;
      String later = stream.add(stream.task("A", List.of(), List.of(odd ? "db" : "gpu")));
      stream.end(odd ? db : gpu);
      stream.schedule();
      assertThat(stream.running).contains(later);
      db = odd ? later : db;
      gpu = odd ? gpu : later;
    }
    String late = stream.add(stream.task("A", List.of(), List.of("gpu")));
    stream.end(gpu);
    stream.schedule();
    assertThat(stream.running).containsExactly(db);
    assertThat(Scheduler.blockers(stream.state, stream.state.status(late)))
        .containsExactly(new Blocker.OnTurn(both, "gpu"));
    stream.end(db);
    stream.schedule();
    assertThat(stream.running).containsExactly(both);
  }

  @Test
  void whoWaitsForASlotIsOvertakenByMoreUrgentNewcomersOnlySoOften() {
    Stream stream = new Stream(1, 1);
    stream.add(stream.task("A", List.of(), List.of()));
    stream.schedule();
    String waits = stream.add(stream.task("A", List.of(), List.of()));
    for (int turn = 1; turn <= Overtaking.PATIENCE; turn++) {
      String urgent = stream.add(stream.task("A", List.of(), List.of()).withPriority(turn));
      stream.end(stream.running.getFirst());
      stream.schedule();
      assertThat(stream.running).containsExactly(urgent);
    }
    stream.add(stream.task("A", List.of(), List.of()).withPriority(100));
    stream.end(stream.running.getFirst());
    stream.schedule();
    assertThat(stream.running).containsExactly(waits);
  }
}
