package dev.signalbox.workspace;

import static dev.signalbox.workspace.GitWorkspaceTest.key;
import static dev.signalbox.workspace.GitWorkspaceTest.land;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.workspace.ConflictedMerge.File;
import dev.signalbox.workspace.ConflictedMerge.Loss;
import dev.signalbox.workspace.Resolved.Gone;
import dev.signalbox.workspace.Resolved.Side;
import dev.signalbox.workspace.Resolved.Taken;
import dev.signalbox.workspace.Resolved.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConflictedMergeTest {
  @TempDir Path folder;
  private ScratchRepository repository;
  private GitWorkspace workspace;
  private Path one;
  private Path two;
  private WorkTree first;
  private WorkTree second;

  @BeforeEach
  void open() throws Exception {
    repository = ScratchRepository.small(folder);
    workspace = repository.settings().opened();
    first = workspace.prepare(key("one"), repository.log());
    second = workspace.prepare(key("two"), repository.log());
    one = first.directory();
    two = second.directory();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private static void replace(Path tree, String path, String from, String to) throws Exception {
    Path file = tree.resolve(path);
    Files.writeString(file, Files.readString(file).replace(from, to));
  }

  /// What the second task left, after what the first one left has landed.
  private Sealed late() throws Exception {
    land(workspace, workspace.seal(first));
    return workspace.seal(second);
  }

  private ConflictedMerge conflict(Sealed change) throws Exception {
    return workspace.conflict(change, workspace.head()).orElseThrow();
  }

  private String landed(Sealed change, Map<String, Resolved> files, String path) throws Exception {
    Merge.Clean merge = workspace.resolve(change, workspace.head(), files);
    return repository.git("show", merge.tree() + ":" + path);
  }

  @Test
  void threeVersionsOfEachPathAndWhatGitMadeOfIt() throws Exception {
    replace(one, "a.txt", "a1\n", "landed\n");
    replace(two, "a.txt", "a1\n", "task\n");
    replace(two, "b.txt", "b1\n", "fits\n");
    Sealed change = late();
    ConflictedMerge conflict = conflict(change);
    assertThat(conflict.paths()).containsExactly("a.txt");
    File file = conflict.files().getFirst();
    assertThat(file.isText()).isTrue();
    assertThat(file.base().text()).startsWith("a1\n");
    assertThat(file.left().text()).startsWith("landed\n");
    assertThat(file.right().text()).startsWith("task\n");
    assertThat(file.merged().text()).startsWith("<<<<<<< ");
    assertThat(((Merge.Conflicting) workspace.merge(change, workspace.head())).digest())
        .isEqualTo(conflict.digest());
  }

  @Test
  void itIsReadFromAnywhereWithoutWritingToTheRepository() throws Exception {
    replace(one, "a.txt", "a1\n", "landed\n");
    replace(two, "a.txt", "a1\n", "task\n");
    Sealed change = late();
    ConflictedMerge here = conflict(change);
    String objects = repository.git("count-objects", "-v");
    assertThat(ConflictedMerge.read(repository.top, change, workspace.head())).contains(here);
    assertThat(repository.git("count-objects", "-v")).isEqualTo(objects);
  }

  @Test
  void aResolutionStandsInThePlaceOfWhatConflictsAndTheRestIsMerged() throws Exception {
    replace(one, "a.txt", "a1\n", "landed\n");
    replace(one, "src/c.txt", "c\n", "theirs\n");
    replace(two, "a.txt", "a1\n", "task\n");
    replace(two, "b.txt", "b1\n", "fits\n");
    Sealed change = late();
    Merge.Clean merge =
        workspace.resolve(change, workspace.head(), Map.of("a.txt", new Text("both\n", "100755")));
    assertThat(repository.git("show", merge.tree() + ":a.txt")).isEqualTo("both");
    assertThat(repository.git("ls-tree", merge.tree(), "a.txt")).startsWith("100755 ");
    assertThat(repository.git("show", merge.tree() + ":b.txt")).startsWith("fits\n");
    assertThat(repository.git("show", merge.tree() + ":src/c.txt")).isEqualTo("theirs");
    assertThat(merge.writes()).contains("a.txt", "b.txt").doesNotContain("src/c.txt");
  }

  @Test
  void oneSideOfAFileThatIsNoText() throws Exception {
    Files.write(one.resolve("b.txt"), new byte[] {0, 1, 2});
    Files.write(two.resolve("b.txt"), new byte[] {0, 9, 9, 9});
    Sealed change = late();
    ConflictedMerge conflict = conflict(change);
    assertThat(conflict.files().getFirst().isText()).isFalse();
    assertThat(conflict.files().getFirst().left().text()).isNull();
    Merge.Clean merge =
        workspace.resolve(change, workspace.head(), Map.of("b.txt", new Taken(Side.TASK)));
    assertThat(repository.git("cat-file", "-s", merge.tree() + ":b.txt").strip()).isEqualTo("4");
    assertThat(conflict.losses(Map.of("b.txt", new Taken(Side.TASK))))
        .containsExactly(new Loss("b.txt", Side.LANDED, List.of()));
  }

  @Test
  void goneOnOneSideAndChangedOnTheOther() throws Exception {
    Files.delete(one.resolve("a.txt"));
    replace(two, "a.txt", "a1\n", "task\n");
    Sealed change = late();
    ConflictedMerge conflict = conflict(change);
    assertThat(conflict.files().getFirst().left()).isNull();
    Map<String, Resolved> drop = Map.of("a.txt", new Gone());
    assertThat(conflict.losses(drop))
        .containsExactly(new Loss("a.txt", Side.TASK, List.of("task")));
    Merge.Clean merge = workspace.resolve(change, workspace.head(), drop);
    assertThat(repository.git("ls-tree", merge.tree(), "a.txt")).isEmpty();
    assertThat(landed(change, Map.of("a.txt", new Taken(Side.TASK)), "a.txt")).startsWith("task\n");
  }

  @Test
  void aLinkIsALink() throws Exception {
    Files.createSymbolicLink(one.resolve("link"), Path.of("a.txt"));
    Files.createSymbolicLink(two.resolve("link"), Path.of("b.txt"));
    Sealed change = late();
    File file = conflict(change).files().getFirst();
    assertThat(file.base()).isNull();
    assertThat(file.left().isLink()).isTrue();
    assertThat(file.isText()).isFalse();
    Merge.Clean merge =
        workspace.resolve(change, workspace.head(), Map.of(file.path(), new Taken(Side.LANDED)));
    assertThat(repository.git("ls-tree", merge.tree(), file.path())).startsWith("120000 ");
  }

  @Test
  void aRenamedFileConflictsWhereItIsNow() throws Exception {
    Files.move(one.resolve("a.txt"), one.resolve("z.txt"));
    replace(one, "z.txt", "a1\n", "landed\n");
    replace(two, "a.txt", "a1\n", "task\n");
    Sealed change = late();
    ConflictedMerge conflict = conflict(change);
    assertThat(conflict.paths()).containsExactly("z.txt");
    assertThat(conflict.files().getFirst().base()).isNotNull();
    assertThat(landed(change, Map.of("z.txt", new Text("x\n")), "z.txt")).isEqualTo("x");
  }

  @Test
  void theSameConflictWhereverTheHeadIsAndAnotherWhereASideIs() throws Exception {
    replace(one, "a.txt", "a1\n", "landed\n");
    replace(two, "a.txt", "a1\n", "task\n");
    Sealed change = late();
    String digest = conflict(change).digest();
    WorkTree third = workspace.prepare(key("three"), repository.log());
    replace(third.directory(), "b.txt", "b1\n", "elsewhere\n");
    land(workspace, workspace.seal(third));
    assertThat(conflict(change).digest()).isEqualTo(digest);
    WorkTree fourth = workspace.prepare(key("four"), repository.log());
    replace(fourth.directory(), "a.txt", "landed\n", "landed again\n");
    land(workspace, workspace.seal(fourth));
    assertThat(conflict(change).digest()).isNotEqualTo(digest);
  }

  @Test
  void everyPathHasToBeSpokenOf() throws Exception {
    for (String path : List.of("a.txt", "b.txt")) {
      String from = path.charAt(0) + "1\n";
      replace(one, path, from, "landed\n");
      replace(two, path, from, "task\n");
    }
    Sealed change = late();
    assertThatThrownBy(
            () -> workspace.resolve(change, workspace.head(), Map.of("a.txt", new Text("x\n"))))
        .isInstanceOf(WorkspaceException.class)
        .hasMessage("It says nothing of b.txt.");
  }

  @Test
  void noMarkerIsLeftIn() throws Exception {
    replace(one, "a.txt", "a1\n", "landed\n");
    replace(two, "a.txt", "a1\n", "task\n");
    Sealed change = late();
    ConflictedMerge conflict = conflict(change);
    String merged = conflict.files().getFirst().merged().text();
    assertThat(conflict.objection(Map.of("a.txt", new Text(merged))))
        .hasValueSatisfying(why -> assertThat(why).contains("marker is left in a.txt: <<<<<<< "));
    assertThat(conflict.objection(Map.of("a.txt", new Text("x\n=======\ny\n")))).isPresent();
    assertThat(conflict.objection(Map.of("a.txt", new Text("x\n>>>>>>> y\n")))).isPresent();
    assertThat(conflict.objection(Map.of("a.txt", new Text("x ======= y\n========\n")))).isEmpty();
    assertThat(
            conflict.objection(
                Map.of("a.txt", new Text("x\n"), "new.txt", new Text("<<<<<<< y\n"))))
        .isPresent();
  }

  @Test
  void aFileThatHasSuchLinesOfItsOwnKeepsThem() throws Exception {
    replace(one, "a.txt", "a1\n", "Landed\n=======\n");
    replace(two, "a.txt", "a1\n", "task\n");
    Sealed change = late();
    assertThat(landed(change, Map.of("a.txt", new Text("Both\n=======\n")), "a.txt"))
        .isEqualTo("Both\n=======");
  }

  @Test
  void theLinesOfASideThatAreDropped() throws Exception {
    replace(one, "a.txt", "a1\n", "landed\nalso\n");
    replace(two, "a.txt", "a1\n", "task\n");
    ConflictedMerge conflict = conflict(late());
    assertThat(conflict.losses(Map.of("a.txt", new Text("task\nlanded\n"))))
        .containsExactly(new Loss("a.txt", Side.LANDED, List.of("also")));
    assertThat(conflict.losses(Map.of("a.txt", new Text("task\nalso\nlanded\n")))).isEmpty();
  }

  @Test
  void aPathOutsideTheRepositoryIsRefused() throws Exception {
    replace(one, "a.txt", "a1\n", "landed\n");
    replace(two, "a.txt", "a1\n", "task\n");
    Sealed change = late();
    for (String path : List.of("../x", ".git/config", "/etc/x", "a/../b", "a.txt/below")) {
      assertThatThrownBy(
              () ->
                  workspace.resolve(
                      change,
                      workspace.head(),
                      Map.of("a.txt", new Text("x\n"), path, new Text("y\n"))))
          .as(path)
          .isInstanceOf(WorkspaceException.class);
    }
  }
}
