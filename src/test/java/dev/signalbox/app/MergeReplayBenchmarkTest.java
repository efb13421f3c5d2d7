package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.signalbox.workspace.History;
import dev.signalbox.workspace.MergeOracle;
import dev.signalbox.workspace.MergePair;
import dev.signalbox.workspace.Quarantine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `signalbox conflicts` on every merge of two in real repositories: git's verdict, tree and paths,
/// and what that costs. The repositories are given by `-Dreplay.repositories=DIR:DIR`.
@Tag("benchmark")
class MergeReplayBenchmarkTest {
  private static final int ROUNDS = 5;

  /// How many merges of each repository are done with one side uncommitted, and how many at a time.
  private static final int UNCOMMITTED = Integer.getInteger("replay.uncommitted", 80);

  private static final int AT_ONCE = Integer.getInteger("replay.atOnce", 20);

  @TempDir Path folder;
  private final List<MergeReplay> replays = new ArrayList<>();

  @BeforeEach
  void borrow() throws Exception {
    String given = System.getProperty("replay.repositories", "");
    assumeFalse(given.isEmpty(), "No repositories: -Dtest.jvm.args=-Dreplay.repositories=DIR:DIR");
    for (String repository : given.split(":")) {
      replays.add(new MergeReplay(Path.of(repository), folder.toRealPath()));
    }
  }

  /// The installed program where it was packaged, else its classes.
  private static List<String> signalbox() {
    Path installed = Path.of("target/signalbox/bin/signalbox").toAbsolutePath();
    return Files.isExecutable(installed)
        ? List.of(installed.toString())
        : List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-classpath",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "dev.signalbox.Signalbox");
  }

  private MergeReplay.Ended conflicts(MergeReplay replay, Path pairs) throws Exception {
    List<String> command = new ArrayList<>(signalbox());
    command.addAll(
        List.of("conflicts", "--repo", replay.clone.toString(), "--pairs", pairs.toString()));
    return MergeReplay.run(
        folder,
        Map.of("XDG_STATE_HOME", folder.resolve("state").toString()),
        command.toArray(String[]::new));
  }

