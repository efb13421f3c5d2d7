package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeSnapshotTest {
  @TempDir Path folder;
  private ScratchRepository repository;
  private Path tree;
  private History history;
  private Quarantine quarantine;
  private Git holding;

  @BeforeEach
  void open() throws Exception {
    repository = ScratchRepository.small(folder);
    repository.write(".gitignore", "*.log\n");
    repository.commit("ignore");
    tree = repository.folder.resolve("tree");
    repository.git("worktree", "add", "-q", tree.toString(), "-b", "work");
    history = History.open(repository.top, repository.environment);
    quarantine = Quarantine.of(history, Map.of());
    holding = quarantine.holding(history.git());
  }

  @AfterEach
  void close() {
    quarantine.close();
  }

  private TreeSnapshot of(Path where) throws Exception {
    return TreeSnapshot.of(history, quarantine, where);
  }

  private List<String> files(String commit) throws Exception {
    return holding.run("ls-tree", "-r", "-z", "--name-only", commit).fields();
  }

  private String show(String commit, String path) throws Exception {
    return holding.run("cat-file", "blob", commit + ":" + path).text();
  }

  /// Everything in the repository and the work tree, with times and content; objects without times,
  /// which git sets where it would write one again.
  private Map<String, String> everything() throws Exception {
    Map<String, String> all = new TreeMap<>(repository.listing());
    try (var files = Stream.concat(Files.walk(tree), Files.walk(objects()))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String time = file.startsWith(objects()) ? "" : Files.getLastModifiedTime(file) + " ";
        all.put(
            file.toString(), time + new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    }
    return all;
  }

  private Path objects() {
    return repository.top.resolve(".git/objects");
  }

  @Test
  void whatIsNotCommittedIsACommitAndNothingElseChanges() throws Exception {
    Files.writeString(tree.resolve("a.txt"), "staged\n");
    repository.gitIn(tree, Map.of(), "add", "a.txt");
    Files.writeString(tree.resolve("b.txt"), "not staged\n");
    Files.delete(tree.resolve("src/c.txt"));
    Files.writeString(tree.resolve("new ü.txt"), "untracked\n");
    Files.writeString(tree.resolve("x.log"), "ignored\n");
    // Somebody else is writing the index.
    Files.createFile(repository.top.resolve(".git/worktrees/tree/index.lock"));
    Map<String, String> before = everything();
    TreeSnapshot.Taken taken = of(tree).everything();
    assertThat(everything()).isEqualTo(before);
    assertThat(taken.leftOut()).isEmpty();
    assertThat(taken.base()).isEqualTo(repository.git("rev-parse", "work"));
    assertThat(files(taken.commit())).containsExactly(".gitignore", "a.txt", "b.txt", "new ü.txt");
    assertThat(show(taken.commit(), "a.txt")).isEqualTo("staged\n");
    assertThat(show(taken.commit(), "b.txt")).isEqualTo("not staged\n");
    assertThat(holding.line("rev-parse", taken.commit() + "^@")).isEqualTo(taken.base());
    assertThatThrownBy(() -> repository.git("cat-file", "-e", taken.commit()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCleanWorkTreeIsItsCommitAndTheSameContentTheSameCommit() throws Exception {
    TreeSnapshot snapshot = of(tree);
    assertThat(snapshot.everything().isDirty()).isFalse();
    Files.writeString(tree.resolve("a.txt"), "x\n");
    String commit = snapshot.everything().commit();
    assertThat(of(tree).everything().commit()).isEqualTo(commit);
    repository.gitIn(tree, Map.of(), "commit", "-q", "-a", "-m", "x");
    assertThat(snapshot.everything())
        .isEqualTo(
            new TreeSnapshot.Taken(
                repository.git("rev-parse", "work"),
                repository.git("rev-parse", "work"),
                List.of()));
  }

  @Test
  void onlyNamedPaths() throws Exception {
    TreeSnapshot snapshot = of(tree);
    snapshot.everything();
    Files.writeString(tree.resolve("a.txt"), "seen\n");
    Files.writeString(tree.resolve("b.txt"), "not named\n");
    Files.delete(tree.resolve("src/c.txt"));
    Files.createDirectory(tree.resolve("new"));
    Files.writeString(tree.resolve("new/*.txt"), "inner\n");
    Files.writeString(tree.resolve("x.log"), "ignored\n");
    TreeSnapshot.Taken taken =
        snapshot.with(List.of("a.txt", "src/c.txt", "new", "x.log", "never there", "nor/here"));
    assertThat(taken.leftOut()).isEmpty();
    assertThat(files(taken.commit())).containsExactly(".gitignore", "a.txt", "b.txt", "new/*.txt");
    assertThat(show(taken.commit(), "a.txt")).isEqualTo("seen\n");
    assertThat(show(taken.commit(), "b.txt")).startsWith("b1\n");
    assertThat(show(snapshot.everything().commit(), "b.txt")).isEqualTo("not named\n");
  }

  @Test
  void namedPathsAreOfNoUseBeforeAllWasRead() throws Exception {
    Files.writeString(tree.resolve("b.txt"), "x\n");
    assertThat(show(of(tree).with(List.of("a.txt")).commit(), "b.txt")).isEqualTo("x\n");
  }

  @Test
  void theMiddleOfAMerge() throws Exception {
    Files.writeString(tree.resolve("a.txt"), "work\n");
    repository.gitIn(tree, Map.of(), "commit", "-q", "-a", "-m", "work");
    repository.write("a.txt", "main\n");
    repository.commit("main");
    assertThatThrownBy(() -> repository.gitIn(tree, Map.of(), "merge", "-q", "main"))
        .hasMessageContaining("CONFLICT");
    assertThat(show(of(tree).everything().commit(), "a.txt"))
        .contains("<<<<<<<", "work\n", "main\n");
  }

  @Test
  void sparseCheckoutTakesNothingAway() throws Exception {
    repository.write("docs/d.txt", "d\n");
    repository.commit("docs");
    repository.gitIn(tree, Map.of(), "reset", "-q", "--hard", "main");
    for (String index : List.of("--no-sparse-index", "--sparse-index")) {
      repository.gitIn(tree, Map.of(), "sparse-checkout", "set", "--cone", index, "docs");
      assertThat(tree.resolve("src")).doesNotExist();
      Files.writeString(tree.resolve("docs/d.txt"), index);
      TreeSnapshot.Taken taken = of(tree).everything();
      assertThat(files(taken.commit())).contains("src/c.txt");
      assertThat(show(taken.commit(), "docs/d.txt")).isEqualTo(index);
      repository.gitIn(tree, Map.of(), "checkout", "-q", "docs/d.txt");
    }
  }

  @Test
  void aSplitIndex() throws Exception {
    repository.gitIn(tree, Map.of(), "update-index", "--split-index");
    Files.writeString(tree.resolve("a.txt"), "x\n");
    assertThat(show(of(tree).everything().commit(), "a.txt")).isEqualTo("x\n");
  }

  @Test
  void lineEndsAreThoseThatGitWouldCommit() throws Exception {
    repository.git("config", "core.autocrlf", "true");
    Files.writeString(
        tree.resolve("a.txt"), ScratchRepository.lines("a", 10).replace("\n", "\r\n"));
    assertThat(of(tree).everything().isDirty()).isFalse();
    repository.git("config", "core.autocrlf", "false");
    assertThat(of(tree).everything().isDirty()).isTrue();
  }

  @Test
  void aSubmoduleIsTheCommitThatIsCheckedOutInIt() throws Exception {
    Path sub = Files.createDirectory(tree.resolve("sub"));
    repository.gitIn(sub, Map.of(), "init", "-q");
    Files.writeString(sub.resolve("s.txt"), "s\n");
    repository.gitIn(sub, Map.of(), "add", "-A");
    repository.gitIn(sub, Map.of(), "commit", "-q", "-m", "s");
    TreeSnapshot.Taken taken = of(tree).everything();
    assertThat(holding.line("ls-tree", taken.commit(), "sub"))
        .isEqualTo(
            "160000 commit " + repository.gitIn(sub, Map.of(), "rev-parse", "HEAD") + "\tsub");
    assertThatThrownBy(() -> of(sub))
        .hasMessage(sub + " is not a work tree of " + repository.top + ".");
  }

  @Test
  void filtersRunAsForAnyCommit() throws Exception {
    repository.write(".gitattributes", "*.bin filter=lfs\n");
    repository.commit("attributes");
    repository.gitIn(tree, Map.of(), "reset", "-q", "--hard", "main");
    Files.writeString(tree.resolve("big.bin"), "large content\n");
    // Without a filter of that name in git's settings the content itself is taken.
    assertThat(show(of(tree).everything().commit(), "big.bin")).isEqualTo("large content\n");
    repository.git(
        "config", "filter.lfs.clean", "d=$(git config lfs.storage); cat >$d.kept; echo pointer");
    TreeSnapshot.Taken taken = of(tree).everything();
    assertThat(show(taken.commit(), "big.bin")).isEqualTo("pointer\n");
    assertThat(tree.resolve(".kept")).doesNotExist();
    repository.git("config", "filter.lfs.clean", "false");
    repository.git("config", "filter.lfs.required", "true");
    assertThat(of(tree).everything().leftOut()).containsExactly("big.bin");
  }

  @Test
  void aBranchWithoutACommit() throws Exception {
    repository.gitIn(tree, Map.of(), "checkout", "-q", "--orphan", "unborn");
    assertThatThrownBy(() -> of(tree).everything())
        .isInstanceOf(WorkspaceException.class)
        .hasMessage("The work tree " + tree + " is on a branch that has no commit yet.");
  }

  @Test
  void foldersThatAreNoWorkTreeOfIt() throws Exception {
    Path other = Files.createDirectory(repository.folder.resolve("other"));
    assertThatThrownBy(() -> of(other)).hasMessageContaining("is not a work tree of");
    repository.gitIn(other, Map.of(), "init", "-q");
    assertThatThrownBy(() -> of(other)).hasMessageContaining("is not a work tree of");
    assertThatThrownBy(() -> of(other.resolve("gone"))).hasMessageContaining("There is no folder");
    assertThatThrownBy(() -> of(repository.top.resolve(".git")))
        .hasMessageContaining("is not a work tree of");
  }

  @Test
  void theQuarantineGoes() throws Exception {
    Path objects =
        Path.of(holding.line("rev-parse", "--path-format=absolute", "--git-path", "objects"));
    assertThat(objects).isDirectory();
    quarantine.close();
    assertThat(objects.getParent()).doesNotExist();
    quarantine = Quarantine.of(history, Map.of());
  }
}
