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
}
