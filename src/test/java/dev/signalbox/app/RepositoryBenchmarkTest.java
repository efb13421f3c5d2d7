package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.signalbox.BenchmarkTable;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.PlanReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Twelve tasks on a repository of the reader's: each edits a file, then builds and tests; the
/// plan's check builds and tests the merged tree again. What it takes, by system properties:
///
/// - `bench.repository`: a folder with a clone; it is cloned again and left as it is
/// - `bench.files`: what git calls the files to edit, such as `src/main/java/*.java`
/// - `bench.build`: the command that builds and tests; in the environment of this program
/// - `bench.plan`: a line for the plan's head; `stale_reads: label` where the tasks build
///   everything
/// - `bench.line`: the line that a task adds to its file, with `%s` for the task; a comment
@Tag("benchmark")
class RepositoryBenchmarkTest {
  private static final int TASKS = 12;
  private static final int QUEUED = 20;

  @TempDir Path folder;

  /// What a run's log says.
  private static final class Story {
    final Map<String, Instant> commandEnded = new HashMap<>();
    final List<Duration> toLanding = new ArrayList<>();
    final List<Duration> toLandingWithChecks = new ArrayList<>();
    final List<Instant[]> checks = new ArrayList<>();
    int attempts;
    int checksFailed;
    int conflicts;
    int landed;
    Duration wall = Duration.ZERO;

    Story(List<Entry> entries) {
      Instant check = Instant.EPOCH;
      String last = "";
      for (Entry entry : entries) {
        switch (entry.event()) {
          case Event.AttemptStarted _ -> attempts++;
          case Event.AttemptEnded e -> commandEnded.put(e.task(), entry.at());
          case Event.CheckStarted e -> {
            check = entry.at();
            last = e.tasks().getLast();
          }
          case Event.CheckPassed e -> {
            if (e.task().equals(last)) {
              checks.add(new Instant[] {check, entry.at()});
            }
          }
          case Event.CheckDoubted _, Event.CheckFailed _ -> {
            checks.add(new Instant[] {check, entry.at()});
            checksFailed++;
          }
          case Event.ConflictFound _ -> conflicts++;
          case Event.Landed e -> {
            landed++;
            Instant ended = commandEnded.get(e.task());
            toLanding.add(withoutChecks(ended, entry.at()));
            toLandingWithChecks.add(Duration.between(ended, entry.at()));
          }
          default -> {}
        }
      }
      wall = Duration.between(entries.getFirst().at(), entries.getLast().at());
    }

    /// One check runs at a time, so what a task waits for is mostly the checks of those before it.
    private Duration withoutChecks(Instant from, Instant to) {
      Duration left = Duration.between(from, to);
      for (Instant[] check : checks) {
        Instant begin = check[0].isAfter(from) ? check[0] : from;
        Instant end = check[1].isBefore(to) ? check[1] : to;
        left = end.isAfter(begin) ? left.minus(Duration.between(begin, end)) : left;
      }
      return left;
    }

