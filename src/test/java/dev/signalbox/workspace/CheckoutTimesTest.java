package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.watch.Reads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What git can tell by the times of a work tree that was made a moment before.
class CheckoutTimesTest {
  private static final int ROUNDS = 5;

  @TempDir Path folder;
  private ScratchRepository repository;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
    for (int i = 0; i < 60; i++) {
      repository.write("lib/deep" + i % 6 + "/f" + i + ".txt", "file " + i + "\n");
    }
    repository.write("lib/.gitignore", "*.log\n");
    repository.commit("more");
  }

  private static AttemptKey attempt(int number) {
    return new AttemptKey("run-1", "a", number);
  }

  private String git(WorkTree tree, String... arguments) throws Exception {
    return repository.gitIn(tree.directory(), Map.of(), arguments);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void anAgentsGitStatusReadsNamesAndAtMostWhatTheCheckoutHasJustWritten() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      for (int number = 1; number <= ROUNDS; number++) {
        WorkTree tree = workspace.prepare(attempt(number), repository.log());
        assertThat(git(tree, "status", "--porcelain")).isEmpty();
        assertThat(git(tree, "diff")).isEmpty();
        Reads none = workspace.seal(tree).reads();
        if (number == 1) {
          assertThat(none.files()).containsExactly("lib/.gitignore");
        } else {
          // What the attempt before had changed was written again in this very second.
          assertThat(none.files())
              .contains("lib/.gitignore")
              .allMatch(file -> file.startsWith("lib/") || file.equals("a.txt"));
        }
        assertThat(none.folders()).contains("", "src", "lib", "lib/deep5");
        workspace.release(tree, false);
        WorkTree other = workspace.prepare(attempt(ROUNDS + number), repository.log());
        for (int i = 0; i < 30; i++) {
          Files.writeString(other.directory().resolve("lib/deep" + i % 6 + "/f" + i + ".txt"), "");
        }
        Files.delete(other.directory().resolve("a.txt"));
        workspace.seal(other);
        workspace.release(other, false);
      }
    }
  }

  @Test
  void anEditOfTheSameLengthThatIsMadeAtOnceIsSeenByGitAndSealed() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      for (int number = 1; number <= ROUNDS; number++) {
        WorkTree tree = workspace.prepare(attempt(number), repository.log());
        String text = "d\n";
        Files.writeString(tree.directory().resolve("src/c.txt"), text);
        assertThat(git(tree, "status", "--porcelain")).isEqualTo(" M src/c.txt");
        assertThat(git(tree, "diff")).contains("-c\n+d");
        assertThat(workspace.seal(tree).changes())
            .extracting(Sealed.Change::path)
            .containsExactly("src/c.txt");
        workspace.release(tree, false);
      }
    }
  }

  @Test
  void onlyFilesAsYoungAsTheIndexGetOlderAndTheIndexIsNotAheadOfTheClock() throws Exception {
    Path trees = folder.toRealPath().resolve("trees");
    Git git = Git.in(repository.top, repository.environment);
    TreePool pool = new TreePool(git, trees, "run-1");
    pool.open();
    Slot slot = pool.take("main");
    long index = seconds(slot.admin().resolve("index"));
    assertThat(index).isLessThanOrEqualTo(System.currentTimeMillis() / 1000);
    try (var files = Files.walk(slot.directory())) {
      assertThat(files.filter(Files::isRegularFile).filter(file -> !file.endsWith(".git")))
          .hasSize(64)
          .allSatisfy(file -> assertThat(seconds(file)).isLessThan(index));
    }
    Path old = slot.directory().resolve("b.txt");
    long before = seconds(old);
    Snapshots.begin(slot);
    pool.giveBack(slot);
    assertThat(pool.take("main")).isEqualTo(slot);
    assertThat(seconds(old)).isEqualTo(before);
    pool.close();
  }

  private static long seconds(Path file) throws Exception {
    return Files.getLastModifiedTime(file).toInstant().getEpochSecond();
  }
}
