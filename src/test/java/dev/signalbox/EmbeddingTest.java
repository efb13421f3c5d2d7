package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunResult;
import dev.signalbox.plan.RetryPolicy;
import dev.signalbox.plan.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The example of the guide's page on embedding, word for word, and what that page says of it.
@Timeout(60)
class EmbeddingTest {

  // example
  static RunResult translate(List<String> languages) throws Exception {
    try (var executor = new ParallelExecutor(3)) {
      executor.register(
          "translator",
          2,
          request -> {
            Object language = request.task().input().get("language");
            return AgentOutcome.success(Map.of("file", "text." + language));
          });
      executor.register(
          "editor", request -> AgentOutcome.success(Map.of("read", request.values().size())));
      for (String language : languages) {
        executor.submit(
            new Task("text-" + language, "translator", "Translate", Map.of("language", language))
                .withClaims(new Claims(null, List.of(Glob.parse("text." + language))))
                .withRetries(new RetryPolicy(2, Duration.ofSeconds(1), 2, 0.1)));
      }
      executor.submit(
          new Task(
              "proofread",
              "editor",
              "Read all of them",
              Map.of("first", "${tasks.text-" + languages.getFirst() + ".output.file}")));
      executor.subscribe(
          entries -> {
            for (Entry entry : entries) {
              if (entry.event() instanceof Event.Landed landed) {
                System.getLogger("translate").log(System.Logger.Level.INFO, landed.task());
              }
            }
          });
      return executor.run();
    }
  }

  // end

  @Test
  void theExampleRuns() throws Exception {
    RunResult result = translate(List.of("de", "fr"));
    assertThat(result.succeeded()).isTrue();
    assertThat(result.tasks().get("text-fr").outputs()).containsEntry("file", "text.fr");
    assertThat(result.tasks().get("proofread").outputs()).containsEntry("read", 1);
  }

  @Test
  void theGuideShowsTheExampleAsItCompiles() throws Exception {
    String source = Files.readString(Path.of("src/test/java/dev/signalbox/EmbeddingTest.java"));
    String example =
        source
            .substring(source.indexOf("  // example\n") + 13, source.indexOf("\n  // end"))
            .stripTrailing()
            .stripIndent();
    assertThat(Files.readString(Path.of("src/site/markdown/embedding.md"))).contains(example);
  }

  @Test
  void severalExecutorsShareNothing() throws Exception {
    // Each run's only task waits for the other run's: they must be under way at the same time.
    CyclicBarrier both = new CyclicBarrier(2);
    List<RunResult> results = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                try (var executor = new ParallelExecutor(1)) {
                  executor.register(
                      "A",
                      request -> {
                        try {
                          both.await(30, TimeUnit.SECONDS);
                          return AgentOutcome.success();
                        } catch (java.util.concurrent.BrokenBarrierException
                            | java.util.concurrent.TimeoutException e) {
                          return AgentOutcome.failure(1, "the other run never came");
                        }
                      });
                  executor.submit(new Task("same-id", "A", "", Map.of()));
                  results.add(executor.run());
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(results).hasSize(2).allMatch(RunResult::succeeded);
  }

  @Test
  void aCommandIsAnsweredWithWhatChanged() throws Exception {
    try (var executor = new ParallelExecutor(1)) {
      executor.register("A", request -> AgentOutcome.success());
      executor.submit(new Task("a", "A", "", Map.of()));
      executor.run();
      assertThat(executor.send(new Command.Pause("me")).get().text())
          .isEqualTo("The run has ended.");
    }
  }
}
