package dev.signalbox.workspace;

import static dev.signalbox.workspace.GitWorkspaceTest.key;
import static dev.signalbox.workspace.GitWorkspaceTest.land;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.plan.WorkspaceSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the plan's `workspace:` brings is there for the task and never lands.
class TreeSetupTest {
  @TempDir Path folder;
  private ScratchRepository repository;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
    repository.write(".gitignore", ".env\n*.log\n/deps\n");
    repository.commit("ignore");
    repository.write(".env", "PASSWORD=1\n");
    repository.write("local.properties", "untracked, not ignored\n");
    repository.write("conf/dev/x.json", "{}\n");
    repository.write("conf/dev/y.yaml", "y\n");
    repository.write("deps/lib/big.bin", "big\n");
  }

  private GitWorkspace workspace(
      List<String> copy, List<String> link, @Nullable String setup, @Nullable String teardown)
      throws Exception {
    return repository.settings().setup(new WorkspaceSetup(copy, link, setup, teardown)).opened();
  }

  private Path prepared(GitWorkspace workspace) throws Exception {
    return workspace.prepare(key("one"), repository.log()).directory();
  }

  private WorkTree tree(Path directory) {
    return new WorkTree(key("one"), directory, "", 0, 0);
  }

  @Test
  void copiesLinksAndSetsUpAndNothingOfItLands() throws Exception {
    Map<String, String> before = repository.listing();
    try (GitWorkspace workspace =
        workspace(
            List.of(".env*", "local.*", "conf/**/*.{json,toml}"),
            List.of("deps/"),
            "echo setting up $SIGNALBOX_TASK; echo made > made.txt; mkdir -p gen;"
                + " echo made > gen/a; echo locked >> a.txt; rm b.txt",
            null)) {
      WorkTree tree = workspace.prepare(key("one"), repository.log());
      Path at = tree.directory();
      assertThat(at.resolve(".env")).hasContent("PASSWORD=1\n");
      assertThat(at.resolve("local.properties")).hasContent("untracked, not ignored\n");
      assertThat(at.resolve("conf/dev/x.json")).exists();
      assertThat(at.resolve("conf/dev/y.yaml")).doesNotExist();
      assertThat(Files.readSymbolicLink(at.resolve("deps")))
          .isEqualTo(repository.top.resolve("deps"));
      assertThat(at.resolve("gen/a")).exists();
      assertThat(repository.log()).content().contains("setting up one");

      Files.writeString(at.resolve("gen/b"), "by the task\n");
      Files.writeString(at.resolve("src/c.txt"), "by the task\n");
      Sealed sealed = workspace.seal(tree);
      assertThat(sealed.changes())
          .extracting(Sealed.Change::path)
          .containsExactly("gen/b", "src/c.txt");
      assertThat(sealed.repositoryChanges()).isEmpty();
      workspace.release(tree, false);
      land(workspace, sealed);
      assertThat(repository.files("signalbox/test"))
          .containsExactly(".gitignore", "a.txt", "b.txt", "gen/b", "src/c.txt");
      assertThat(repository.show("signalbox/test", "a.txt")).doesNotContain("locked");

      WorkTree next = workspace.prepare(key("two"), repository.log());
      assertThat(next.directory()).isEqualTo(at);
      assertThat(at.resolve("made.txt")).exists();
      assertThat(workspace.seal(next).changes()).isEmpty();
    }
    assertThat(repository.listing()).isEqualTo(before);
    assertThat(repository.top.resolve("deps/lib/big.bin")).exists();
  }

  @Test
  void whatTheTaskMadeOfItIsKeptAndSaidButDoesNotLand() throws Exception {
    try (GitWorkspace workspace =
        workspace(List.of("local.*", ".env"), List.of(), "echo made > made.txt", null)) {
      Path at = prepared(workspace);
      Files.writeString(at.resolve("local.properties"), "changed\n");
      Files.writeString(at.resolve("made.txt"), "changed too\n");
      Files.delete(at.resolve(".env"));
      Sealed sealed = workspace.seal(tree(at));
      assertThat(sealed.isEmpty()).isTrue();
      Path kept = folder.toRealPath().resolve("state/kept/one-1");
      assertThat(sealed.repositoryChanges())
          .containsExactly(
              "It changed what the plan's `workspace:` brought, which does not land"
                  + " (local.properties, made.txt); they are in "
                  + kept
                  + ".");
      assertThat(kept.resolve("local.properties")).hasContent("changed\n");
      assertThat(kept.resolve("made.txt")).hasContent("changed too\n");
    }
  }

  @Test
  void aTrackedFileThatSetUpAndTheTaskChangedLandsAsTheTaskLeftIt() throws Exception {
    try (GitWorkspace workspace =
        workspace(List.of(), List.of(), "echo setup >> a.txt; echo setup >> b.txt", null)) {
      Path at = prepared(workspace);
      Files.writeString(at.resolve("a.txt"), "task\n", java.nio.file.StandardOpenOption.APPEND);
      Sealed sealed = workspace.seal(tree(at));
      assertThat(sealed.changes()).containsExactly(new Sealed.Change('M', "a.txt", 2, 0));
    }
  }

  @Test
  void ignoredFilesOfSetUpLandOnlyWhereThePlanKeepsThemAndTheTaskChangedThem() throws Exception {
    try (GitWorkspace workspace =
        repository
            .settings()
            .keepIgnored("*.log", ".env")
            .setup(
                new WorkspaceSetup(
                    List.of(".env"), List.of(), "echo 1 > same.log; echo 1 > other.log", null))
            .opened()) {
      Path at = prepared(workspace);
      Files.writeString(at.resolve("other.log"), "2\n");
      Files.writeString(at.resolve("new.log"), "3\n");
      Files.writeString(at.resolve(".env"), "PASSWORD=2\n");
      assertThat(workspace.seal(tree(at)).changes())
          .extracting(Sealed.Change::path)
          .containsExactly("new.log", "other.log");
    }
  }

  @Test
  void theRepositorysOwnIncludeFile() throws Exception {
    repository.write(".worktreeinclude", "# comment\n*.log\n/conf/\n!skip.log\nlocal.*\n.env\n");
    repository.write("x.log", "x\n");
    repository.write("skip.log", "x\n");
    repository.write("deep/y.log", "y\n");
    try (GitWorkspace workspace = workspace(List.of(), List.of(), null, null)) {
      Path at = prepared(workspace);
      assertThat(at.resolve("x.log")).exists();
      assertThat(at.resolve("deep/y.log")).exists();
      assertThat(at.resolve(".env")).exists();
      assertThat(at.resolve("skip.log")).doesNotExist();
      // Not ignored: the user's work in progress.
      assertThat(at.resolve("local.properties")).doesNotExist();
      assertThat(at.resolve("conf")).doesNotExist();
    }
  }

  @Test
  void whatIsThereStaysAsItIs() throws Exception {
    repository.git("checkout", "-q", "-b", "without");
    repository.git("rm", "-q", "a.txt");
    repository.commit("without a.txt");
    repository.write("a.txt", "untracked on this branch\n");
    try (GitWorkspace workspace =
        repository
            .settings()
            .base("main")
            .setup(new WorkspaceSetup(List.of("a.txt"), List.of("src", "nowhere"), null, null))
            .opened()) {
      Path at = prepared(workspace);
      assertThat(at.resolve("a.txt")).content().startsWith("a1\n");
      assertThat(repository.log())
          .hasContent(
              "signalbox: src is in the work tree already and was not linked\n"
                  + "signalbox: nowhere is not in "
                  + repository.top
                  + " and was not linked\n");
    }
  }

  @Test
  void nothingIsWrittenThroughALinkThatLeadsOut() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.delete(repository.top.resolve("conf/dev/x.json"));
    Files.delete(repository.top.resolve("conf/dev/y.yaml"));
    Files.delete(repository.top.resolve("conf/dev"));
    Files.createSymbolicLink(repository.top.resolve("conf/dev"), outside);
    repository.git("add", "conf/dev");
    repository.git("commit", "-q", "-m", "a link");
    repository.git("checkout", "-q", "HEAD~1");
    repository.write("conf/dev/x.json", "{}\n");
    try (GitWorkspace workspace =
        repository
            .settings()
            .base("main")
            .setup(new WorkspaceSetup(List.of("conf/dev/*"), List.of(), null, null))
            .opened()) {
      prepared(workspace);
      assertThat(outside).isEmptyDirectory();
    }
  }

  @Test
  void aGlobThatLeadsOutIsRefused() throws Exception {
    try (GitWorkspace workspace = workspace(List.of("../*"), List.of(), null, null)) {
      assertThatThrownBy(() -> prepared(workspace))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("`copy: ../*` leads out of the repository")
          .extracting(e -> ((WorkspaceException) e).planKey())
          .isEqualTo("workspace");
    }
  }

  @Test
  void aSetUpThatFailsIsSaidAndLeavesNoWorkTree() throws Exception {
    try (GitWorkspace workspace =
        workspace(List.of(), List.of(), "echo no such package >&2; exit 3", null)) {
      assertThatThrownBy(() -> prepared(workspace))
          .isInstanceOf(WorkspaceException.class)
          .hasMessage(
              "The plan's set-up command ended with exit code 3: no such package; its output is in "
                  + repository.log()
                  + ".");
      assertThat(repository.git("worktree", "list").lines()).hasSize(1);
    }
  }

  @Test
  void tearsDownBeforeTheWorkTreeGoes() throws Exception {
    Path seen = folder.resolve("seen");
    try (GitWorkspace workspace =
        workspace(
            List.of(),
            List.of(),
            "sleep 1000 & echo $! > pid; echo 1 > up",
            "cat up > " + seen + "; pwd; exit 1")) {
      Path at = prepared(workspace);
      long left = Long.parseLong(Files.readString(at.resolve("pid")).strip());
      ProcessHandle.of(left).ifPresent(process -> process.onExit().join());
      workspace.seal(tree(at));
      assertThat(seen).doesNotExist();
      workspace.release(tree(at), false);
      assertThat(seen).hasContent("1\n");
      assertThat(repository.log()).content().contains(at.toString());
    }
  }

  @Test
  void itsTimeIsToldApart() throws Exception {
    try (GitWorkspace workspace = workspace(List.of(), List.of(), "sleep 0.3", null)) {
      WorkTree tree = workspace.prepare(key("one"), repository.log());
      assertThat(tree.setupMillis()).isGreaterThanOrEqualTo(300);
    }
  }

  @Test
  void aRepositoryAboveIsNotInTheCommandsEnvironment() throws Exception {
    repository.environment.put("GIT_DIR", "/nowhere");
    repository.environment.put("GIT_INDEX_FILE", "/nowhere");
    try (GitWorkspace workspace =
        workspace(List.of(), List.of(), "git status -s > out.log", null)) {
      assertThat(prepared(workspace).resolve("out.log")).isEmptyFile();
    } finally {
      repository.environment.remove("GIT_DIR");
      repository.environment.remove("GIT_INDEX_FILE");
    }
  }
}
