package dev.signalbox.workspace;

import static dev.signalbox.workspace.GitWorkspaceTest.key;
import static dev.signalbox.workspace.GitWorkspaceTest.land;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever an agent does in its work tree, what it wrote is in the snapshot, and the next attempt
/// in the same work tree finds nothing of it.
class SnapshotsTest {
  @TempDir Path folder;
  private ScratchRepository repository;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
  }

  /// What an agent does in its work tree.
  @FunctionalInterface
  private interface Deeds {
    void in(Path tree) throws Exception;
  }

  // Also lands the change, where there is one, and looks at the work tree that the next one gets.
  private Sealed sealed(GitWorkspace workspace, Deeds deeds) throws Exception {
    WorkTree tree = workspace.prepare(key("one"), repository.log());
    deeds.in(tree.directory());
    Sealed sealed = workspace.seal(tree);
    workspace.release(tree, false);
    if (!sealed.isEmpty()) {
      land(workspace, sealed);
    }
    WorkTree next = workspace.prepare(key("next"), repository.log());
    assertThat(workspace.seal(next).changes()).isEmpty();
    assertThat(git(next.directory(), "status", "--porcelain", "--ignored")).isEmpty();
    assertThat(git(next.directory(), "rev-parse", "HEAD")).isEqualTo(workspace.head());
    workspace.release(next, false);
    return sealed;
  }

  private Sealed sealed(Deeds deeds) throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      return sealed(workspace, deeds);
    }
  }

  private String git(Path tree, String... arguments) throws Exception {
    return repository.gitIn(tree, Map.of(), arguments);
  }

  private static List<String> paths(Sealed sealed) {
    return sealed.changes().stream().map(change -> change.kind() + " " + change.path()).toList();
  }

  @Test
  void oddNames() throws Exception {
    List<String> names =
        List.of(
            " leading",
            "a\"quote",
            "back\\slash",
            "café/ü.txt",
            "line\nbreak",
            "tab\tin",
            "~x^[*]?",
            ":(glob)**",
            "-dash",
            "#hash",
            "%41",
            "日本.txt");
    Sealed sealed =
        sealed(
            tree -> {
              for (String name : names) {
                Files.createDirectories(tree.resolve(name).getParent());
                Files.writeString(tree.resolve(name), name);
              }
            });
    assertThat(sealed.changes())
        .extracting(Sealed.Change::path)
        .containsExactlyInAnyOrderElementsOf(names);
    for (String name : names) {
      assertThat(repository.git("cat-file", "blob", "signalbox/test:" + name))
          .isEqualTo(name.stripTrailing());
    }
  }

  @Test
  void linksModesDeletionsRenamesAndFoldersThatBecomeFiles() throws Exception {
    Sealed sealed =
        sealed(
            tree -> {
              Files.createSymbolicLink(tree.resolve("link"), Path.of("a.txt"));
              Files.createSymbolicLink(tree.resolve("outside"), Path.of("/etc"));
              assertThat(tree.resolve("a.txt").toFile().setExecutable(true)).isTrue();
              Files.move(tree.resolve("b.txt"), tree.resolve("renamed.txt"));
              Files.delete(tree.resolve("src/c.txt"));
              Files.delete(tree.resolve("src"));
              Files.writeString(tree.resolve("src"), "a file now\n");
            });
    assertThat(sealed.changes())
        .containsExactly(
            new Sealed.Change('M', "a.txt", 0, 0),
            new Sealed.Change('D', "b.txt", 0, 10),
            new Sealed.Change('A', "link", 1, 0),
            new Sealed.Change('A', "outside", 1, 0),
            new Sealed.Change('A', "renamed.txt", 10, 0),
            new Sealed.Change('A', "src", 1, 0),
            new Sealed.Change('D', "src/c.txt", 0, 1));
    assertThat(repository.git("ls-tree", "--format=%(objectmode) %(path)", "signalbox/test"))
        .isEqualTo("100755 a.txt\n120000 link\n120000 outside\n100644 renamed.txt\n100644 src");
  }

  @Test
  void aFileThatBecomesAFolderAndALinkThatTakesAFilesPlace() throws Exception {
    Sealed sealed =
        sealed(
            tree -> {
              Files.delete(tree.resolve("a.txt"));
              Files.createDirectory(tree.resolve("a.txt"));
              Files.writeString(tree.resolve("a.txt/inner"), "x");
              Files.delete(tree.resolve("b.txt"));
              Files.createSymbolicLink(tree.resolve("b.txt"), Path.of("src/c.txt"));
            });
    assertThat(paths(sealed)).containsExactly("D a.txt", "A a.txt/inner", "T b.txt");
  }

  @Test
  void namesThatDifferInCaseOnly() throws Exception {
    assumeThat(Files.exists(folder.resolve("REPO"))).isFalse();
    Sealed sealed =
        sealed(
            tree -> {
              Files.writeString(tree.resolve("A.TXT"), "upper\n");
              Files.move(tree.resolve("b.txt"), tree.resolve("B.txt"));
            });
    assertThat(paths(sealed)).containsExactly("A A.TXT", "A B.txt", "D b.txt");
    assertThat(repository.files("signalbox/test"))
        .containsExactly("A.TXT", "B.txt", "a.txt", "src/c.txt");
  }

  @Test
  void aChangeWithinATickOfTheClockThatKeepsTheLength() throws Exception {
    for (int i = 0; i < 5; i++) {
      String text = "c" + i + "c\n";
      Sealed sealed = sealed(tree -> Files.writeString(tree.resolve("src/c.txt"), text));
      assertThat(repository.show(sealed.commit(), "src/c.txt")).isEqualTo(text.strip());
    }
  }

  @Test
  void lineEndsAreTheRepositorysAgain() throws Exception {
    repository.git("config", "core.autocrlf", "true");
    repository.git("config", "core.safecrlf", "true");
    Sealed sealed =
        sealed(
            tree -> {
              assertThat(Files.readString(tree.resolve("src/c.txt"))).isEqualTo("c\r\n");
              Files.writeString(tree.resolve("src/c.txt"), "c\r\nd\r\n");
              Files.writeString(tree.resolve("new.txt"), "mixed\r\nends\n");
            });
    assertThat(sealed.changes())
        .containsExactly(
            new Sealed.Change('A', "new.txt", 2, 0), new Sealed.Change('M', "src/c.txt", 1, 0));
    assertThat(repository.git("cat-file", "blob", sealed.commit() + ":src/c.txt"))
        .isEqualTo("c\nd");
  }

  @Test
  void largeAndBinaryFiles() throws Exception {
    byte[] large = new byte[40 << 20];
    new Random(1).nextBytes(large);
    Sealed sealed = sealed(tree -> Files.write(tree.resolve("large.bin"), large));
    assertThat(sealed.changes()).containsExactly(new Sealed.Change('A', "large.bin", -1, -1));
    assertThat(repository.git("cat-file", "-s", sealed.commit() + ":large.bin"))
        .isEqualTo(String.valueOf(large.length));
  }

  @Test
  void ignoredFilesAreNotPartOfIt() throws Exception {
    Sealed sealed =
        sealed(
            tree -> {
              Files.writeString(tree.resolve(".gitignore"), "*.o\nout/\n");
              Files.writeString(tree.resolve("x.o"), "object\n");
              Files.createDirectory(tree.resolve("out"));
              Files.writeString(tree.resolve("out/x"), "x\n");
            });
    assertThat(paths(sealed)).containsExactly("A .gitignore");
  }

  @Test
  void unlessThePlanKeepsThem() throws Exception {
    repository.write(".gitignore", "*.o\nout/\n");
    repository.commit("ignore");
    try (GitWorkspace workspace =
        repository.settings().keepIgnored("out/**/*.{txt,md}", "none/**").opened()) {
      Sealed sealed =
          sealed(
              workspace,
              tree -> {
                Files.writeString(tree.resolve("x.o"), "object\n");
                Files.createDirectories(tree.resolve("out/deep"));
                Files.writeString(tree.resolve("out/deep/kept.txt"), "x\n");
                Files.writeString(tree.resolve("out/kept.md"), "x\n");
                Files.writeString(tree.resolve("out/other.o"), "x\n");
              });
      assertThat(paths(sealed)).containsExactly("A out/deep/kept.txt", "A out/kept.md");
    }
  }

  @Test
  void whatTheAgentDidToItsIndexDoesNotMatter() throws Exception {
    Sealed sealed =
        sealed(
            tree -> {
              Files.writeString(tree.resolve("a.txt"), "hidden\n");
              git(tree, "update-index", "--assume-unchanged", "a.txt");
              git(tree, "update-index", "--skip-worktree", "b.txt");
              Files.writeString(tree.resolve("b.txt"), "hidden too\n");
              git(tree, "rm", "-q", "--cached", "src/c.txt");
              Files.writeString(tree.resolve("new.txt"), "staged\n");
              git(tree, "add", "new.txt");
              Files.writeString(tree.resolve("new.txt"), "and changed\n");
              Files.writeString(Path.of(git(tree, "rev-parse", "--git-dir"), "index.lock"), "");
            });
    assertThat(paths(sealed)).containsExactly("M a.txt", "M b.txt", "A new.txt");
    assertThat(repository.show(sealed.commit(), "new.txt")).isEqualTo("and changed");
  }

  @Test
  void theAgentsOwnCommitsArePartOfTheChangeAndStayReachable() throws Exception {
    String[] commits = new String[2];
    Sealed sealed =
        sealed(
            tree -> {
              Files.writeString(tree.resolve("a.txt"), "one\n");
              git(tree, "commit", "-q", "-a", "-m", "given up");
              commits[0] = git(tree, "rev-parse", "HEAD");
              git(tree, "reset", "-q", "--hard", "HEAD~1");
              Files.writeString(tree.resolve("b.txt"), "two\n");
              git(tree, "commit", "-q", "-a", "-m", "kept");
              commits[1] = git(tree, "rev-parse", "HEAD");
              Files.writeString(tree.resolve("new.txt"), "not committed\n");
            });
    assertThat(paths(sealed)).containsExactly("M b.txt", "A new.txt");
    assertThat(repository.git("rev-list", sealed.commit())).contains(commits[0], commits[1]);
    assertThat(repository.git("rev-list", "--first-parent", sealed.commit()).lines().skip(1))
        .containsExactly(sealed.base());
    assertThat(repository.git("rev-list", "--count", "signalbox/test")).isEqualTo("2");
  }

  @Test
  void commitsThatCancelOutAreKeptAllTheSame() throws Exception {
    String[] commit = new String[1];
    Sealed sealed =
        sealed(
            tree -> {
              Files.writeString(tree.resolve("a.txt"), "one\n");
              git(tree, "commit", "-q", "-a", "-m", "one");
              commit[0] = git(tree, "rev-parse", "HEAD");
              git(tree, "revert", "--no-edit", "HEAD");
            });
    assertThat(sealed.isEmpty()).isTrue();
    assertThat(repository.git("rev-list", "refs/signalbox/run-1/one/1")).contains(commit[0]);
  }

  @Test
  void aSoftResetOntoANewerHeadTakesNothingBack() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree late = workspace.prepare(key("late"), repository.log());
      WorkTree early = workspace.prepare(key("early"), repository.log());
      Files.writeString(early.directory().resolve("a.txt"), "early\n");
      land(workspace, workspace.seal(early));
      Files.writeString(late.directory().resolve("b.txt"), "late\n");
      git(late.directory(), "reset", "-q", "--soft", "signalbox/test");
      land(workspace, workspace.seal(late));
      assertThat(repository.show("signalbox/test", "a.txt")).isEqualTo("early");
      assertThat(repository.show("signalbox/test", "b.txt")).isEqualTo("late");
    }
  }

  @Test
  void inTheMiddleOfAMergeWithConflicts() throws Exception {
    repository.git("checkout", "-q", "-b", "side");
    repository.write("a.txt", "side\n");
    repository.commit("side");
    repository.git("checkout", "-q", "main");
    Sealed sealed =
        sealed(
            tree -> {
              Files.writeString(tree.resolve("a.txt"), "mine\n");
              git(tree, "commit", "-q", "-a", "-m", "mine");
              try {
                git(tree, "merge", "side");
              } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("CONFLICT");
              }
            });
    assertThat(repository.show(sealed.commit(), "a.txt")).contains("<<<<<<<", "mine", "side");
  }

  @Test
  void inTheMiddleOfARebaseOnABranchOfItsOwn() throws Exception {
    Sealed sealed =
        sealed(
            tree -> {
              git(tree, "checkout", "-q", "-b", "work");
              Files.writeString(tree.resolve("a.txt"), "mine\n");
              git(tree, "commit", "-q", "-a", "-m", "mine");
              repository.gitIn(
                  tree,
                  Map.of("GIT_SEQUENCE_EDITOR", "sed -i s/^pick/edit/"),
                  "rebase",
                  "-q",
                  "-i",
                  "HEAD~1");
            });
    assertThat(paths(sealed)).containsExactly("M a.txt");
  }

  @Test
  void withoutItsGitFileOrWithARepositoryOfItsOwnInItsPlace() throws Exception {
    Sealed gone =
        sealed(
            tree -> {
              Files.delete(tree.resolve(".git"));
              Files.writeString(tree.resolve("a.txt"), "gone\n");
            });
    assertThat(paths(gone)).containsExactly("M a.txt");
    Sealed replaced =
        sealed(
            tree -> {
              Files.delete(tree.resolve(".git"));
              git(tree, "init", "-q");
              git(tree, "add", "-A");
              git(tree, "commit", "-q", "-m", "all mine");
              Files.writeString(tree.resolve("b.txt"), "replaced\n");
            });
    assertThat(paths(replaced)).containsExactly("M b.txt");
  }

  @Test
  void evenWhereTheAgentUnregisteredItsWorkTree() throws Exception {
    Sealed sealed =
        sealed(
            tree -> {
              Files.writeString(tree.resolve("a.txt"), "still here\n");
              FolderRemoval.delete(Path.of(git(tree, "rev-parse", "--absolute-git-dir")));
            });
    assertThat(paths(sealed)).containsExactly("M a.txt");
  }

  @Test
  void nestedRepositoriesAreKeptByContent() throws Exception {
    Sealed sealed =
        sealed(
            tree -> {
              Path clone = tree.resolve("vendor/lib");
              git(tree, "clone", "-q", repository.top.toString(), clone.toString());
              Files.writeString(clone.resolve("a.txt"), "changed in the clone\n");
              Path inner = Files.createDirectory(clone.resolve("inner"));
              git(inner, "init", "-q");
              Files.writeString(inner.resolve("deep.txt"), "deep\n");
              Path unborn = Files.createDirectory(tree.resolve("unborn"));
              git(unborn, "init", "-q");
              Files.writeString(unborn.resolve("x.txt"), "x\n");
            });
    assertThat(paths(sealed))
        .containsExactly(
            "A unborn/x.txt",
            "A vendor/lib/a.txt",
            "A vendor/lib/b.txt",
            "A vendor/lib/inner/deep.txt",
            "A vendor/lib/src/c.txt");
    assertThat(repository.show(sealed.commit(), "vendor/lib/a.txt"))
        .isEqualTo("changed in the clone");
    assertThat(sealed.repositoryChanges())
        .singleElement()
        .asString()
        .contains("kept by their files", "vendor/lib/inner", "unborn");
  }

  @Test
  void registeredSubmodulesStayWhatTheyAre() throws Exception {
    Path library = Files.createDirectory(folder.resolve("library"));
    git(library, "init", "-q");
    Files.writeString(library.resolve("l.txt"), "l\n");
    git(library, "add", "-A");
    git(library, "commit", "-q", "-m", "library");
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "add", "-q", library.toString(), "lib");
    repository.commit("with a submodule");
    try (GitWorkspace workspace = repository.settings().workspace()) {
      assertThat(workspace.open().notes()).singleElement().asString().contains("Submodules");
      Sealed sealed =
          sealed(
              workspace,
              tree -> {
                git(
                    tree,
                    "-c",
                    "protocol.file.allow=always",
                    "submodule",
                    "add",
                    "-q",
                    library.toString(),
                    "more");
                Files.writeString(tree.resolve("a.txt"), "a\n");
              });
      assertThat(paths(sealed)).containsExactly("M .gitmodules", "M a.txt", "A more");
      assertThat(repository.git("ls-tree", "signalbox/test", "more")).startsWith("160000 commit");
    }
  }

  @Test
  void aFileThatCannotBeReadIsSaidAndTheRestKept() throws Exception {
    repository.git("config", "filter.broken.clean", "false");
    repository.git("config", "filter.broken.required", "true");
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree tree = workspace.prepare(key("one"), repository.log());
      Files.writeString(tree.directory().resolve(".gitattributes"), "*.bad filter=broken\n");
      Files.writeString(tree.directory().resolve("x.bad"), "x\n");
      Files.writeString(tree.directory().resolve("a.txt"), "a\n");
      Sealed sealed = workspace.seal(tree);
      assertThat(paths(sealed)).containsExactly("A .gitattributes", "M a.txt");
      Path kept = folder.toRealPath().resolve("state/kept/one-1");
      assertThat(sealed.repositoryChanges())
          .containsExactly(
              "git could not read some files, which are not part of the change (x.bad); they are in "
                  + kept
                  + ".");
      assertThat(kept.resolve("x.bad")).hasContent("x\n");
    }
  }

  @Test
  void aShallowClone() throws Exception {
    repository.write("a.txt", "second\n");
    repository.commit("second");
    Path shallow = folder.resolve("shallow");
    repository.git("clone", "-q", "--depth", "1", "file://" + repository.top, shallow.toString());
    ScratchRepository.Settings settings = repository.settings();
    settings.path = shallow;
    try (GitWorkspace workspace = settings.opened()) {
      WorkTree one = workspace.prepare(key("one"), repository.log());
      WorkTree two = workspace.prepare(key("two"), repository.log());
      Files.writeString(one.directory().resolve("a.txt"), "one\n");
      Files.writeString(two.directory().resolve("b.txt"), "two\n");
      land(workspace, workspace.seal(one));
      land(workspace, workspace.seal(two));
      assertThat(git(shallow, "show", "signalbox/test:a.txt")).isEqualTo("one");
      assertThat(git(shallow, "show", "signalbox/test:b.txt")).isEqualTo("two");
    }
  }

  @Test
  void aSparseCheckout() throws Exception {
    repository.write("big/huge.txt", "huge\n");
    repository.commit("big");
    repository.git("sparse-checkout", "set", "src");
    Sealed sealed =
        sealed(
            tree -> {
              Files.writeString(tree.resolve("src/c.txt"), "changed\n");
              Files.createDirectories(tree.resolve("other"));
              Files.writeString(tree.resolve("other/new.txt"), "outside the cone\n");
            });
    assertThat(paths(sealed)).containsExactly("A other/new.txt", "M src/c.txt");
    assertThat(repository.show("signalbox/test", "big/huge.txt")).isEqualTo("huge");
  }

  @Test
  void readOnlyFoldersGoWithTheWorkTree() throws Exception {
    Path[] seen = new Path[1];
    sealed(
        tree -> {
          seen[0] = tree;
          Path cache = Files.createDirectories(tree.resolve("cache/inner"));
          Files.writeString(tree.resolve(".gitignore"), "cache\n");
          Files.writeString(cache.resolve("x"), "x");
          assertThat(cache.toFile().setWritable(false)).isTrue();
        });
    assertThat(seen[0]).doesNotExist();
  }

  @Test
  void namesThatAreNotText() throws Exception {
    Sealed sealed =
        sealed(
            tree -> {
              // Java cannot name such a file; a shell can.
              repository.run(
                  tree, Map.of(), "/bin/sh", "-c", "printf x > \"$(printf 'latin-\\351.txt')\"");
            });
    assertThat(sealed.changes()).singleElement().extracting(Sealed.Change::added).isEqualTo(1);
    assertThat(
            repository.git("-c", "core.quotePath=true", "ls-tree", "--name-only", sealed.commit()))
        .contains("\"latin-\\351.txt\"");
    assertThat(sealed.changes().getFirst().path().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
  }
}
