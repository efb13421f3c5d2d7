package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import dev.signalbox.app.gc.Garbage;
import dev.signalbox.app.gc.GarbageCollector;
import dev.signalbox.app.gc.GcLimits;
import dev.signalbox.app.gc.RunSizes;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.workspace.FolderRemoval;
import dev.signalbox.workspace.Remains;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What runs leave, and what of it goes: on real runs.
class GarbageCollectorTest {
  private static final GcLimits ALL = new GcLimits(Duration.ZERO, 0, List.of());

  @TempDir Path folder;
  private Scratch scratch;

  @BeforeEach
  void repository() throws Exception {
    scratch = new Scratch(folder);
  }

  private String run(String name, String command, RunOutcome outcome) throws Exception {
    Path plan =
        scratch.plan(
            """
            name: NAME
            agents: { A: { kind: shell } }
            tasks:
              - { id: a, run: "COMMAND" }
            """
                .replace("NAME", name)
                .replace("COMMAND", command));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      assertThat(session.ended().get()).isEqualTo(outcome);
      return session.run();
    }
  }

  /// A run that was stopped before its task had ended.
  private String stopped() throws Exception {
    Path plan =
        scratch.plan(
            """
            name: stopped
            agents: { A: { kind: shell } }
            tasks:
              - { id: a, run: sleep 1000 }
            """);
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.send(new Command.Stop("ada", "lunch", false)).get();
      assertThat(session.ended().get()).isEqualTo(RunOutcome.STOPPED);
      return session.run();
    }
  }

  private static GarbageCollector collector(Scratch scratch, Journal journal) {
    return new GarbageCollector(
        scratch.folders, journal, Instant.now().plusSeconds(1), System.getenv());
  }

  private Journal journal() throws JournalException {
    return Journal.open(scratch.folders.journal());
  }

  @Test
  void aRunThatEndedGoesWithAllThereIsOfItButItsBranch() throws Exception {
    String run = run("done", "echo x > x.txt", RunOutcome.SUCCEEDED);
    String branch = scratch.git("rev-parse", "signalbox/done");
    assertThat(scratch.git("for-each-ref", "refs/signalbox/")).contains(run);
    try (Journal journal = journal()) {
      GarbageCollector collector = collector(scratch, journal);
      assertThat(collector.find(GcLimits.DEFAULT)).as("too young").isEmpty();
      assertThat(collector.find(new GcLimits(Duration.ZERO, 1, List.of()))).isEmpty();
      Garbage garbage = collector.find(ALL).getFirst();
      assertThat(garbage.run()).isEqualTo(run);
      assertThat(garbage.refs()).isEqualTo(1);
      assertThat(garbage.size().bytes()).isPositive();
      collector.remove(garbage, false);
      assertThat(journal.find(run)).isEmpty();
      assertThat(scratch.folders.run(run)).doesNotExist();
      assertThat(collector.find(ALL)).isEmpty();
      collector.remove(garbage, false);
    }
    assertThat(scratch.git("for-each-ref", "refs/signalbox/")).isEmpty();
    assertThat(scratch.git("rev-parse", "signalbox/done")).isEqualTo(branch);
    try (var locks = Files.list(scratch.folders.state().resolve("locks"))) {
      assertThat(locks.filter(lock -> lock.toString().endsWith(".lock"))).isEmpty();
    }
  }

  @Test
  void whatCanBeResumedGoesOnlyByItsName() throws Exception {
    String run = stopped();
    try (Journal journal = journal()) {
      GarbageCollector collector = collector(scratch, journal);
      assertThat(collector.find(ALL)).isEmpty();
      GcLimits named = new GcLimits(Duration.ofDays(99), 99, List.of(run));
      try (Journal.Hold _ = journal.hold(run)) {
        assertThat(collector.find(named)).as("open in a process").isEmpty();
      }
      collector.remove(collector.find(named).getFirst(), true);
      assertThat(journal.runs()).isEmpty();
    }
    assertThatThrownBy(() -> RunSession.resume(scratch.folders, run, RunOptions.DEFAULT))
        .hasMessageContaining("There is no run " + run);
  }

  @Test
  void theWorkTreeOfAFailureStaysUntilItsRunGoes() throws Exception {
    String run = run("fails", "echo half > half.txt; exit 3", RunOutcome.FAILED);
    Path runFolder = scratch.folders.run(run);
    Remains remains = Remains.of(scratch.repository, runFolder, run, System.getenv());
    assertThat(remains.keptTrees())
        .singleElement()
        .satisfies(tree -> assertThat(tree.resolve("half.txt")).hasContent("half"));
    assertThat(
            RunSizes.of(
                    run, scratch.repository.toString(), runFolder, tree -> false, System.getenv())
                .words())
        .contains("work trees")
        .contains("snapshots");
    assertThat(signalbox(0, "show", run))
        .contains("On disk: ")
        .containsPattern("Kept for you to look at:\n +a +\\d+ bytes +")
        .contains(remains.keptTrees().getFirst().toString());
    assertThat(signalbox(0, "runs")).contains(run).contains("On disk: ");
    assertThat(signalbox(0, "runs", "--format", "json")).contains("\"bytes\" : ");
    try (Journal journal = journal()) {
      GarbageCollector collector = collector(scratch, journal);
      collector.sweep();
      assertThat(remains.keptTrees()).hasSize(1);
      collector.remove(collector.find(ALL).getFirst(), false);
    }
    assertThat(runFolder).doesNotExist();
    assertThat(scratch.git("worktree", "list").lines()).hasSize(1);
  }

  @Test
  void aRepositoryThatIsGoneIsNoObstacle() throws Exception {
    String run = run("gone", "echo half > half.txt; exit 3", RunOutcome.FAILED);
    FolderRemoval.delete(scratch.repository);
    try (Journal journal = journal()) {
      GarbageCollector collector = collector(scratch, journal);
      collector.remove(collector.find(ALL).getFirst(), false);
      assertThat(journal.runs()).isEmpty();
    }
    assertThat(scratch.folders.run(run)).doesNotExist();
  }

  @Test
  void straysAreFoundAndGo() throws Exception {
    String run = run("known", "echo x > x.txt", RunOutcome.SUCCEEDED);
    Path trees = Files.createDirectories(Remains.trees(scratch.folders.run("unknown")));
    scratch.git("worktree", "add", "--quiet", "--detach", trees.resolve("unknown-1").toString());
    scratch.git("update-ref", "refs/signalbox/unknown/a/1", "main");
    Files.setLastModifiedTime(
        scratch.folders.run("unknown"), FileTime.from(Instant.now().minusSeconds(60)));
    Path gone = Remains.trees(scratch.folders.run("another")).resolve("another-1");
    scratch.git("worktree", "add", "--quiet", "--detach", "--lock", gone.toString());
    FolderRemoval.delete(scratch.folders.run("another"));
    Path left = Remains.trees(scratch.folders.run(run)).resolve(run + "-7");
    scratch.git("worktree", "add", "--quiet", "--detach", left.toString());
    try (Journal journal = journal()) {
      GarbageCollector collector = collector(scratch, journal);
      List<Garbage> found = collector.find(new GcLimits(Duration.ofSeconds(30), 9, List.of()));
      assertThat(found)
          .extracting(Garbage::kind)
          .containsExactlyInAnyOrder(
              Garbage.Kind.FOLDER, Garbage.Kind.TREES, Garbage.Kind.REGISTRATION);
      for (Garbage garbage : found) {
        collector.remove(garbage, false);
      }
      assertThat(journal.find(run)).isPresent();
      assertThat(collector.find(new GcLimits(Duration.ZERO, 9, List.of()))).isEmpty();
    }
    assertThat(scratch.git("worktree", "list").lines()).hasSize(1);
    assertThat(scratch.git("for-each-ref", "refs/signalbox/unknown")).isEmpty();
    assertThat(scratch.git("for-each-ref", "refs/signalbox/" + run)).isNotEmpty();
  }

  @Test
  void theCommandSaysWhatItWouldFreeAndWhatItFreed() throws Exception {
    String run = run("told", "echo x > x.txt", RunOutcome.SUCCEEDED);
    assertThat(gc(0, "--older-than", "0s", "--keep", "0", "--dry-run"))
        .contains(run)
        .contains("Would free");
    assertThat(scratch.folders.run(run)).exists();
    assertThat(gc(0, "--older-than", "0s", "--keep", "0", "--format", "json"))
        .contains("\"removed\" : true")
        .contains("\"dryRun\" : false");
    assertThat(scratch.folders.run(run)).doesNotExist();
    assertThat(gc(0)).contains("Nothing can go.");
    assertThat(gc(2, "--older-than", "soon")).contains("is no length of time");
    assertThat(gc(2, "nobody")).contains("There is no run nobody");
  }

  private String gc(int exit, String... options) {
    return signalbox(
        exit, Stream.concat(Stream.of("gc"), Stream.of(options)).toArray(String[]::new));
  }

  private String signalbox(int exit, String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(out, out, new BufferedReader(Reader.nullReader()), System.getenv(), false);
    SignalboxCommand root = new SignalboxCommand(scratch.folders, folder, (_, _) -> 0, terminal);
    int code = SignalboxCommand.execute(root, arguments);
    String text = said.toString(StandardCharsets.UTF_8);
    assertThat(code).as(text).isEqualTo(exit);
    return text;
  }
}
