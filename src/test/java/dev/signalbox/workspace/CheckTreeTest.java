package dev.signalbox.workspace;

import static dev.signalbox.workspace.GitWorkspaceTest.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.WorkspaceSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The check sees exactly the tree that would land.
class CheckTreeTest {
  @TempDir Path folder;
  private ScratchRepository repository;
  private String first;
  private String second;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
    repository.write(".gitignore", "cache/\n");
    first = repository.commit("ignore");
    repository.git("rm", "-q", "b.txt");
    repository.write("a.txt", "second\n");
    repository.write("d/e.txt", "e\n");
    second = repository.commit("second");
    repository.git("reset", "-q", "--hard", first);
  }

  private String tree(String commit) throws Exception {
    return repository.git("rev-parse", commit + "^{tree}");
  }

  @Test
  void withoutACommandEverythingPasses() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      assertThat(workspace.check(first, repository.log())).isEqualTo(new Workspace.Check(true, ""));
      assertThat(repository.git("worktree", "list").lines()).hasSize(1);
    }
  }

  @Test
  void isBroughtToExactlyTheTreeEachTime() throws Exception {
    String command =
        "find . -name .git -prune -o -type f -print | sort; git status --porcelain; cat a.txt;"
            + " echo x >> a.txt; echo x > left.txt; mkdir -p cache d; echo x > cache/c; rm -f b.txt;"
            + " git init -q nested; echo x > nested/x";
    try (GitWorkspace workspace = repository.settings().check(command).opened()) {
      String a = "a1\na2\na3\na4\na5\na6\na7\na8\na9\na10\n";
      assertThat(workspace.check(first, repository.log()).tail())
          .isEqualTo("./.gitignore\n./a.txt\n./b.txt\n./src/c.txt\n" + a);
      assertThat(workspace.check(tree(second), repository.log()).tail())
          .isEqualTo("./.gitignore\n./a.txt\n./cache/c\n./d/e.txt\n./src/c.txt\nsecond\n");
      assertThat(workspace.check(tree(first), repository.log()).tail())
          .isEqualTo("./.gitignore\n./a.txt\n./b.txt\n./cache/c\n./src/c.txt\n" + a);
    }
  }

  @Test
  void cleanMeansWithoutCaches() throws Exception {
    ScratchRepository.Settings settings = repository.settings();
    settings.check =
        new CheckPolicy("ls cache; mkdir -p cache; echo x > cache/c", true, true, null);
    try (GitWorkspace workspace = settings.opened()) {
      workspace.check(first, repository.log());
      assertThat(workspace.check(second, repository.log()).tail()).doesNotContain("c\n");
    }
  }

  @Test
  void isPreparedAsTasksAre() throws Exception {
    repository.write("local.conf", "local\n");
    try (GitWorkspace workspace =
        repository
            .settings()
            .setup(
                new WorkspaceSetup(
                    List.of("*.conf"), List.of(), "echo $SIGNALBOX_CHECK >> set-up.txt", null))
            .check("cat local.conf set-up.txt; rm -f local.conf")
            .opened()) {
      assertThat(workspace.check(first, repository.log()).tail()).isEqualTo("local\n1\n");
      assertThat(workspace.check(second, repository.log()).tail()).isEqualTo("local\n1\n");
    }
  }

  @Test
  void itsOutputIsInTheLogAndItsEndInTheAnswer() throws Exception {
    try (GitWorkspace workspace =
        repository.settings().check("echo checking; echo wrong >&2; exit 1").opened()) {
      assertThat(workspace.check(first, repository.log()))
          .isEqualTo(new Workspace.Check(false, "checking\nwrong\n"));
      assertThat(repository.log()).hasContent("checking\nwrong\n");
    }
  }

  @Test
  void takesNoLongerThanItMay() throws Exception {
    ScratchRepository.Settings settings = repository.settings();
    settings.check = new CheckPolicy("echo begun; sleep 1000", true, false, Duration.ofMillis(200));
    try (GitWorkspace workspace = settings.opened()) {
      Workspace.Check check = workspace.check(first, repository.log());
      assertThat(check.passed()).isFalse();
      assertThat(check.tail()).contains("begun").contains("took longer than");
    }
  }

  @Test
  void interruptedItIsEndedWhole() throws Exception {
    Path pid = folder.resolve("pid");
    try (GitWorkspace workspace =
        repository.settings().check("echo $$ > " + pid + "; sleep 1000").opened()) {
      CountDownLatch ended = new CountDownLatch(1);
      Thread checking =
          Thread.startVirtualThread(
              () -> {
                try {
                  workspace.check(first, repository.log());
                } catch (InterruptedException e) {
                  ended.countDown();
                } catch (WorkspaceException e) {
                  throw new IllegalStateException(e);
                }
              });
      while (!Files.exists(pid) || Files.size(pid) == 0) {
        Thread.onSpinWait();
      }
      checking.interrupt();
      ended.await();
      assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))).isNotPresent();
      // Not a work tree that anybody is in the way of.
      assertThat(workspace.seal(workspace.prepare(key("one"), repository.log())).isEmpty())
          .isTrue();
    }
  }
}
