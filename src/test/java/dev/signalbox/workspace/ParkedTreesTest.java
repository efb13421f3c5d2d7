package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.WorkspaceSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A work tree that waits for the attempt that goes on in it, and what attempts that run side by
/// side are told apart by.
class ParkedTreesTest {
  private static final AttemptKey FIRST = new AttemptKey("run-1", "a", 1);
  private static final AttemptKey SECOND = new AttemptKey("run-1", "a", 2);

  @TempDir Path folder;
  private ScratchRepository repository;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
  }

  @Test
  void theNextAttemptGoesOnInTheSameTreeAndSealsWhatBothChanged() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree tree = workspace.prepare(FIRST, repository.log());
      Files.writeString(tree.directory().resolve("first.txt"), "first\n");
      assertThat(workspace.park(tree)).isEmpty();
      assertThat(workspace.environment(FIRST)).isEmpty();

      WorkTree again = workspace.goOn(SECOND, FIRST, tree.directory(), repository.log());
      assertThat(again.directory()).isEqualTo(tree.directory());
      assertThat(again.base()).isEqualTo(tree.base());
      Files.writeString(again.directory().resolve("second.txt"), "second\n");
      Sealed sealed = workspace.seal(again);
      assertThat(sealed.changes())
          .extracting(Sealed.Change::path)
          .containsExactly("first.txt", "second.txt");
      workspace.release(again, false);
    }
  }

  @Test
  void aParkedTreeOutlivesItsProcess() throws Exception {
    Path directory;
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree tree = workspace.prepare(FIRST, repository.log());
      directory = tree.directory();
      Files.writeString(directory.resolve("first.txt"), "first\n");
      workspace.park(tree);
    }
    assertThat(directory.resolve("first.txt")).hasContent("first\n");
    try (GitWorkspace workspace = repository.settings().opened()) {
      assertThat(directory.resolve("first.txt")).hasContent("first\n");
      WorkTree again = workspace.goOn(SECOND, FIRST, directory, repository.log());
      assertThat(again.directory()).isEqualTo(directory);
      assertThat(workspace.seal(again).changes())
          .extracting(Sealed.Change::path)
          .containsExactly("first.txt");
      workspace.release(again, false);
    }
    assertThat(directory).doesNotExist();
    assertThat(repository.git("worktree", "list").lines()).hasSize(1);
  }

  @Test
  void whereTheParkedTreeIsGoneANewOneIsMade() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree tree = workspace.prepare(FIRST, repository.log());
      workspace.park(tree);
      workspace.abandon(FIRST, tree.directory());
      assertThat(tree.directory()).doesNotExist();
      WorkTree again = workspace.goOn(SECOND, FIRST, tree.directory(), repository.log());
      assertThat(again.directory()).isDirectory();
      workspace.release(again, false);
    }
  }

  @Test
  void attemptsSideBySideHaveNumbersAndPortsOfTheirOwnAndTheirSetUpKnowsThem() throws Exception {
    WorkspaceSetup setup =
        new WorkspaceSetup(List.of(), List.of(), "echo $SIGNALBOX_PORT > port.txt", null);
    AttemptKey other = new AttemptKey("run-1", "Other.Task", 1);
    try (GitWorkspace workspace = repository.settings().setup(setup).opened()) {
      WorkTree one = workspace.prepare(FIRST, repository.log());
      WorkTree two = workspace.prepare(other, repository.log());
      assertThat(workspace.environment(FIRST))
          .containsEntry("SIGNALBOX_SLOT", "0")
          .containsEntry("SIGNALBOX_PORT", "16000");
      assertThat(workspace.environment(other))
          .containsEntry("SIGNALBOX_SLOT", "1")
          .containsEntry("SIGNALBOX_PORT", "16010")
          .containsEntry("COMPOSE_PROJECT_NAME", "signalbox-run-1-other-task-1");
      assertThat(one.directory().resolve("port.txt")).hasContent("16000");
      assertThat(two.directory().resolve("port.txt")).hasContent("16010");
      workspace.seal(one);
      workspace.release(one, false);
      WorkTree three = workspace.prepare(SECOND, repository.log());
      assertThat(workspace.environment(SECOND)).containsEntry("SIGNALBOX_SLOT", "0");
      workspace.release(three, false);
      workspace.release(two, false);
    }
  }

  @Test
  void numbersOfOneFileAreUniqueOnTheMachineAndFreeOnceTheProcessIsGone() throws Exception {
    Path file = folder.resolve("slots.lock");
    Path ready = folder.resolve("ready");
    // Another process holds the first two numbers: locks of one process do not exclude each other.
    Process holder =
        new ProcessBuilder(
                "python3",
                "-c",
                """
                import fcntl, sys, pathlib
                f = open(sys.argv[1], "w")
                fcntl.lockf(f, fcntl.LOCK_EX, 2, 0)
                pathlib.Path(sys.argv[2]).touch()
                sys.stdin.read()
                """,
                file.toString(),
                ready.toString())
            .start();
    try (Places places = Places.onMachine(file)) {
      while (!Files.exists(ready) && holder.isAlive()) {
        Thread.onSpinWait();
      }
      int taken = places.take();
      assertThat(taken).isEqualTo(2);
      holder.destroyForcibly().waitFor();
      assertThat(places.take()).isZero();
      places.giveBack(taken);
      assertThat(places.take()).isEqualTo(1);
      assertThat(places.take()).isEqualTo(2);
    } finally {
      holder.destroyForcibly();
    }
  }
}
