package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way of a change from the work tree to the integration branch.
class GitWorkspaceTest {
  private static final String BRANCH = "signalbox/test";

  @TempDir Path folder;
  private ScratchRepository repository;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
  }

  @Test
  void aChangeLands() throws Exception {
    Map<String, String> before = repository.listing();
    try (GitWorkspace workspace = repository.settings().check("grep -q new a.txt").opened()) {
      String head = workspace.head();
      WorkTree tree = workspace.prepare(key("one"), repository.log());
      assertThat(tree.base()).isEqualTo(head);
      Files.writeString(tree.directory().resolve("a.txt"), "new\n");
      Files.writeString(tree.directory().resolve("d.txt"), "untracked\n");
      Files.delete(tree.directory().resolve("b.txt"));
      Sealed sealed = workspace.seal(tree);
      workspace.release(tree, false);
      assertThat(sealed.changes())
          .containsExactly(
              new Sealed.Change('M', "a.txt", 1, 10),
              new Sealed.Change('D', "b.txt", 0, 10),
              new Sealed.Change('A', "d.txt", 1, 0));
      assertThat(repository.git("rev-parse", "refs/signalbox/run-1/one/1"))
          .isEqualTo(sealed.commit());

      Merge.Clean merge = (Merge.Clean) workspace.merge(sealed, head);
      assertThat(workspace.check(head, repository.log()).passed()).isFalse();
      assertThat(workspace.check(merge.tree(), repository.log()).passed()).isTrue();
      Map<String, String> trailers = new LinkedHashMap<>();
      trailers.put("Signalbox-Run", "run-1");
      trailers.put("Signalbox-Task", "one\nForged: yes");
      String commit =
          ScratchRepository.made(
              workspace.commit(
                  merge, head, "AGT-001 <agt@example.org>", "Do one", trailers, repository.log()));
      assertThat(workspace.hasLanded(commit)).isFalse();
      assertThat(workspace.land(commit, head)).isTrue();
      assertThat(workspace.hasLanded(commit)).isTrue();
      assertThat(workspace.head()).isEqualTo(commit);
      assertThat(workspace.land(commit, head)).isFalse();

      assertThat(repository.files(BRANCH)).containsExactly("a.txt", "d.txt", "src/c.txt");
      assertThat(repository.git("log", "-1", "--format=%an <%ae>|%cn|%P|%B", BRANCH))
          .isEqualTo(
              "AGT-001 <agt@example.org>|Signalbox|"
                  + head
                  + "|Do one\n\nSignalbox-Run: run-1\nSignalbox-Task: one Forged: yes");
      assertThat(
              repository.git(
                  "log", "-1", "--format=%(trailers:key=Signalbox-Task,valueonly)", BRANCH))
          .isEqualTo("one Forged: yes");
    }
    assertThat(repository.listing()).isEqualTo(before);
    assertThat(repository.git("worktree", "list").lines()).hasSize(1);
  }

  @Test
  void aChangeThatDoesNotFitIsAConflict() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree one = workspace.prepare(key("one"), repository.log());
      WorkTree two = workspace.prepare(key("two"), repository.log());
      Files.writeString(one.directory().resolve("a.txt"), "one\n");
      Files.writeString(two.directory().resolve("a.txt"), "two\n");
      Sealed first = workspace.seal(one);
      Sealed second = workspace.seal(two);
      String onto = land(workspace, first);
      Merge merge = workspace.merge(second, onto);
      assertThat(merge).isInstanceOf(Merge.Conflicting.class);
      assertThat(((Merge.Conflicting) merge).paths()).containsExactly("a.txt");
      assertThat(((Merge.Conflicting) merge).messages())
          .contains("CONFLICT (content): Merge conflict in a.txt");
    }
  }

  @Test
  void aTaskThatChangedNothingLeavesNoCommit() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree tree = workspace.prepare(key("one"), repository.log());
      Sealed sealed = workspace.seal(tree);
      assertThat(sealed.isEmpty()).isTrue();
      assertThat(sealed.changes()).isEmpty();
      assertThat(repository.git("for-each-ref", "refs/signalbox")).isEmpty();
    }
  }

  @Test
  void aChangeThatTheBranchAlreadyHoldsLeavesNoCommit() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      WorkTree one = workspace.prepare(key("one"), repository.log());
      WorkTree two = workspace.prepare(key("two"), repository.log());
      Files.writeString(one.directory().resolve("a.txt"), "new\n");
      Files.writeString(one.directory().resolve("d.txt"), "of one alone\n");
      Files.writeString(two.directory().resolve("a.txt"), "new\n");
      Sealed first = workspace.seal(one);
      Sealed second = workspace.seal(two);
      String head = land(workspace, first);
      Merge.Clean merge = (Merge.Clean) workspace.merge(second, head);
      assertThat(second.isEmpty()).isFalse();
      assertThat(
              ScratchRepository.made(
                  workspace.commit(merge, head, "agent", "Do two", Map.of(), repository.log())))
          .isEmpty();
    }
  }

  @Test
  void landingIsRefusedWhenSomebodyElseMovedTheBranch() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      String head = workspace.head();
      WorkTree tree = workspace.prepare(key("one"), repository.log());
      Files.writeString(tree.directory().resolve("a.txt"), "one\n");
      Merge.Clean merge = (Merge.Clean) workspace.merge(workspace.seal(tree), head);
      String commit =
          ScratchRepository.made(
              workspace.commit(merge, head, "agent", "Do one", Map.of(), repository.log()));
      String other = repository.git("commit-tree", head + "^{tree}", "-p", head, "-m", "other");
      repository.git("update-ref", "refs/heads/" + BRANCH, other);
      assertThat(workspace.land(commit, head)).isFalse();
      assertThat(workspace.head()).isEqualTo(other);
    }
  }

  @Test
  void landingIsRefusedOnceSomebodyHasTheBranchCheckedOut() throws Exception {
    try (GitWorkspace workspace = repository.settings().opened()) {
      String head = workspace.head();
      repository.git("checkout", "-q", BRANCH);
      assertThatThrownBy(() -> workspace.land(head, head))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("is checked out in " + repository.top);
    }
  }

  static AttemptKey key(String task) {
    return new AttemptKey("run-1", task, 1);
  }

  static String land(GitWorkspace workspace, Sealed sealed) throws Exception {
    String head = workspace.head();
    Merge.Clean merge = (Merge.Clean) workspace.merge(sealed, head);
    String commit =
        ScratchRepository.made(
            workspace.commit(
                merge,
                head,
                "agent",
                "Do " + sealed.key().task(),
                Map.of("Task", sealed.key().task()),
                Path.of("no hooks, no log")));
    assertThat(workspace.land(commit, head)).isTrue();
    return commit;
  }
}
