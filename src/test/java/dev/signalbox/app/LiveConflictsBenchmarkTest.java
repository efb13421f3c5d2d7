package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.claim.Claims;
import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.live.ConflictDetector;
import dev.signalbox.conflict.live.Party;
import dev.signalbox.conflict.live.RowTimes;
import dev.signalbox.conflict.live.Sight;
import dev.signalbox.watch.Reads;
import dev.signalbox.watch.TreeWatch;
import dev.signalbox.watch.TreeWatches;
import dev.signalbox.watch.Unwatched;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Sixteen agents at once in sixteen work trees of a repository of 2,000 files: how long after a
/// write its conflict is told, how long a row takes, what it costs while nothing is written, and
/// whether the agents' own git commands ever fail. Prints what it measures; what is asserted is
/// that every conflict is found, that nobody's git failed and that no lock was seen.
@Tag("benchmark")
class LiveConflictsBenchmarkTest {
  private static final int AGENTS = 16;
  private static final int ROUNDS = 12;

  @TempDir Path folder;
  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final List<Path> trees = new ArrayList<>();
  private final List<TreeWatch> watching = new ArrayList<>();

  private record Told(long nanos, Sight sight) {}

  @Test
  @Timeout(300)
  void sixteenAgentsAtOnce() throws Exception {
    Path repository = repository();
    String base = git(repository, "rev-parse", "HEAD");
    try (TreeWatches watches = TreeWatches.open();
        ConflictDetector detector =
            new ConflictDetector(
                repository, System.getenv(), folder.resolve("scratch"), this::hear)) {
      TreeWatches listening = detector.listeningTo(watches);
      List<Party> parties = new ArrayList<>();
      for (int i = 0; i < AGENTS; i++) {
        Path tree = folder.resolve("tree-" + i);
        git(repository, "worktree", "add", "-q", "--detach", tree.toString());
        trees.add(tree);
        watching.add(listening.begin(tree, Unwatched.NOTHING, () -> {}));
        parties.add(
            new Party(
                "t" + i,
                1,
                Instant.EPOCH.plusSeconds(i),
                base,
                tree,
                false,
                "",
                Reads.UNKNOWN,
                Claims.UNDECLARED,
                0,
                -1));
      }
      detector.parties(parties);
      // Each has something of its own, so that every row has fifteen pairs to ask about.
      for (int i = 0; i < AGENTS; i++) {
        sh(
                trees.get(i),
                "for n in 1 2 3 4 5; do echo mine >> src/m%d/f$n.txt; done; git mv src/m%d/f9.txt src/m%d/g.txt"
                    .formatted(i, i, i))
            .waitFor();
      }
      TimeUnit.SECONDS.sleep(4);
      idle("idle, 16 work trees with changes", detector);
      alone(detector);
      busy(detector);
      TimeUnit.SECONDS.sleep(4);
      idle("idle again", detector);
    }
  }

  private void hear(List<Sight> sights) {
    long now = System.nanoTime();
    sights.forEach(sight -> told.add(new Told(now, sight)));
  }

