package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import dev.signalbox.app.gc.RunSizes;
import dev.signalbox.app.gc.TreesInUse;
import dev.signalbox.console.inspector.SizeSource;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.DiskSize;
import dev.signalbox.workspace.Remains;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// That sizes are asked for adds nothing to what a task under way is seen to read.
@EnabledOnOs(OS.LINUX)
class TreesInUseTest {
  @TempDir Path folder;

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void askingForSizesLeavesWhatATaskReadsAlone() throws Exception {
    Scratch scratch = new Scratch(folder.toRealPath());
    Path begun = scratch.root.resolve("begun");
    Path go = scratch.root.resolve("go");
    Path plan =
        scratch.plan(
            """
            name: sizes
            agents: { A: { kind: shell } }
            tasks:
              - { id: a, run: "echo x > x.txt; touch BEGUN; until [ -e GO ]; do sleep 0.02; done" }
            """
                .replace("BEGUN", begun.toString())
                .replace("GO", go.toString()));
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      String run = session.run();
      while (!Files.exists(begun)) {
        Thread.onSpinWait();
      }
      RunSizes sizes = sizes(scratch, run);
      assertThat(sizes.trees().inUse()).isTrue();
      assertThat(sizes.files().inUse()).isFalse();
      assertThat(sizes.words()).contains(" and more in use (work trees ");
      assertThat(said(scratch, "show", run)).contains(" and more in use (work trees ");
      assertThat(said(scratch, "runs")).contains(" and more in use");
      said(scratch, "runs", "--format", "json");
      SizeSource source = SizeSource.in(scratch.folders);
      assertThat(source.runs(run, scratch.repository.toString()).all().inUse()).isTrue();
      Files.createFile(go);
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
      try (Journal journal = Journal.open(scratch.folders.journal())) {
        assertThat(reads(journal.read(run))).isEqualTo(Reads.NONE);
      }
    }
  }

  @Test
  void whatADeadProcessLeftAndWhatIsKeptIsCounted() throws Exception {
    Scratch scratch = new Scratch(folder.toRealPath());
    Path trees = Remains.trees(scratch.folders.run("run-1"));
    Path left = Files.createDirectories(trees.resolve("run-1-1"));
    Files.writeString(left.resolve("file"), "x".repeat(1000));
    Files.writeString(trees.resolve("run-1-1.lease"), "{}");
    try (Journal journal = Journal.open(scratch.folders.journal())) {
      assertThat(sizes(scratch, "run-1").trees()).isEqualTo(new DiskSize(1002, true));
      try (Journal.Hold hold = journal.hold("run-1")) {
        assertThat(sizes(scratch, "run-1").trees()).isEqualTo(new DiskSize(2, true, true));
        Files.createFile(trees.resolve("run-1-1.kept"));
        assertThat(sizes(scratch, "run-1").trees()).isEqualTo(new DiskSize(1002, true));
      }
    }
  }

  private static RunSizes sizes(Scratch scratch, String run) throws Exception {
    return RunSizes.of(
        run,
        scratch.repository.toString(),
        scratch.folders.run(run),
        new TreesInUse(scratch.folders),
        System.getenv());
  }

  private static Reads reads(List<Entry> entries) {
    return entries.stream()
        .map(Entry::event)
        .filter(Event.AttemptSealed.class::isInstance)
        .map(Event.AttemptSealed.class::cast)
        .findFirst()
        .orElseThrow()
        .sealed()
        .reads();
  }

  private String said(Scratch scratch, String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(out, out, new BufferedReader(Reader.nullReader()), System.getenv(), false);
    SignalboxCommand root = new SignalboxCommand(scratch.folders, folder, (_, _) -> 0, terminal);
    int code = SignalboxCommand.execute(root, arguments);
    String text = said.toString(StandardCharsets.UTF_8);
    assertThat(code).as(text).isZero();
    return text;
  }
}
