package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Work trees that come and go while others of the same repository do.
class TreePoolTest {
  @TempDir Path folder;
  private ScratchRepository repository;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "add", "remove", "unlock"})
  void anotherWorkTreeThatIsJustBeingMadeIsWaitedFor(String command) throws Exception {
    Git git = Git.in(repository.top, withHalfWrittenTreeAt(command));
    Path trees = folder.toRealPath().resolve("trees");
    TreePool pool = new TreePool(git, trees, "run-1");
    pool.open();
    Slot kept = pool.take("main");
    Slot gone = pool.take("main");
    pool.keep(kept, false);
    pool.discard(gone);
    pool.close();
    assertThat(folder.resolve("met")).exists();
    assertThat(repository.git("worktree", "list", "--porcelain"))
        .contains(kept.directory().toString())
        .doesNotContain(gone.directory().toString())
        .doesNotContain("locked");
  }

  @Test
  void whatIsCheckedOutIsFoundWhileWorkTreesGo() throws Exception {
    Repository opened = Repository.open(repository.top, repository.environment);
    Path trees = repository.top.resolve(".git/worktrees");
    AtomicBoolean going = new AtomicBoolean(true);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> others =
          threads.submit(
              () -> {
                while (going.get()) {
                  Path tree = Files.createDirectories(trees.resolve("other"));
                  Files.writeString(tree.resolve("gitdir"), "/nowhere/other/.git");
                  Files.writeString(tree.resolve("HEAD"), "ref: refs/heads/other");
                  FolderRemoval.delete(trees);
                }
                return null;
              });
      try {
        for (int i = 0; i < 3_000; i++) {
          assertThat(opened.checkedOut())
              .contains(new Repository.CheckedOut("refs/heads/main", repository.top));
        }
      } finally {
        going.set(false);
      }
      others.get();
    }
  }

  /// An environment whose git, when it is first asked for a command on work trees, finds one of
  /// which another process has written but the beginning.
  private Map<String, String> withHalfWrittenTreeAt(String command) throws Exception {
    String real = repository.run(folder, Map.of(), "sh", "-c", "command -v git");
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Path half = repository.top.resolve(".git/worktrees/half");
    Path wrapper =
        Files.writeString(
            programs.resolve("git"),
            """
            #!/bin/sh
            case "$*" in
              *"worktree COMMAND"*)
                if [ ! -e 'MET' ]; then
                  : > 'MET'
                  mkdir -p 'HALF'
                  echo /nowhere/half/.git > 'HALF/gitdir'
                  echo 0000000000000000000000000000000000000000 > 'HALF/HEAD'
                  : > 'HALF/commondir'
                  'GIT' "$@"
                  exit=$?
                  rm -r 'HALF'
                  exit $exit
                fi
            esac
            exec 'GIT' "$@"
            """
                .replace("COMMAND", command)
                .replace("MET", folder.resolve("met").toString())
                .replace("HALF", half.toString())
                .replace("GIT", real));
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = new HashMap<>(repository.environment);
    environment.merge("PATH", programs.toString(), (path, first) -> first + ":" + path);
    return environment;
  }
}
