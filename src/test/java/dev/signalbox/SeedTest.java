package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.agent.AgentRunner;
import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.ConflictResolver;
import dev.signalbox.conflict.Resolution;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunResult;
import dev.signalbox.engine.TaskState;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.plan.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The mission's three snippets, in Java, as the public API has them.
@Timeout(60)
class SeedTest {

  @Test
  void aResolverSaysWhatCanRun() {
    var resolver = new DependencyResolver();
    resolver.add(new Task("task1", "AGT-002", "Test task", Map.of()));
    resolver.add(new Task("task2", "AGT-002", "Test task", Map.of()).after("dep1"));
    resolver.add(new Task("task3", "AGT-002", "Test task", Map.of()).after("task1"));
    Set<Task> executable = resolver.executableTasks(Set.of("dep1"));
    assertThat(executable).extracting(Task::id).containsExactlyInAnyOrder("task1", "task2");
  }

  @Test
  void threeTasksOfThreeAgentsOverlapInTime() throws Exception {
    // Each waits for the other two: only an executor that runs all three at once gets past it.
    CyclicBarrier allThree = new CyclicBarrier(3);
    AgentRunner agent =
        request -> {
          try {
            allThree.await(30, TimeUnit.SECONDS);
          } catch (java.util.concurrent.BrokenBarrierException
              | java.util.concurrent.TimeoutException e) {
            return AgentOutcome.failure(1, "the others never came");
          }
          return AgentOutcome.success(Map.of("by", request.agent().id()));
        };
    try (var executor = new ParallelExecutor(3)) {
      for (String id : List.of("AGT-002", "AGT-003", "AGT-004")) {
        executor.register(id, agent);
        executor.submit(new Task("task of " + id, id, "Test task", Map.of()));
      }
      RunResult result = executor.run();
      assertThat(result.succeeded()).isTrue();
      assertThat(result.tasks().get("task of AGT-003").outputs()).containsEntry("by", "AGT-003");
    }
  }

  @Test
  void submitIsAcceptedWhileItRuns() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch submitted = new CountDownLatch(1);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (var executor = new ParallelExecutor(3)) {
      executor.register(
          "AGT-002",
          request -> {
            order.add(request.task().id());
            running.countDown();
            submitted.await();
            return AgentOutcome.success();
          });
      executor.submit(new Task("first", "AGT-002", "Test task", Map.of()));
      Thread later =
          Thread.startVirtualThread(
              () -> {
                try {
                  running.await();
                } catch (InterruptedException e) {
                  return;
                }
                executor.submit(new Task("second", "AGT-002", "", Map.of()).after("first")).join();
                submitted.countDown();
              });
      RunResult result = executor.run();
      later.join();
      assertThat(result.succeeded()).isTrue();
      assertThat(order).containsExactly("first", "second");
      assertThat(result.tasks().get("second").state()).isEqualTo(TaskState.LANDED);
    }
  }

  @Test
  void aConflictBuiltByHandIsResolved() throws Exception {
    Conflict conflict =
        new Conflict(
            Conflict.Kind.TEXT,
            List.of("task1", "task2"),
            List.of("notes.txt"),
            "both changed notes.txt",
            Map.of(
                "notes.txt",
                new Conflict.Versions(
                    "one\ntwo\nthree\nfour\nfive\n",
                    "ONE\ntwo\nthree\nfour\nfive\n",
                    "one\ntwo\nthree\nfour\nFIVE\n")));
    Resolution resolution = new ConflictResolver().resolve(conflict);
    assertThat(resolution)
        .isInstanceOfSatisfying(
            Resolution.Merged.class,
            merged ->
                assertThat(merged.contents())
                    .containsEntry("notes.txt", "ONE\ntwo\nthree\nfour\nFIVE\n"));
  }
}
