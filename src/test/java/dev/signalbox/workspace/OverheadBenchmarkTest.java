package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a task adds beyond its own command, against a plain `git worktree add` of the same
/// repository in the same run.
@Tag("benchmark")
class OverheadBenchmarkTest {
  private static final int FILES = 2_000;
  private static final int ROUNDS = 15;
  private static final int WARM_UP = 3;
  private static final double MOST = 1.5;

  @TempDir Path folder;
  private final Map<String, List<Double>> times = new LinkedHashMap<>();

  @Test
  void isAtMostOneAndAHalfTimesAPlainWorktreeAdd() throws Exception {
    ScratchRepository repository = ScratchRepository.empty(folder);
    for (int i = 0; i < FILES; i++) {
      repository.write(
          "src/m" + i / 50 + "/f" + i + ".txt",
          ScratchRepository.lines("file " + i + " line ", 30));
    }
    repository.commit("base");
    repository.git("gc", "-q");
    try (GitWorkspace workspace = repository.settings().opened()) {
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        Path plain = folder.resolve("plain" + (round + WARM_UP));
        timed(
            round,
            "git worktree add",
            () -> repository.git("worktree", "add", "-q", "--detach", plain.toString(), "main"));
        task(repository, workspace, round);
      }
    }
    report();
  }

  private void task(ScratchRepository repository, GitWorkspace workspace, int round)
      throws Exception {
    AttemptKey key = new AttemptKey("run-1", "task", round + WARM_UP + 1);
    WorkTree tree = timed(round, "prepare", () -> workspace.prepare(key, repository.log()));
    for (int i = 0; i < 4; i++) {
      Path file = tree.directory().resolve("src/m" + i + "/f" + (i * 50 + 7) + ".txt");
      Files.writeString(file, Files.readString(file) + "round " + round + "\n");
    }
    Files.writeString(tree.directory().resolve("src/new" + (round + WARM_UP) + ".txt"), "new\n");
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
        timed(round, "commit", () -> workspace.commit(merge, head, "agent", "Do it", Map.of()));
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

  private void report() {
    StringBuilder table = new StringBuilder("\nOverhead of a task, " + FILES + " files, medians\n");
    double plain = 0;
    double task = 0;
    for (var entry : times.entrySet()) {
      List<Double> all = new ArrayList<>(entry.getValue());
      Collections.sort(all);
      double median = all.get(all.size() / 2);
      if (entry.getKey().equals("git worktree add")) {
        plain = median;
      } else {
        task += median;
      }
      table.append(String.format("  %-28s %8.1f ms%n", entry.getKey(), median));
    }
    double ratio = task / plain;
    table.append(String.format("  %-28s %8.1f ms%n", "task, without its command", task));
    table.append(String.format("  %-28s %8.2f (at most %.1f)%n", "ratio", ratio, MOST));
    System.out.println(table);
    assertThat(ratio).isLessThanOrEqualTo(MOST);
  }
}
