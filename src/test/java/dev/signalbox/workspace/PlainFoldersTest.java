package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFoldersTest {
  @TempDir Path folder;

  @Test
  void eachAttemptHasAnEmptyFolderThatGoesUnlessItIsKept() throws Exception {
    Path parent = folder.resolve("folders");
    Path kept;
    try (PlainFolders folders = new PlainFolders(parent)) {
      assertThat(folders.open().repository()).isEmpty();
      WorkTree one = folders.prepare(new AttemptKey("r", "a/b", 1), folder.resolve("log"));
      WorkTree two = folders.prepare(new AttemptKey("r", "two", 1), folder.resolve("log"));
      folders.prepare(new AttemptKey("r", "three", 1), folder.resolve("log"));
      assertThat(one.directory()).isEmptyDirectory().hasParent(parent);
      Files.writeString(one.directory().resolve("x"), "x");
      assertThat(folders.seal(one).isEmpty()).isTrue();
      folders.release(one, false);
      assertThat(one.directory()).doesNotExist();
      folders.release(two, true);
      kept = two.directory();
      folders.prepare(new AttemptKey("r", "four", 1), folder.resolve("log"));
    }
    assertThat(parent).isDirectoryContaining(path -> path.equals(kept));
    assertThat(parent.toFile().list()).hasSize(1);
  }
}
