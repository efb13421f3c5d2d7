package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.graph.Dependency;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.RetryPolicy;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/// What must hold of every run, at every entry of its log, whatever the plan and whatever fails.
class EnginePropertiesTest {
  private static final List<String> PATHS = List.of("a", "b", "c/x", "c/y");
  private static final List<String> GLOBS = List.of("a", "b", "c/*", "c/x", "**");

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void everyRunEndsAndKeepsItsPromises(@ForAll long seed) {
    Random random = new Random(seed);
    int parallel = 1 + random.nextInt(4);
    Undeclared undeclared = random.nextBoolean() ? Undeclared.OPTIMISTIC : Undeclared.EXCLUSIVE;
    CheckPolicy check =
        random.nextBoolean()
            ? CheckPolicy.NONE
            : new CheckPolicy("check", random.nextBoolean(), false, null);
    Task[] tasks = new Task[1 + random.nextInt(9)];
    for (int i = 0; i < tasks.length; i++) {
      tasks[i] = task(i, random);
    }
    try (EngineHarness harness =
        new EngineHarness(EngineHarness.plan(parallel, check, undeclared, tasks))) {
      for (Task task : tasks) {
        Set<String> writes = new HashSet<>();
        PATHS.forEach(
            path -> {
              if (random.nextInt(4) == 0 && mayWrite(task, path)) {
                writes.add(path);
              }
            });
        harness.writes(task.id(), writes.toArray(String[]::new));
        int fails = random.nextInt(5) == 0 ? random.nextInt(4) : 0;
        harness.when(
            task.id(),
            request ->
                request.attempt() <= fails
                    ? AgentOutcome.failure(1, "not this time")
                    : AgentOutcome.success());
      }
      harness.start();
      drive(harness, random);
      assertThat(harness.state().outcome()).as("seed %d ends", seed).isPresent();
      assertThat(harness.workspace.open).as("every work tree is given back").isEmpty();
      promises(harness.log, parallel, undeclared);
      landedOnce(harness);
    }
  }

  private static boolean mayWrite(Task task, String path) {
    return !task.claims().declaresWrites()
        || task.claims().knownWrites().stream().anyMatch(glob -> glob.matches(path));
  }

  private static Task task(int number, Random random) {
    List<String> after = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      if (random.nextInt(4) == 0) {
        after.add("t" + i);
      }
    }
    Claims claims =
        random.nextInt(3) == 0
            ? Claims.UNDECLARED
            : new Claims(
                random.nextBoolean() ? null : List.of(Glob.parse(pick(GLOBS, random))),
                List.of(Glob.parse(pick(GLOBS, random))));
    return EngineHarness.task("t" + number)
        .after(after.toArray(String[]::new))
        .withClaims(claims)
        .withApproval(Approval.values()[random.nextInt(8) < 6 ? 0 : 1 + random.nextInt(2)])
        .withRetries(new RetryPolicy(random.nextInt(3), Duration.ofSeconds(5), 2, 0.5));
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  /// Lets time go by and answers, mostly with yes, until the run ends or stands still for good.
  private static void drive(EngineHarness harness, Random random) {
    for (int i = 0; i < 200 && harness.state().outcome().isEmpty(); i++) {
      for (TaskStatus status : List.copyOf(harness.state().tasks())) {
        if (status.state().isAsking()) {
          harness.send(
              random.nextInt(6) == 0
                  ? new Command.Reject(status.id(), "eve", "no")
                  : new Command.Approve(status.id(), "eve", "yes"));
        }
      }
      harness.advance(Duration.ofSeconds(10));
    }
  }

  /// Folds the log once more, entry by entry, and looks at each state on the way.
  private static void promises(List<Entry> log, int parallel, Undeclared undeclared) {
    RunState state = new RunState();
    Map<String, Integer> landed = new HashMap<>();
    for (Entry entry : log) {
      state.apply(entry);
      assertThat(state.slotsTaken()).as("slots").isLessThanOrEqualTo(parallel);
      claimsAreDisjoint(state, undeclared);
      switch (entry.event()) {
        case Event.AttemptStarted started -> {
          for (Dependency dependency : state.graph().into(started.task())) {
            assertThat(state.status(dependency.from()).state())
                .as("%s started before %s had landed", started.task(), dependency.from())
                .isEqualTo(TaskState.LANDED);
          }
        }
        case Event.Landed l -> landed.merge(l.task(), 1, Integer::sum);
        default -> {}
      }
    }
    assertThat(landed.values()).as("nothing lands twice").allMatch(times -> times == 1);
    for (TaskStatus status : state.tasks()) {
      if (!state.isStopping() && state.outcome().orElseThrow() != RunOutcome.STOPPED) {
        assertThat(status.state().isFinal()).as("%s has ended", status.id()).isTrue();
      }
    }
  }

  private static void claimsAreDisjoint(RunState state, Undeclared undeclared) {
    List<TaskStatus> holders = state.tasks().stream().filter(TaskStatus::holdsClaims).toList();
    for (int i = 0; i < holders.size(); i++) {
      for (int j = 0; j < i; j++) {
        Claims one = holders.get(i).task().claims();
        Claims other = holders.get(j).task().claims();
        assertThat(Claims.firstOverlap(one.knownWrites(), other.knownWrites()))
            .as("%s and %s hold claims together", holders.get(i).id(), holders.get(j).id())
            .isEmpty();
        if (undeclared == Undeclared.EXCLUSIVE) {
          assertThat(one.declaresWrites() && other.declaresWrites()).isTrue();
        }
      }
    }
  }

  private static void landedOnce(EngineHarness harness) {
    List<String> branch = harness.workspace.landed();
    assertThat(branch).doesNotHaveDuplicates();
    for (String task : branch) {
      assertThat(harness.state(task)).isEqualTo(TaskState.LANDED);
    }
  }
}
