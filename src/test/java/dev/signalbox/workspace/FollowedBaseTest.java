package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The branch that a run started from, looked at in the user's repository.
class FollowedBaseTest {
  @TempDir Path folder;
  private ScratchRepository scratch;

  @BeforeEach
  void makeRepository() throws Exception {
    scratch = ScratchRepository.small(folder);
  }

  private Optional<FollowedBase> follow(String name) throws Exception {
    Repository repository = Repository.open(scratch.top, scratch.environment);
    return FollowedBase.of(repository, name, "refs/heads/signalbox/test");
  }

  /// While git finds no repository there.
  private Optional<String> withoutGit(FollowedBase base) throws Exception {
    Path head = scratch.top.resolve(".git/HEAD");
    Path away = scratch.top.resolve(".git/AWAY");
    Files.move(head, away);
    try {
      return base.commit();
    } finally {
      Files.move(away, head);
    }
  }

  private String tip(String name) throws Exception {
    return scratch.git("rev-parse", name).strip();
  }

  private String branch() throws Exception {
    return scratch.git("symbolic-ref", "--short", "HEAD").strip();
  }

  private void move(int times) throws Exception {
    scratch.write("a.txt", "moved " + times + "\n");
    scratch.commit("moved " + times);
  }

  @Test
  void isFoundInItsFileAndAmongThePackedOnesWithoutAskingGitTwice() throws Exception {
    FollowedBase base = follow(branch()).orElseThrow();
    assertThat(base.commit()).contains(tip("HEAD"));
    move(1);
    assertThat(withoutGit(base)).contains(tip("HEAD"));

    scratch.git("pack-refs", "--all");
    assertThat(base.commit()).contains(tip("HEAD"));
    assertThat(withoutGit(base)).contains(tip("HEAD"));

    move(2);
    assertThat(withoutGit(base)).contains(tip("HEAD"));
    scratch.git("pack-refs", "--all");
    assertThat(base.commit()).contains(tip("HEAD"));
  }

  @Test
  void isGoneWhereTheBranchIs() throws Exception {
    scratch.git("branch", "topic");
    FollowedBase base = follow("topic").orElseThrow();
    assertThat(base.commit()).isPresent();
    scratch.git("branch", "-D", "topic");
    assertThat(base.commit()).isEmpty();
  }

  @Test
  void onlyBranchesAreFollowedLocalOrFetched() throws Exception {
    scratch.git("tag", "v1");
    scratch.git("branch", "topic");
    scratch.git("branch", "signalbox/test");
    scratch.git("update-ref", "refs/remotes/origin/main", "HEAD");
    assertThat(follow("topic")).isPresent();
    assertThat(follow("refs/heads/topic")).isPresent();
    assertThat(follow("origin/main")).isPresent();
    assertThat(follow("v1")).isEmpty();
    assertThat(follow(tip("HEAD"))).isEmpty();
    assertThat(follow("topic~0")).isEmpty();
    assertThat(follow("nothing")).isEmpty();
    assertThat(follow("signalbox/test")).isEmpty();
  }

  @Test
  void howFarTheBranchIsBehindIsSaidWhereItMoved() throws Exception {
    try (GitWorkspace workspace = scratch.settings().base(branch()).opened()) {
      String before = tip("HEAD");
      assertThat(workspace.base(before)).isEmpty();
      move(1);
      move(2);
      assertThat(workspace.base(before)).contains(new Workspace.BaseNow(tip("HEAD"), 2, before));
      assertThat(workspace.base(tip("HEAD"))).isEmpty();
      // Somebody else has brought one of them to the branch.
      scratch.git("update-ref", "refs/heads/signalbox/test", "HEAD~1");
      assertThat(workspace.base("")).contains(new Workspace.BaseNow(tip("HEAD"), 1, tip("HEAD~1")));
    }
  }

  @Test
  void theCommitThatBringsItIsNoTasks() throws Exception {
    try (GitWorkspace workspace = scratch.settings().base(branch()).opened()) {
      String head = workspace.head();
      move(1);
      String base = tip("HEAD");
      Merge.Clean merge = (Merge.Clean) workspace.mergeBase(base, head);
      assertThat(merge.writes()).containsExactly("a.txt");
      String commit =
          workspace.commitBase(merge, head, base, "Merge", Map.of("Signalbox-Run", "run-1"));
      assertThat(workspace.land(commit, head)).isTrue();
      assertThat(scratch.git("rev-parse", commit + "^@").lines()).containsExactly(head, base);
      assertThat(workspace.landedTasks()).isEmpty();
      assertThat(workspace.base("")).contains(new Workspace.BaseNow(base, 0, base));
    }
  }
}
