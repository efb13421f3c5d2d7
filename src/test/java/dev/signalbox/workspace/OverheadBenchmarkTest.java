package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.BenchmarkTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a task adds beyond its own command, against a plain `git worktree add` of the same
/// repository in the same run, and against the whole of it by hand: the work tree, a commit, the
/// branch moved, the work tree removed.
@Tag("benchmark")
class OverheadBenchmarkTest {
  private static final int FILES = 2_000;
  private static final int ROUNDS = 15;
  private static final int WARM_UP = 3;
  private static final double MOST = 1.5;
  private static final String PLAIN = "git worktree add";
  private static final String BY_HAND = "by hand: ";

  @TempDir Path folder;
  private final Map<String, List<Double>> times = new LinkedHashMap<>();

  @Test
  void isAtMostOneAndAHalfTimesAPlainWorktreeAdd() throws Exception {
    ScratchRepository repository = ScratchRepository.empty(folder);
    for (int i = 0; i < FILES; i++) {
      Path file =
          repository.write(
              "src/m" + i / 50 + "/f" + i + ".txt",
              ScratchRepository.lines("file " + i + " line ", 30));
      // Of files as young as its index, git would read each whenever it looks at the checkout.
      Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }
    repository.commit("base");
    repository.git("gc", "-q");
    try (GitWorkspace workspace = repository.settings().opened()) {
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        Path plain = folder.resolve("plain" + (round + WARM_UP));
        timed(
            round,
            PLAIN,
            () -> repository.git("worktree", "add", "-q", "--detach", plain.toString(), "main"));
        byHand(repository, round);
        task(repository, workspace, round);
      }
    }
    report();
  }

  private void byHand(ScratchRepository repository, int round) throws Exception {
    Path tree = folder.resolve("hand" + (round + WARM_UP));
    timed(
        round,
        BY_HAND + "add",
        () -> repository.git("worktree", "add", "-q", "--detach", tree.toString(), "main"));
    edit(tree, round);
    timed(
        round,
        BY_HAND + "commit",
        () -> {
          repository.gitIn(tree, Map.of(), "add", "-A");
          return repository.gitIn(tree, Map.of(), "commit", "-q", "-m", "Do it");
        });
    timed(
        round,
        BY_HAND + "move the branch",
        () -> {
          String commit = repository.gitIn(tree, Map.of(), "rev-parse", "HEAD");
          return repository.git("update-ref", "refs/heads/by-hand", commit);
        });
    timed(
        round,
        BY_HAND + "remove",
        () -> repository.git("worktree", "remove", "--force", tree.toString()));
  }

  private static void edit(Path tree, int round) throws Exception {
    for (int i = 0; i < 4; i++) {
      Path file = tree.resolve("src/m" + i + "/f" + (i * 50 + 7) + ".txt");
      Files.writeString(file, Files.readString(file) + "round " + round + "\n");
    }
    Files.writeString(tree.resolve("src/new" + (round + WARM_UP) + ".txt"), "new\n");
  }

  private void task(ScratchRepository repository, GitWorkspace workspace, int round)
      throws Exception {
    AttemptKey key = new AttemptKey("run-1", "task", round + WARM_UP + 1);
    WorkTree tree = timed(round, "prepare", () -> workspace.prepare(key, repository.log()));
    edit(tree.directory(), round);
    Sealed sealed = timed(round, "seal", () -> workspace.seal(tree));
    timed(
        round,
        "release",
        () -> {
          workspace.release(tree, false);
          return "";
        });
    String head = timed(round, "head", workspace::head);
    Merge.Clean merge = timed(round, "merge", () -> (Merge.Clean) workspace.merge(sealed, head));
    String commit =
        timed(
            round,
            "commit",
            () ->
                ScratchRepository.made(
                    workspace.commit(merge, head, "agent", "Do it", Map.of(), repository.log())));
    assertThat(timed(round, "land", () -> workspace.land(commit, head))).isTrue();
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws Exception;
  }

  private <T> T timed(int round, String name, Step<T> step) throws Exception {
    long start = System.nanoTime();
    T result = step.run();
    if (round >= 0) {
      times.computeIfAbsent(name, key -> new ArrayList<>()).add((System.nanoTime() - start) / 1e6);
    }
    return result;
  }

  private void report() throws Exception {
    BenchmarkTable table =
        new BenchmarkTable(
            "Milliseconds a task, %,d files, medians of %d".formatted(FILES, ROUNDS));
    Map<String, Double> medians = new LinkedHashMap<>();
    times.forEach((name, all) -> medians.put(name, all.stream().sorted().toList().get(ROUNDS / 2)));
    double plain = medians.get(PLAIN);
    double hand = sum(medians, name -> name.startsWith(BY_HAND));
    double task = sum(medians, name -> !name.startsWith(BY_HAND) && !name.equals(PLAIN));
    medians.put("by hand, all of it", hand);
    medians.put("task, without its command", task);
    medians.forEach(
        (name, ms) ->
            table.row("what", name, "ms", ms, "by plain add", ms / plain, "by hand", ms / hand));
    table.write("overhead");
    assertThat(task / plain).isLessThanOrEqualTo(MOST);
  }

  private static double sum(Map<String, Double> medians, Predicate<String> which) {
    return medians.entrySet().stream()
        .filter(entry -> which.test(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
