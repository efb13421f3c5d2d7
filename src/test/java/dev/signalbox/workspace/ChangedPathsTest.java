package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// git is never left unasked about two changes that it does not merge.
class ChangedPathsTest {
  private static final int CHANGES = 24;

  @TempDir Path folder;

  private record Change(String commit, ChangedPaths paths, String script) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatCannotMeetMerges(long seed) throws Exception {
    Random random = new Random(seed);
    ScratchRepository repository = ScratchRepository.empty(folder);
    for (String name : List.of("a/1", "a/2", "a/3", "b/1", "b/2", "b/deep/1", "c", "d")) {
      repository.write(name + ".txt", ScratchRepository.lines(name, 12));
    }
    String base = repository.commit("base");
    Git git = Git.in(repository.top, repository.environment);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      String script = script(random, i);
      repository.run(repository.top, Map.of(), "sh", "-c", script);
      repository.git("add", "-A");
      repository.git("commit", "-q", "--allow-empty", "-m", "c" + i);
      String commit = repository.git("rev-parse", "HEAD");
      changes.add(new Change(commit, ChangedPaths.between(git, base, commit), script));
      repository.git("reset", "-q", "--hard", base);
      repository.git("clean", "-fdq");
    }
    List<Change[]> pairs = new ArrayList<>();
    List<MergePair> row = new ArrayList<>();
    for (int i = 0; i < CHANGES; i++) {
      for (int j = 0; j < i; j++) {
        pairs.add(new Change[] {changes.get(i), changes.get(j)});
        row.add(new MergePair(changes.get(i).commit(), changes.get(j).commit()));
      }
    }
    List<Verdict> verdicts = new MergeOracle(git).verdicts(row);
    int leftOut = 0;
    int conflicts = 0;
    for (int i = 0; i < pairs.size(); i++) {
      Change one = pairs.get(i)[0];
      Change other = pairs.get(i)[1];
      boolean mayMeet = one.paths().mayMeet(other.paths());
      assertThat(other.paths().mayMeet(one.paths())).isEqualTo(mayMeet);
      if (verdicts.get(i) instanceof Verdict.Conflicting) {
        conflicts++;
        assertThat(mayMeet).as(one.script() + "\nand\n" + other.script()).isTrue();
      }
      leftOut += mayMeet ? 0 : 1;
    }
    assertThat(conflicts).isPositive();
    assertThat(leftOut).isPositive();
  }

  private static String script(Random random, int number) {
    List<String> files =
        List.of("a/1.txt", "a/2.txt", "a/3.txt", "b/1.txt", "b/2.txt", "b/deep/1.txt", "c.txt");
    List<String> folders = List.of("a", "b", "b/deep");
    StringBuilder script = new StringBuilder();
    for (int i = random.nextInt(2); i >= 0; i--) {
      String file = files.get(random.nextInt(files.size()));
      String dir = folders.get(random.nextInt(folders.size()));
      script.append(
          switch (random.nextInt(7)) {
            case 0 -> "sed -i '%ds/$/ %d/' %s\n".formatted(1 + random.nextInt(12), number, file);
            case 1 -> "rm -f %s\n".formatted(file);
            case 2 -> "mv %s %s.moved%d\n".formatted(file, file, number % 3);
            case 3 -> "mv %s new%d\n".formatted(dir, number % 2);
            case 4 -> "mkdir -p %s; echo %d > %s/n%d.txt\n".formatted(dir, number, dir, number % 4);
            case 5 -> "rm -f %s; mkdir -p %s; echo x > %s/in\n".formatted(file, file, file);
            default -> "rm -rf %s; echo %d > %s\n".formatted(dir, number, dir);
          });
    }
    return script + "true";
  }

  @Test
  void aFileInThePlaceOfAFolderMeetsWhatLiesInIt() {
    ChangedPaths file = new ChangedPaths(Set.of("a"), Set.of("a"), Set.of());
    ChangedPaths inside = new ChangedPaths(Set.of("a/b"), Set.of("a/b"), Set.of());
    assertThat(file.mayMeet(inside)).isTrue();
    assertThat(inside.mayMeet(file)).isTrue();
  }
}
