package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitTest {
  @TempDir Path folder;
  private ScratchRepository repository;
  private Git git;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
    git = Git.in(repository.top, repository.environment);
  }

  @Test
  void nothingOfTheUsersEnvironmentLeadsItElsewhere() throws Exception {
    Map<String, String> environment = new HashMap<>(repository.environment);
    environment.put("GIT_DIR", "/nowhere");
    environment.put("GIT_INDEX_FILE", "/nowhere");
    environment.put("GIT_CONFIG_COUNT", "1");
    environment.put("GIT_CONFIG_KEY_0", "user.name");
    environment.put("GIT_CONFIG_VALUE_0", "elsewhere");
    environment.put("LANGUAGE", "de");
    Git same = Git.in(repository.top, environment);
    assertThat(same.line("status", "--porcelain")).isEmpty();
    assertThat(same.line("config", "user.name")).isEqualTo("Una User");
  }

  @Test
  void errorsAreSentencesWithItsOwnLastWord() {
    assertThatThrownBy(() -> git.run("rev-parse", "--verify", "nothing"))
        .isInstanceOf(WorkspaceException.class)
        .hasMessage("git rev-parse failed in " + repository.top + ": Needed a single revision");
    assertThatThrownBy(() -> git.in(folder.resolve("gone")).run("status"))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("git could not be started in " + folder.resolve("gone"));
  }

  @Test
  void readsWhatItIsGivenHoweverLong() throws Exception {
    byte[] text = "line\n".repeat(200_000).getBytes(StandardCharsets.UTF_8);
    String id = git.run(text, "hash-object", "-w", "--stdin").line();
    assertThat(git.run("cat-file", "blob", id).bytes()).isEqualTo(text);
  }

  @Test
  void onlyTheBeginningIsReadWhereMoreIsNotWanted() throws Exception {
    byte[] text = "line\n".repeat(200_000).getBytes(StandardCharsets.UTF_8);
    String id = git.run(text, "hash-object", "-w", "--stdin").line();
    GitOutput output = git.beginning(12, "cat-file", "blob", id);
    assertThat(output.text()).isEqualTo("line\nline\nli");
    assertThat(output.whole()).isFalse();
  }

  @Test
  void interruptedItEndsTheProcess() throws Exception {
    Path pid = folder.resolve("pid");
    CountDownLatch ended = new CountDownLatch(1);
    Thread waiting =
        Thread.startVirtualThread(
            () -> {
              try {
                git.run("-c", "alias.wait=!echo $$ > " + pid + "; exec sleep 1000", "wait");
              } catch (InterruptedException e) {
                ended.countDown();
              } catch (WorkspaceException e) {
                throw new IllegalStateException(e);
              }
            });
    while (!Files.exists(pid) || Files.size(pid) == 0) {
      Thread.onSpinWait();
    }
    waiting.interrupt();
    ended.await();
    ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
        .ifPresent(process -> process.onExit().join());
  }

  @Test
  void noHookOfTheUsersRuns() throws Exception {
    Path hooks = Files.createDirectories(repository.top.resolve(".git/hooks"));
    for (String name : new String[] {"post-checkout", "reference-transaction", "pre-commit"}) {
      Path hook =
          Files.writeString(hooks.resolve(name), "#!/bin/sh\necho x >> " + folder + "/ran\n");
      assertThat(hook.toFile().setExecutable(true)).isTrue();
    }
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree tree = workspace.prepare(GitWorkspaceTest.key("one"), repository.log());
      Files.writeString(tree.directory().resolve("a.txt"), "x\n");
      GitWorkspaceTest.land(workspace, workspace.seal(tree));
    }
    assertThat(folder.resolve("ran")).doesNotExist();
  }
}