  private void alone(ConflictDetector detector) throws Exception {
    int before = detector.times().all().size();
    List<Long> waits = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      waits.add(conflict(round, "alone"));
    }
    print("one writes at a time: told after", waits);
    rows("a row, one at a time", detector, before);
  }

  /// All sixteen write, add, commit and rebase without end.
  private void busy(ConflictDetector detector) throws Exception {
    Path stop = folder.resolve("stop");
    List<Process> agents = new ArrayList<>();
    for (int i = 0; i < AGENTS; i++) {
      agents.add(
          sh(
              trees.get(i),
              """
              n=0
              while [ ! -e %s ]; do
                n=$((n+1))
                echo $n >> src/m%d/f$((n %% 40)).txt
                [ -e "$(git rev-parse --git-path index.lock)" ] && echo LOCKED >> %s
                git add -A
                git commit -q -m $n
                [ $((n %% 5)) = 0 ] && git rebase -q --force-rebase HEAD~2
                sleep 0.3
              done
              """
                  .formatted(stop, i, folder.resolve("locked"))));
    }
    TimeUnit.SECONDS.sleep(3);
    int before = detector.times().all().size();
    List<Long> waits = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      waits.add(conflict(round, "busy"));
    }
    Files.createFile(stop);
    for (Process agent : agents) {
      String said = new String(agent.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(agent.waitFor()).as(said).isZero();
      assertThat(said).isEmpty();
    }
    assertThat(folder.resolve("locked")).doesNotExist();
    print("sixteen write and commit at once: told after", waits);
    rows("a look, sixteen at once", detector, before);
  }

  /// Two write the same lines of a file that nobody else has; how long until that is told.
  private long conflict(int round, String name) throws Exception {
    int one = round % AGENTS;
    int other = (round + 5) % AGENTS;
    String file = "src/m15/%s%d.txt".formatted(name.equals("alone") ? "a" : "b", round);
    Files.writeString(trees.get(one).resolve(file), name + " one\n");
    long start = System.nanoTime();
    Files.writeString(trees.get(other).resolve(file), name + " other\n");
    while (true) {
      Told next = told.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("conflict in " + file).isNotNull();
      @Nullable Conflict conflict = next == null ? null : next.sight().conflict();
      if (conflict != null
          && conflict.kind() == Conflict.Kind.TEXT
          && conflict.paths().contains(file)) {
        return next.nanos() - start;
      }
    }
  }

  private static void print(String what, List<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(n -> n / 1_000_000).sorted().toArray();
    System.err.printf(
        "%s: median %d ms, worst %d ms of %s%n",
        what, sorted[sorted.length / 2], sorted[sorted.length - 1], Arrays.toString(sorted));
  }

  private static void rows(String what, ConflictDetector detector, int from) {
    List<RowTimes.Row> all = detector.times().all();
    List<RowTimes.Row> rows = all.subList(Math.min(from, all.size()), all.size());
    print(
        what + " (git's answer)",
        rows.stream().filter(r -> r.pairs() > 0).map(r -> r.asking().toNanos()).toList());
    print(
        what + " (the work tree)",
        rows.stream()
            .filter(r -> r.trees() > 0)
            .map(r -> r.looking().toNanos() / r.trees())
            .toList());
    System.err.printf("  pairs %s%n", rows.stream().map(r -> r.trees() + ":" + r.pairs()).toList());
  }

  /// What ten seconds cost in which nobody writes.
  private static void idle(String what, ConflictDetector detector) throws Exception {
    List<RowTimes.Row> looks = detector.times().all();
    Duration before = cpu();
    TimeUnit.SECONDS.sleep(10);
    System.err.printf(
        "%s: %.2f %% of a processor in 10 s%n", what, cpu().minus(before).toNanos() / 10e9 * 100);
    // No look, so no git.
    assertThat(detector.times().all()).isEqualTo(looks);
  }

  private static Duration cpu() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private Path repository() throws Exception {
    Path repository = Files.createDirectory(folder.resolve("repository"));
    git(repository, "init", "-q");
    for (int m = 0; m < 40; m++) {
      Path module = Files.createDirectories(repository.resolve("src/m" + m));
      for (int f = 0; f < 50; f++) {
        Files.writeString(
            module.resolve("f" + f + ".txt"),
            "line %d of %d\n".formatted(f, m).repeat(20) + "end\n");
      }
    }
    git(repository, "add", "-A");
    git(repository, "commit", "-q", "-m", "first");
    return repository;
  }

  private static Process sh(Path in, String script) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("sh", "-ec", script.strip()).directory(in.toFile());
    builder.redirectErrorStream(true);
    environment(builder);
    return builder.start();
  }

  private static void environment(ProcessBuilder builder) {
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_AUTHOR_NAME", "Ada",
                "GIT_AUTHOR_EMAIL", "ada@example.org",
                "GIT_COMMITTER_NAME", "Ada",
                "GIT_COMMITTER_EMAIL", "ada@example.org"));
  }

  private static String git(Path in, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
    environment(builder);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + ": " + output).isZero();
    return output.strip();
  }
}
