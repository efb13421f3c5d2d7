package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotDiffTest {
  @TempDir Path folder;

  @Test
  void isTextThatNamesBinaryFilesAndIsBounded() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    String base = repository.git("rev-parse", "HEAD");
    repository.write("a.txt", ScratchRepository.lines("a", 9) + "ä\n");
    repository.git("mv", "b.txt", "moved.txt");
    Files.write(repository.top.resolve("x.bin"), new byte[] {0, 1, 2});
    String commit = repository.commit("second");
    String diff = SnapshotDiff.read(repository.top, base, commit, 1 << 20);
    assertThat(diff)
        .contains("-a10\n+ä\n", "rename from b.txt\nrename to moved.txt\n")
        .contains("Binary files /dev/null and b/x.bin differ\n");
    String cut = SnapshotDiff.read(repository.top, base, commit, 100);
    assertThat(cut).startsWith("diff --git a/a.txt b/a.txt\n").contains("[the diff goes on: ");
    assertThat(cut.lines().count()).isLessThan(8);
  }

  @Test
  void sinceIsOnlyAboutWhatTheLandingAlters() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    String first = repository.git("rev-parse", "HEAD");
    repository.write("a.txt", ScratchRepository.lines("a", 9) + "of the task\n");
    repository.write("[odd].txt", "of the task\n");
    String before = tree(repository);
    repository.git("reset", "--hard", "--quiet", first);
    repository.write("other.txt", "of another task\n");
    repository.write("o.txt", "of another task\n");
    repository.write("a.txt", "of another task\n" + ScratchRepository.lines("a", 9));
    String second = repository.commit("another");
    assertThat(SnapshotDiff.since(repository.top, first, before, first, before, 1 << 20)).isEmpty();

    repository.write(
        "a.txt", "of another task\n" + ScratchRepository.lines("a", 9) + "of the task\n");
    repository.write("[odd].txt", "of the task\n");
    String now = tree(repository);
    assertThat(SnapshotDiff.since(repository.top, first, before, second, now, 1 << 20))
        .startsWith("diff --git a/a.txt b/a.txt\n")
        .contains("\n+of another task\n")
        .doesNotContain("other.txt", "odd", "+of the task");

    repository.write("[odd].txt", "otherwise\n");
    String odd = tree(repository);
    assertThat(SnapshotDiff.since(repository.top, first, before, second, odd, 1 << 20))
        .contains("-of the task\n+otherwise\n")
        .doesNotContain("a/o.txt", "a/other.txt");
  }

  private static String tree(ScratchRepository repository) throws Exception {
    repository.git("add", "--all");
    return repository.git("write-tree");
  }
}
