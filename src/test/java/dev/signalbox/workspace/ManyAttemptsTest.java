package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attempts at once, and attempts that nobody brought to their end.
class ManyAttemptsTest {
  private static final int AT_ONCE = 8;
  private static final int ROUNDS = 3;

  @TempDir Path folder;
  private ScratchRepository repository;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
  }

  @Test
  void eightAtOnceAllLandAndNothingIsLeftBehind() throws Exception {
    for (int i = 0; i < AT_ONCE; i++) {
      repository.write("shared/" + i + ".txt", ScratchRepository.lines("l", 20));
    }
    repository.write("shared/all.txt", ScratchRepository.lines("l", 30 * AT_ONCE));
    repository.commit("shared");
    repository.write("a.txt", "the user's uncommitted work\n");
    repository.write("untracked.txt", "so is this\n");
    Map<String, String> before = repository.listing();
    try (GitWorkspace workspace = repository.settings().check("! grep -r '<<<<<<<' .").opened();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        List<Future<Sealed>> attempts = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
          attempts.add(threads.submit(attempt(workspace, round, i)));
        }
        for (Future<Sealed> attempt : attempts) {
          Sealed sealed = attempt.get();
          String head = workspace.head();
          Merge merge = workspace.merge(sealed, head);
          assertThat(merge).isInstanceOf(Merge.Clean.class);
          Merge.Clean clean = (Merge.Clean) merge;
          assertThat(workspace.check(clean.tree(), repository.log()).passed()).isTrue();
          String commit =
              ScratchRepository.made(
                  workspace.commit(clean, head, "agent", "Do it", Map.of(), repository.log()));
          assertThat(workspace.land(commit, head)).isTrue();
          assertThat(sealed.repositoryChanges()).isEmpty();
        }
      }
    }
    assertThat(repository.git("rev-list", "--count", "main..signalbox/test"))
        .isEqualTo(String.valueOf(AT_ONCE * ROUNDS));
    for (int i = 0; i < AT_ONCE; i++) {
      assertThat(repository.show("signalbox/test", "shared/all.txt"))
          .contains("l" + (i * 30 + 1) + " by 0." + i + ".1." + i + ".2." + i);
      assertThat(repository.show("signalbox/test", "own/" + i + ".txt")).isEqualTo("round 2");
    }
    assertThat(repository.listing()).isEqualTo(before);
    assertThat(repository.git("worktree", "list").lines()).hasSize(1);
    assertThat(folder.resolve("state/trees")).doesNotExist();
    try (var files = Files.walk(repository.top)) {
      assertThat(files.filter(file -> file.toString().endsWith(".lock"))).isEmpty();
    }
  }

  private Callable<Sealed> attempt(GitWorkspace workspace, int round, int i) {
    return () -> {
      AttemptKey key = new AttemptKey("run-1", "task " + i, round + 1);
      WorkTree tree = workspace.prepare(key, folder.resolve("log" + i));
      Path at = tree.directory();
      Path all = at.resolve("shared/all.txt");
      String line = "l" + (i * 30 + 1);
      String by = (round == 0 ? " by " : ".") + round + "." + i;
      Files.writeString(
          all, Files.readString(all).replaceFirst("(?m)^(" + line + "( by .*)?)$", "$1" + by));
      Files.createDirectories(at.resolve("own"));
      Files.writeString(at.resolve("own/" + i + ".txt"), "round " + round + "\n");
      repository.gitIn(at, workspace.environment(key), "add", "-A");
      repository.gitIn(at, workspace.environment(key), "commit", "-q", "-m", "round " + round);
      Sealed sealed = workspace.seal(tree);
      workspace.release(tree, false);
      return sealed;
    };
  }

  @Test
  void anEngineThatIsGoneIsSalvaged() throws Exception {
    GitWorkspace gone = repository.settings().opened();
    AttemptKey key = new AttemptKey("run-1", "one", 1);
    WorkTree tree = gone.prepare(key, repository.log());
    Files.writeString(tree.directory().resolve("a.txt"), "half done\n");
    Files.writeString(tree.directory().resolve("new.txt"), "new\n");
    WorkTree idle = gone.prepare(new AttemptKey("run-1", "idle", 1), repository.log());
    gone.seal(idle);
    gone.release(idle, false);

    try (GitWorkspace workspace = repository.settings().opened()) {
      assertThat(tree.directory()).doesNotExist();
      assertThat(idle.directory()).doesNotExist();
      assertThat(repository.show("refs/signalbox/run-1/one/1", "a.txt")).isEqualTo("half done");
      assertThat(repository.show("refs/signalbox/run-1/one/1", "new.txt")).isEqualTo("new");
    }
    assertThat(repository.git("worktree", "list").lines()).hasSize(1);
  }

  @Test
  void whatLostItsLinkToTheRepositoryIsSalvagedToo() throws Exception {
    GitWorkspace gone = repository.settings().opened();
    WorkTree tree = gone.prepare(new AttemptKey("run-1", "one", 1), repository.log());
    Files.writeString(tree.directory().resolve("a.txt"), "half done\n");
    Files.delete(tree.directory().resolve(".git"));
    try (GitWorkspace _ = repository.settings().opened()) {
      assertThat(repository.show("refs/signalbox/run-1/one/1", "a.txt")).isEqualTo("half done");
    }
    assertThat(repository.folder.resolve("state/trees")).doesNotExist();
    assertThat(repository.git("worktree", "list").lines()).hasSize(1);
  }

  @Test
  void aSnapshotUnderANameThatIsTakenLosesNothing() throws Exception {
    AttemptKey key = new AttemptKey("run-1", "one", 1);
    try (GitWorkspace workspace = repository.settings().opened()) {
      String first = sealedWith(workspace, key, "first\n");
      assertThat(sealedWith(workspace, key, "first\n")).as("the same again").isEqualTo(first);
      String second = sealedWith(workspace, key, "second\n");
      assertThat(repository.git("rev-parse", "refs/signalbox/run-1/one/1")).isEqualTo(second);
      assertThat(repository.git("for-each-ref", "--format=%(objectname)", "refs/signalbox/run-1/"))
          .contains(first)
          .contains(second);
    }
  }

  private String sealedWith(GitWorkspace workspace, AttemptKey key, String text) throws Exception {
    WorkTree tree = workspace.prepare(key, repository.log());
    Files.writeString(tree.directory().resolve("a.txt"), text);
    Sealed sealed = workspace.seal(tree);
    workspace.release(tree, false);
    return sealed.commit();
  }

  @Test
  void salvagingTakesNothingForTheTasksThatSetUpBrought() throws Exception {
    ScratchRepository.Settings settings =
        repository
            .settings()
            .setup(
                new dev.signalbox.plan.WorkspaceSetup(
                    List.of(), List.of(), "echo x > made.txt", null));
    GitWorkspace gone = settings.opened();
    AttemptKey key = new AttemptKey("run-1", "one", 1);
    WorkTree tree = gone.prepare(key, repository.log());
    Files.writeString(tree.directory().resolve("b.txt"), "half done\n");
    try (GitWorkspace _ = settings.opened()) {
      assertThat(repository.files("refs/signalbox/run-1/one/1"))
          .containsExactly("a.txt", "b.txt", "src/c.txt");
    }
  }

  @Test
  void aWorkTreeKeptForAPersonStays() throws Exception {
    AttemptKey key = new AttemptKey("run-1", "one", 1);
    WorkTree tree;
    try (GitWorkspace workspace = repository.settings().opened()) {
      tree = workspace.prepare(key, repository.log());
      Path nested = Files.createDirectory(tree.directory().resolve("nested"));
      repository.gitIn(nested, Map.of(), "init", "-q");
      Files.writeString(nested.resolve("x"), "x");
      Files.writeString(tree.directory().resolve("a.txt"), "to be looked at\n");
      workspace.seal(tree);
      workspace.release(tree, true);
      assertThatThrownBy(() -> workspace.seal(tree)).isInstanceOf(WorkspaceException.class);
    }
    try (GitWorkspace later = repository.settings().opened()) {
      assertThat(later.prepare(new AttemptKey("run-1", "two", 1), repository.log()).directory())
          .isNotEqualTo(tree.directory());
    }
    assertThat(tree.directory().resolve("a.txt")).hasContent("to be looked at\n");
    assertThat(tree.directory().resolve("nested/.git")).isDirectory();
    assertThat(repository.gitIn(tree.directory(), Map.of(), "status", "--short"))
        .contains(" M a.txt");
    // It is the person's: git removes it like any other.
    repository.git("worktree", "remove", "--force", tree.directory().toString());
  }

  @Test
  void aKeptWorkTreeGoesWhenItsTaskIsAttemptedAgain() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree failed = workspace.prepare(new AttemptKey("run-1", "one", 1), repository.log());
      Files.writeString(failed.directory().resolve("a.txt"), "to be looked at\n");
      workspace.seal(failed);
      workspace.release(failed, true);
      workspace.prepare(new AttemptKey("run-1", "two", 1), repository.log());
      assertThat(failed.directory()).as("another task's attempt").exists();
      workspace.prepare(new AttemptKey("run-1", "one", 2), repository.log());
      assertThat(failed.directory()).doesNotExist();
    }
    assertThat(repository.git("worktree", "list").lines()).hasSize(1);
    assertThat(repository.show("refs/signalbox/run-1/one/1", "a.txt")).isEqualTo("to be looked at");
    assertThat(repository.folder.resolve("state/trees")).doesNotExist();
  }

  @Test
  void belowTheFloorNoWorkTreeIsMadeAndNoneIsKept() throws Exception {
    long[] free = {100};
    FreeSpace space =
        new FreeSpace(
            folder,
            FreeFloor.parse("50"),
            _ -> new FreeSpace.Disk(free[0], 1000),
            () -> OptionalLong.of(3 << 20));
    try (GitWorkspace workspace = repository.settings().space(space).opened()) {
      assertThat(workspace.shortage()).isEmpty();
      WorkTree tree = workspace.prepare(new AttemptKey("run-1", "one", 1), repository.log());
      free[0] = 49;
      assertThatThrownBy(
              () -> workspace.prepare(new AttemptKey("run-1", "two", 1), repository.log()))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("49 bytes are free")
          .hasMessageContaining("`signalbox gc` would free 3.0 MiB.");
      assertThat(workspace.shortage()).isPresent();
      workspace.seal(tree);
      workspace.release(tree, true);
    }
    assertThat(repository.git("worktree", "list").lines()).hasSize(1);
  }

  @Test
  void whatWasNeverSealedIsSealedBeforeItGoes() throws Exception {
    AttemptKey one = new AttemptKey("run-1", "one", 1);
    AttemptKey two = new AttemptKey("run-1", "two", 1);
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree released = workspace.prepare(one, repository.log());
      Files.writeString(released.directory().resolve("a.txt"), "one\n");
      workspace.release(released, false);
      WorkTree open = workspace.prepare(two, repository.log());
      Files.writeString(open.directory().resolve("a.txt"), "two\n");
    }
    assertThat(repository.show("refs/signalbox/run-1/one/1", "a.txt")).isEqualTo("one");
    assertThat(repository.show("refs/signalbox/run-1/two/1", "a.txt")).isEqualTo("two");
  }

  @Test
  void workTreesInUseAreLockedAgainstPruning() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      workspace.prepare(new AttemptKey("run-1", "one", 1), repository.log());
      assertThat(repository.git("worktree", "list", "--porcelain"))
          .contains("locked in use by signalbox run run-1");
    }
  }

  @Test
  void anInterruptedPreparationLeavesNothing() throws Exception {
    try (GitWorkspace workspace =
        repository
            .settings()
            .setup(
                new dev.signalbox.plan.WorkspaceSetup(
                    List.of(), List.of(), "touch " + folder + "/begun; sleep 1000", null))
            .opened()) {
      Future<WorkTree> preparing;
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        preparing =
            threads.submit(
                () -> workspace.prepare(new AttemptKey("run-1", "one", 1), repository.log()));
        while (!Files.exists(folder.resolve("begun"))) {
          Thread.onSpinWait();
        }
        threads.shutdownNow();
      }
      assertThatThrownBy(preparing::get).hasCauseInstanceOf(InterruptedException.class);
      assertThat(repository.git("worktree", "list").lines()).hasSize(1);
    }
  }
}