  private static List<String> lines(MergeReplay.Ended ended) {
    assertThat(ended.exit()).as(ended.err()).isLessThan(2);
    return new String(ended.out().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
        .lines()
        .toList();
  }

  private interface Step {
    void run() throws Exception;
  }

  private static double seconds(Step step) throws Exception {
    long start = System.nanoTime();
    step.run();
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(List<Double> times) {
    Collections.sort(times);
    return times.get(times.size() / 2);
  }

  @Test
  void everyMergeAsGitSaysAndHowLongItTakes() throws Exception {
    System.out.printf(
        "%n%-24s %7s %9s %12s %12s %12s %12s%n",
        "whole commands, medians",
        "merges",
        "conflicts",
        "git, each",
        "git --stdin",
        "signalbox",
        "of it: java");
    for (MergeReplay replay : replays) {
      List<String> merges = replay.merges();
      Path pairs = replay.file(merges);
      List<String> expected = new ArrayList<>();
      for (String merge : merges) {
        String[] sides = merge.split(" ");
        expected.add(replay.expected(sides[0], sides[1]));
      }
      String before = replay.objects();
      assertThat(lines(conflicts(replay, pairs))).isEqualTo(expected);
      assertThat(replay.objects()).isEqualTo(before);
      List<List<Double>> times =
          Stream.generate(() -> (List<Double>) new ArrayList<Double>()).limit(4).toList();
      String arguments = " merge-tree --write-tree --allow-unrelated-histories -z ";
      for (int round = 0; round < ROUNDS; round++) {
        if (round < 2) {
          times
              .get(0)
              .add(seconds(() -> shell(replay, "xargs -n 2 git" + arguments + "<" + pairs)));
        }
        times.get(1).add(seconds(() -> shell(replay, "git" + arguments + "--stdin <" + pairs)));
        times.get(2).add(seconds(() -> conflicts(replay, pairs)));
        times.get(3).add(seconds(() -> conflicts(replay, Path.of("/dev/null"))));
      }
      System.out.printf(
          "%-24s %7d %9d %10.2f s %10.2f s %10.2f s %10.2f s   %.2f × each, %.2f × --stdin%n",
          replay.name,
          merges.size(),
          expected.stream().filter(line -> line.contains("\tconflict\t")).count(),
          median(times.get(0)),
          median(times.get(1)),
          median(times.get(2)),
          median(times.get(3)),
          median(times.get(2)) / median(times.get(0)),
          median(times.get(2)) / median(times.get(1)));
    }
  }

  private static void shell(MergeReplay replay, String command) throws Exception {
    MergeReplay.run(replay.clone, Map.of(), "sh", "-c", command + " >/dev/null");
  }

  @Test
  void withOneSideUncommittedInAWorkTree() throws Exception {
    System.out.printf(
        "%n%-24s %7s %9s %12s %12s%n",
        "one side uncommitted", "merges", "conflicts", "git, each", "signalbox");
    for (MergeReplay replay : replays) {
      List<UncommittedSide> trees = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        trees.add(new UncommittedSide(replay, folder.resolve(replay.name + "-" + i)));
      }
      List<String> merges = new ArrayList<>(replay.merges());
      int done = 0;
      int conflicting = 0;
      double bySpawn = 0;
      double bySignalbox = 0;
      while (done < UNCOMMITTED && !merges.isEmpty()) {
        List<String> pairs = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        List<UncommittedSide> filled = new ArrayList<>();
        while (filled.size() < AT_ONCE && !merges.isEmpty()) {
          String[] sides = merges.removeFirst().split(" ");
          UncommittedSide tree = trees.get(filled.size());
          if (tree.fill(sides[0], sides[1])) {
            filled.add(tree);
            pairs.add(sides[0] + "\tworktree:" + tree.folder);
          }
        }
        bySpawn +=
            seconds(
                () -> {
                  for (UncommittedSide tree : filled) {
                    tree.byGit();
                  }
                });
        for (UncommittedSide tree : filled) {
          String line = replay.expected(tree.left, tree.commit());
          expected.add(line.replace(tree.commit(), "worktree:" + tree.folder));
          // What it says of the two commits themselves.
          assertThat(verdict(line)).isEqualTo(verdict(replay.expected(tree.left, tree.right)));
        }
        Path file = replay.file(pairs);
        List<String> said = new ArrayList<>();
        bySignalbox += seconds(() -> said.addAll(lines(conflicts(replay, file))));
        assertThat(said).isEqualTo(expected);
        done += filled.size();
        conflicting += (int) said.stream().filter(line -> line.contains("\tconflict\t")).count();
      }
      System.out.printf(
          "%-24s %7d %9d %10.2f s %10.2f s   %.2f ×, %d a call%n",
          replay.name, done, conflicting, bySpawn, bySignalbox, bySignalbox / bySpawn, AT_ONCE);
    }
  }

  /// Clean with its tree; or conflict, whose tree has the commits' names in it.
  private static String verdict(String line) {
    String[] fields = line.split("\t", -1);
    return fields[2].equals("clean") ? fields[3] : fields[2];
  }

  @Test
  void aTasksRowInAWarmProcess() throws Exception {
    System.out.printf("%n%-24s %s%n", "1 commit, 15 others", "one row, median and worst of 40");
    for (MergeReplay replay : replays) {
      List<String> tips =
          replay.merges().stream()
              .flatMap(merge -> Arrays.stream(merge.split(" ")))
              .distinct()
              .limit(600)
              .toList();
      History history = History.open(replay.clone, System.getenv());
      try (Quarantine quarantine = Quarantine.of(history, System.getenv())) {
        MergeOracle oracle = new MergeOracle(quarantine.holding(history.git()));
        List<Double> times = new ArrayList<>();
        for (int row = 0; row < 40; row++) {
          List<MergePair> pairs = new ArrayList<>();
          for (int i = 0; i < 15; i++) {
            pairs.add(new MergePair(tips.get(row), tips.get((row * 15 + i + 1) % tips.size())));
          }
          times.add(seconds(() -> oracle.verdicts(pairs)));
        }
        double median = median(times);
        System.out.printf(
            "%-24s %6.1f ms %6.1f ms%n", replay.name, median * 1e3, times.getLast() * 1e3);
      }
    }
  }
}
