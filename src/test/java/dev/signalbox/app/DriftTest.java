package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Drift;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.graph.Dependency;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How what tasks did differs from what the plan says of them, after a real run.
@EnabledOnOs(OS.LINUX)
class DriftTest {
  @TempDir Path folder;
  private final List<Entry> log = new CopyOnWriteArrayList<>();

  @Test
  @Timeout(120)
  void whatTasksDidBesideTheirClaimsAndWhichEdgesCameToNothing() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("scratch")));
    Files.writeString(scratch.repository.resolve("read.txt"), "read me\n");
    scratch.git("add", "--all");
    scratch.git("commit", "--quiet", "--message=read");
    Path plan =
        scratch.plan(
            """
            name: drift
            into: drift
            agents: { A: { kind: shell } }
            tasks:
              - { id: stray, writes: [in/**, never/**], reads: [shared.txt], run: "cat read.txt > /dev/null; mkdir in; echo x > in/x; echo x > out" }
              - { id: uses, depends_on: [stray], run: "cat out > copy" }
              - { id: alone, depends_on: [stray], run: "echo alone > alone" }
              - { id: faithful, writes: [mine], reads: [read.txt], run: "cp read.txt mine" }
            """);
    Path report = scratch.root.resolve("report");
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(log::addAll);
      assertThat(session.ended().get(100, TimeUnit.SECONDS)).isEqualTo(RunOutcome.SUCCEEDED);
      session.writeReport(report);
    }
    RunState state = new RunState();
    log.forEach(state::apply);
    assertThat(Drift.of(state.status("stray")))
        .hasValueSatisfying(
            drift -> {
              assertThat(drift.wroteOutside()).containsExactly("out");
              assertThat(drift.readOutside()).containsExactly("read.txt");
              assertThat(drift.unusedWrites()).containsExactly("never/**");
              assertThat(drift.unusedReads()).containsExactly("shared.txt");
            });
    assertThat(Drift.of(state.status("faithful"))).isEmpty();
    assertThat(Drift.of(state.status("uses"))).isEmpty();
    assertThat(used(state, "uses")).hasValue(true);
    assertThat(used(state, "alone")).hasValue(false);

    JsonNode json =
        JsonMapper.builder().build().readTree(Files.readString(report.resolve("report.json")));
    assertThat(json.at("/tasks/0/drift/wroteOutside/0").asString()).isEqualTo("out");
    assertThat(json.at("/tasks/1").has("drift")).isFalse();
    assertThat(json.get("dependencies").findValuesAsString("used"))
        .containsExactlyInAnyOrder("true", "false");
  }

  private static java.util.Optional<Boolean> used(RunState state, String task) {
    Dependency edge = state.graph().into(task).getFirst();
    return Drift.isUsed(state, edge);
  }
}
