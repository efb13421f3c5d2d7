package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.WorkspaceSetup;
import dev.signalbox.watch.Changed;
import dev.signalbox.watch.Reads;
import dev.signalbox.watch.TreeWatch;
import dev.signalbox.watch.TreeWatches;
import dev.signalbox.watch.Unwatched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a sealed attempt says it read.
@EnabledOnOs(OS.LINUX)
class ObservedReadsTest {
  private static final AttemptKey FIRST = new AttemptKey("run-1", "a", 1);
  private static final AttemptKey SECOND = new AttemptKey("run-1", "a", 2);

  @TempDir Path folder;
  private ScratchRepository repository;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
  }

  private void run(WorkTree tree, String script) throws Exception {
    repository.run(tree.directory(), Map.of(), "sh", "-ec", script);
  }

  @Test
  void onlyWhatTheAttemptReadCountsAndNotWhatSetUpAndSealingRead() throws Exception {
    WorkspaceSetup setup =
        new WorkspaceSetup(List.of(), List.of(), "cat src/c.txt; grep -r x . || true", null);
    try (GitWorkspace workspace = repository.settings().setup(setup).opened()) {
      for (int number = 1; number <= 5; number++) {
        WorkTree tree = workspace.prepare(new AttemptKey("run-1", "a", number), repository.log());
        run(tree, "cat a.txt; echo x >> b.txt; mkdir n; echo x > n/new; cat n/new");
        Sealed sealed = workspace.seal(tree);
        assertThat(sealed.reads().files()).containsExactly("a.txt");
        assertThat(sealed.reads().afterWriting()).isEmpty();
        assertThat(sealed.reads().folders()).isEmpty();
        assertThat(sealed.repositoryChanges()).isEmpty();
        workspace.release(tree, false);
      }
    }
  }

  @Test
  void whatThePlanLeavesOutAndWhatGitIgnoresDoesNotCount() throws Exception {
    repository.write(".gitignore", "built/\n*.env\n");
    repository.write("docs/deep/page.md", "page\n");
    repository.write("CHANGELOG.md", "changes\n");
    repository.commit("more");
    WorkspaceSetup setup =
        new WorkspaceSetup(
            List.of(), List.of(), "mkdir built; echo x > built/lib; echo x > my.env", null);
    try (GitWorkspace workspace =
        repository.settings().setup(setup).readsIgnore("docs/**", "*.md").opened()) {
      WorkTree tree = workspace.prepare(FIRST, repository.log());
      run(tree, "cat CHANGELOG.md docs/deep/page.md built/lib my.env b.txt; ls docs");
      Reads reads = workspace.seal(tree).reads();
      assertThat(reads.files()).containsExactly("b.txt");
      assertThat(reads.folders()).isEmpty();
      workspace.release(tree, false);
    }
  }

  @Test
  void whatWasReadBeforeTheAttemptWaitedCountsInAnotherProcessToo() throws Exception {
    Path directory;
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree tree = workspace.prepare(FIRST, repository.log());
      directory = tree.directory();
      run(tree, "cat a.txt; ls src");
      workspace.park(tree);
    }
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree again = workspace.goOn(SECOND, FIRST, directory, repository.log());
      run(again, "cat b.txt");
      Reads reads = workspace.seal(again).reads();
      assertThat(reads.files()).containsExactly("a.txt", "b.txt");
      assertThat(reads.folders()).containsExactly("src");
      workspace.release(again, false);
    }
    assertThat(directory.resolveSibling(directory.getFileName() + ".reads")).doesNotExist();
  }

  @Test
  void thatReadsAreNotObservedOnASystemIsSaidOnceForTheRun() throws Exception {
    TreeWatches blind = new Blind();
    try (GitWorkspace workspace = repository.settings().watches(blind).workspace()) {
      assertThat(workspace.open().notes()).contains(Blind.SHORTCOMING);
      WorkTree tree = workspace.prepare(FIRST, repository.log());
      run(tree, "cat a.txt");
      Sealed sealed = workspace.seal(tree);
      assertThat(sealed.reads()).isEqualTo(Reads.unknown(Blind.SHORTCOMING));
      assertThat(sealed.repositoryChanges()).isEmpty();
      workspace.release(tree, false);
    }
  }

  @Test
  void thatOneWorkTreeCouldNotBeWatchedIsSaidOfTheAttempt() throws Exception {
    try (TreeWatches closed = TreeWatches.open()) {
      closed.close();
      try (GitWorkspace workspace = repository.settings().watches(closed).opened()) {
        WorkTree tree = workspace.prepare(FIRST, repository.log());
        Sealed sealed = workspace.seal(tree);
        assertThat(sealed.reads().source()).isEqualTo(Reads.Source.UNKNOWN);
        assertThat(sealed.repositoryChanges())
            .singleElement()
            .asString()
            .startsWith("What it read is not known exactly. The work tree could not be watched");
        workspace.release(tree, false);
      }
    }
  }

  /// A system that tells of nothing.
  private static final class Blind implements TreeWatches {
    static final String SHORTCOMING = "What tasks read is not observed here.";

    @Override
    public TreeWatch begin(Path root, Unwatched unwatched, Runnable written) {
      return new TreeWatch() {
        @Override
        public Reads reads() {
          return Reads.unknown(SHORTCOMING);
        }

        @Override
        public Set<String> touched() {
          return Set.of();
        }

        @Override
        public Changed takeChanged() {
          return new Changed(true, List.of());
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void close() {}
      };
    }

    @Override
    public Optional<String> shortcoming() {
      return Optional.of(SHORTCOMING);
    }

    @Override
    public void close() {}
  }

  @Test
  void whereWhatWasReadBeforeIsLostItIsUnknown() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree tree = workspace.prepare(FIRST, repository.log());
      workspace.park(tree);
      Files.delete(tree.directory().resolveSibling(tree.directory().getFileName() + ".reads"));
      WorkTree again = workspace.goOn(SECOND, FIRST, tree.directory(), repository.log());
      Sealed sealed = workspace.seal(again);
      assertThat(sealed.reads().source()).isEqualTo(Reads.Source.UNKNOWN);
      assertThat(sealed.repositoryChanges()).singleElement().asString().contains("waited");
      workspace.release(again, false);
    }
  }
}