    static double p95(List<Duration> all) {
      List<Duration> sorted = all.stream().sorted().toList();
      return sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1).toMillis() / 1e3;
    }
  }

  @Test
  void twelveTasksAtOneThreeAndSixSlots() throws Exception {
    Path repository = repository();
    String build = System.getProperty("bench.build", "true");
    List<String> files = files(repository);
    assertThat(files).hasSizeGreaterThanOrEqualTo(TASKS);
    BenchmarkTable table =
        new BenchmarkTable("%d tasks on %s".formatted(TASKS, repository.getFileName()));
    double serial = Double.NaN;
    for (int slots : new int[] {1, 3, 6}) {
      StringBuilder tasks = new StringBuilder();
      for (int i = 0; i < TASKS; i++) {
        tasks.append(
            """
              - id: t%d
                agent: A
                writes: ['%s']
                run: |
                  echo '%s' >>'%s'
                  %s
            """
                .formatted(i, files.get(i), line("t" + i), files.get(i), build));
      }
      Story story = run(repository, "slots-" + slots, slots, build, tasks);
      int kept = 0;
      for (int i = 0; i < TASKS; i++) {
        String after = git("-C", clone(slots), "show", "signalbox/bench:" + files.get(i));
        kept += after.contains(line("t" + i)) ? 1 : 0;
      }
      double seconds = story.wall.toMillis() / 1e3;
      serial = slots == 1 ? seconds : serial;
      table.row(
          "slots",
          slots,
          "s",
          seconds,
          "times serial",
          serial / seconds,
          "landed",
          story.landed,
          "checks",
          story.checks.size(),
          "red checks",
          story.checksFailed,
          "reruns",
          story.attempts - TASKS,
          "conflicts",
          story.conflicts,
          "lines lost",
          TASKS - kept,
          "end to landing p95 s",
          Story.p95(story.toLanding));
      assertThat(kept).as("every task's line is on the branch").isEqualTo(TASKS);
    }
    table.write("repository-" + repository.getFileName());
  }

  @Test
  void twentyThatWaitToLand() throws Exception {
    Path repository = repository();
    StringBuilder tasks = new StringBuilder();
    for (int i = 0; i < QUEUED; i++) {
      tasks.append(
          "  - { id: t%d, agent: A, writes: [new-%d.txt], run: echo %d >new-%d.txt }\n"
              .formatted(i, i, i, i));
    }
    BenchmarkTable table =
        new BenchmarkTable(
            "%d tasks that end together on %s, the check takes a second"
                .formatted(QUEUED, repository.getFileName()));
    for (boolean each : new boolean[] {true, false}) {
      String check = "sleep 1\ncheck_each: " + each;
      Story story = run(repository, "each-" + each, QUEUED, check, tasks);
      table.row(
          "checked",
          each ? "each" : "together",
          "landed",
          story.landed,
          "s",
          story.wall.toMillis() / 1e3,
          "checks",
          story.checks.size(),
          "end to landing p95 s",
          Story.p95(story.toLandingWithChecks),
          "without checks, p95 s",
          Story.p95(story.toLanding));
      assertThat(story.landed).isEqualTo(QUEUED);
    }
    table.write("landing-" + repository.getFileName());
  }

  private static Path repository() {
    String given = System.getProperty("bench.repository", "");
    assumeThat(given).as("-Dbench.repository=DIR names a clone").isNotEmpty();
    return Path.of(given);
  }

  private static String line(String task) {
    return System.getProperty("bench.line", "// %s").formatted(task);
  }

  private static List<String> files(Path repository) throws Exception {
    return git("-C", repository.toString(), "ls-files", System.getProperty("bench.files", "*"))
        .lines()
        .toList();
  }

  private String clone(int slots) {
    return folder.resolve("slots-" + slots).resolve("repository").toString();
  }

  private Story run(Path repository, String name, int slots, String check, CharSequence tasks)
      throws Exception {
    Path place = Files.createDirectories(folder.resolve(name));
    git("clone", "-q", repository.toString(), place.resolve("repository").toString());
    Path plan =
        Files.writeString(
            place.resolve("plan.yaml"),
            """
            name: bench
            repository: repository
            into: signalbox/bench
            stale_reads: %s
            check: %s
            parallel: %d
            agents: { A: { kind: shell, capacity: %d } }
            tasks:
            %s"""
                .formatted(
                    System.getProperty("bench.staleReads", "rerun"), check, slots, slots, tasks));
    StateFolders folders = new StateFolders(place.resolve("state"), place.resolve("config"));
    String run;
    try (RunSession session =
        RunSession.start(folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      run = session.run();
      session.ended().get();
    }
    try (Journal journal = Journal.open(folders.journal())) {
      return new Story(journal.read(run));
    }
  }

  private static String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }
}
