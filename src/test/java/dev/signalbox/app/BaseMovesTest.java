package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.certificate.CertificateCheck;
import dev.signalbox.conflict.certificate.CertificateFile;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A person commits to main while a run that started from there goes on.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class BaseMovesTest {
  private static final String BRANCH = "signalbox/moves";

  @TempDir Path folder;
  private Scratch scratch;
  private Path report;

  @BeforeEach
  void repository() throws Exception {
    scratch = new Scratch(folder);
    report = folder.resolve("report");
  }

  private interface Person {
    void acts() throws Exception;
  }

  /// @param head of the plan
  /// @param meanwhile happens once the task has begun; it ends when that is over and was noticed
  private RunState run(String head, Person meanwhile) throws Exception {
    Path begun = folder.resolve("begun");
    Path over = folder.resolve("over");
    String plan =
        """
        name: moves
        %s
        agents: { A: { kind: shell } }
        tasks:
          - { id: a, run: "echo a > a.txt; sed -i s/two/TWO/ shared.txt; touch %s; until [ -e %s ]; do sleep 0.05; done" }
        """
            .formatted(head, begun, over);
    RunState state = new RunState();
    CountDownLatch noticed = new CountDownLatch(1);
    try (RunSession session =
        RunSession.start(
            scratch.folders, new PlanReader().read(scratch.plan(plan)), RunOptions.DEFAULT)) {
      session.subscribe(
          entries -> {
            if (entries.stream().anyMatch(entry -> entry.event() instanceof Event.BaseMoved)) {
              noticed.countDown();
            }
          });
      while (!Files.exists(begun)) {
        Thread.sleep(20);
      }
      meanwhile.acts();
      assertThat(noticed.await(30, TimeUnit.SECONDS)).isTrue();
      Files.createFile(over);
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
      session.writeReport(report);
      session.subscribe(entries -> entries.forEach(state::apply)).close();
    }
    CertificateCheck.Verdict verdict =
        CertificateCheck.of(
            Objects.requireNonNull(
                CertificateFile.read(report.resolve("certificate.json")).certificate()),
            scratch.repository,
            System.getenv());
    assertThat(verdict.failure()).isNull();
    return state;
  }

  private void commit(String file, String content) throws Exception {
    Files.writeString(scratch.repository.resolve(file), content);
    scratch.git("add", "--all");
    scratch.git("commit", "--quiet", "--message=by a person");
  }

  private String tip(String branch) throws Exception {
    return scratch.git("rev-parse", branch).strip();
  }

  @Test
  void itIsShownAndNoMore() throws Exception {
    RunState state =
        run(
            "base: main",
            () -> {
              commit("mine.txt", "1\n");
              // Where git keeps the branch together with all others from then on.
              scratch.git("pack-refs", "--all");
            });
    assertThat(state.followed().words()).isEqualTo("behind main by 1");
    assertThat(state.followed().commit()).isEqualTo(tip("main"));
    assertThat(scratch.git("ls-tree", "--name-only", BRANCH)).doesNotContain("mine.txt");
    assertThat(Files.readString(report.resolve("report.json")))
        .contains("\"behind\" : 1", "\"commit\" : \"" + tip("main") + "\"");
  }

  @Test
  void whatComesIsMergedWhileATaskIsAtWork() throws Exception {
    Path merged = folder.resolve("merged");
    RunState state =
        run(
            "base: main\nbase_moves: during\ncheck: touch " + merged,
            () -> {
              commit("mine.txt", "1\n");
              while (scratch
                  .git("ls-tree", "--name-only", BRANCH)
                  .lines()
                  .noneMatch("mine.txt"::equals)) {
                Thread.sleep(20);
              }
            });
    assertThat(merged).exists();
    assertThat(scratch.git("log", "--first-parent", "--format=%s", BRANCH).lines())
        .containsExactly("a", "Merge main into " + BRANCH, "first");
    assertThat(scratch.git("show", BRANCH + ":mine.txt")).isEqualTo("1\n");
    assertThat(state.outcomeReason()).isEqualTo("1 of 1 landed, main merged");
  }

  @Test
  void whatSomebodyFetchesIsMergedAtTheEnd() throws Exception {
    scratch.git("update-ref", "refs/remotes/origin/main", "main");
    Path checks = folder.resolve("checks");
    RunState state =
        run(
            "base: origin/main\nbase_moves: end\ncheck: git rev-parse HEAD^{tree} >> " + checks,
            () -> {
              commit("mine.txt", "1\n");
              scratch.git("update-ref", "refs/remotes/origin/main", "main");
            });
    assertThat(state.outcomeReason()).isEqualTo("1 of 1 landed, origin/main merged");
    assertThat(state.followed().words()).isEmpty();
    assertThat(scratch.git("log", "--first-parent", "--format=%s", BRANCH).lines())
        .containsExactly("Merge origin/main into " + BRANCH, "a", "first");
    assertThat(tip(BRANCH + "^2")).isEqualTo(tip("main"));
    String tree = tip(BRANCH + "^{tree}");
    assertThat(Files.readAllLines(checks)).last().isEqualTo(tree);
    assertThat(scratch.git("log", "-1", "--format=%B", BRANCH))
        .contains(
            "Signalbox-Run: " + state.run(),
            "Signalbox-Base: origin/main " + tip("main"),
            "Signalbox-Checked: tree " + tree);
    assertThat(scratch.git("show", BRANCH + ":shared.txt")).isEqualTo("one\nTWO\nthree\n");
    assertThat(scratch.git("show", BRANCH + ":mine.txt")).isEqualTo("1\n");
    // It is no task's.
    assertThat(state.moves()).containsExactly("a", tip(BRANCH));
  }

  @Test
  void whatDoesNotFitIsLeftAndSaid() throws Exception {
    RunState state =
        run("base: main\nbase_moves: end", () -> commit("shared.txt", "one\nmine\nthree\n"));
    assertThat(state.outcomeReason())
        .isEqualTo("1 of 1 landed, main not merged (it does not fit in shared.txt)");
    assertThat(scratch.git("log", "--format=%s", BRANCH).lines()).containsExactly("a", "first");
    assertThat(state.followed().words()).isEqualTo("behind main by 1");
    assertThat(Files.readString(report.resolve("report.json")))
        .contains("\"objection\" : \"it does not fit in shared.txt\"");
  }

  @Test
  void whatFailsTheCheckIsLeftAndSaid() throws Exception {
    RunState state =
        run(
            "base: main\nbase_moves: end\ncheck: \"! test -e mine.txt\"",
            () -> commit("mine.txt", "1\n"));
    assertThat(state.outcomeReason()).contains("main not merged (the check fails");
    assertThat(scratch.git("log", "--format=%s", BRANCH).lines()).containsExactly("a", "first");
  }

  @Test
  void aResumeMergesWhatCameWhileNobodyLooked() throws Exception {
    RunState state =
        run("base: main\nbase_moves: end", () -> commit("shared.txt", "one\nmine\nthree\n"));
    // The person takes it back, and another change comes.
    commit("shared.txt", "one\ntwo\nthree\n");
    commit("mine.txt", "1\n");
    try (RunSession session = RunSession.resume(scratch.folders, state.run(), RunOptions.DEFAULT)) {
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
    }
    assertThat(tip(BRANCH + "^2")).isEqualTo(tip("main"));
    assertThat(scratch.git("show", BRANCH + ":shared.txt")).isEqualTo("one\nTWO\nthree\n");
  }
}
