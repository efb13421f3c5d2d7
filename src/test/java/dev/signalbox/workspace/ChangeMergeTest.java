package dev.signalbox.workspace;

import static dev.signalbox.workspace.GitWorkspaceTest.key;
import static dev.signalbox.workspace.GitWorkspaceTest.land;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeMergeTest {
  @TempDir Path folder;
  private ScratchRepository repository;
  private GitWorkspace workspace;
  private WorkTree one;
  private WorkTree two;

  @BeforeEach
  void open() throws Exception {
    repository = ScratchRepository.small(folder);
    workspace = repository.settings().opened();
    one = workspace.prepare(key("one"), repository.log());
    two = workspace.prepare(key("two"), repository.log());
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private static void replace(WorkTree tree, String path, String from, String to) throws Exception {
    Path file = tree.directory().resolve(path);
    Files.writeString(file, Files.readString(file).replace(from, to));
  }

  private String digest(Sealed change) throws Exception {
    return ((Merge.Clean) workspace.merge(change, workspace.head())).digest();
  }

  @Test
  void theDigestStaysWhereWhatItTouchedComesOutTheSame() throws Exception {
    replace(one, "a.txt", "a1\n", "one\n");
    Sealed change = workspace.seal(one);
    String before = digest(change);
    replace(two, "b.txt", "b1\n", "two\n");
    land(workspace, workspace.seal(two));
    assertThat(digest(change)).isEqualTo(before);
  }

  @Test
  void anotherAttemptThatUndoesWhatHasLandedHasAnother() throws Exception {
    replace(one, "a.txt", "a1\n", "one\n");
    Sealed change = workspace.seal(one);
    String before = digest(change);
    replace(two, "a.txt", "a1\n", "two\n");
    land(workspace, workspace.seal(two));
    WorkTree again = workspace.prepare(key("again"), repository.log());
    replace(again, "a.txt", "two\n", "one\n");
    Sealed undoing = workspace.seal(again);
    assertThat(undoing.commit()).isNotEqualTo(change.commit());
    assertThat(digest(undoing)).as("the same file comes out of it").isNotEqualTo(before);
  }

  @Test
  void andChangesWhereItDoesNot() throws Exception {
    replace(one, "a.txt", "a1\n", "one\n");
    Sealed change = workspace.seal(one);
    String before = digest(change);
    replace(two, "a.txt", "a10\n", "two\n");
    land(workspace, workspace.seal(two));
    assertThat(digest(change)).isNotEqualTo(before);
  }

  @Test
  void aChangeFollowsARename() throws Exception {
    replace(one, "a.txt", "a1\n", "one\n");
    Sealed change = workspace.seal(one);
    String before = digest(change);
    Files.move(two.directory().resolve("a.txt"), two.directory().resolve("renamed.txt"));
    land(workspace, workspace.seal(two));
    assertThat(digest(change)).isNotEqualTo(before);
    land(workspace, change);
    assertThat(repository.show("signalbox/test", "renamed.txt")).startsWith("one\n");
    assertThat(repository.files("signalbox/test")).doesNotContain("a.txt");
  }

  @Test
  void theSameChangeTwiceFits() throws Exception {
    for (WorkTree tree : new WorkTree[] {one, two}) {
      replace(tree, "a.txt", "a1\n", "same\n");
      Files.delete(tree.directory().resolve("b.txt"));
    }
    land(workspace, workspace.seal(one));
    Sealed change = workspace.seal(two);
    Merge.Clean merge = (Merge.Clean) workspace.merge(change, workspace.head());
    assertThat(merge.tree()).isEqualTo(repository.git("rev-parse", "signalbox/test^{tree}"));
    assertThat(merge.digest()).matches("[0-9a-f]{64}");
  }

  @Test
  void changedHereAndDeletedThere() throws Exception {
    replace(one, "a.txt", "a1\n", "one\n");
    Files.delete(two.directory().resolve("a.txt"));
    land(workspace, workspace.seal(one));
    assertThat(workspace.merge(workspace.seal(two), workspace.head()))
        .isInstanceOfSatisfying(
            Merge.Conflicting.class,
            conflict -> {
              assertThat(conflict.paths()).containsExactly("a.txt");
              assertThat(conflict.messages())
                  .contains("CONFLICT (modify/delete): a.txt deleted in");
            });
  }

  @Test
  void aFileHereAndAFolderThere() throws Exception {
    Files.writeString(one.directory().resolve("new"), "file\n");
    Files.createDirectory(two.directory().resolve("new"));
    Files.writeString(two.directory().resolve("new/inner"), "inner\n");
    land(workspace, workspace.seal(one));
    assertThat(workspace.merge(workspace.seal(two), workspace.head()))
        .isInstanceOfSatisfying(
            Merge.Conflicting.class,
            conflict -> assertThat(conflict.messages()).contains("CONFLICT (file/directory)"));
  }

  @Test
  void namesWithLineBreaksInAConflict() throws Exception {
    for (WorkTree tree : new WorkTree[] {one, two}) {
      Files.writeString(tree.directory().resolve("line\nbreak ü"), tree.key().task());
    }
    land(workspace, workspace.seal(one));
    assertThat(workspace.merge(workspace.seal(two), workspace.head()))
        .isInstanceOfSatisfying(
            Merge.Conflicting.class,
            conflict -> {
              assertThat(conflict.paths()).containsExactly("line\nbreak ü");
              assertThat(conflict.messages()).contains("CONFLICT (add/add)");
            });
  }

  @Test
  void aSnapshotOfAnEarlierProcessWithAnAgentsCommits() throws Exception {
    repository.gitIn(two.directory(), workspace.environment(two.key()), "rm", "-q", "b.txt");
    repository.gitIn(two.directory(), workspace.environment(two.key()), "commit", "-q", "-m", "x");
    Sealed change = workspace.seal(two);
    replace(one, "a.txt", "a1\n", "one\n");
    land(workspace, workspace.seal(one));
    try (GitWorkspace later = repository.settings().opened()) {
      land(later, change);
    }
    assertThat(repository.files("signalbox/test")).containsExactly("a.txt", "src/c.txt");
  }
}
