package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.CommitPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The repository's own hooks, run by git.
@Timeout(120)
class CommitHooksTest {
  private static final CommitPolicy RUN =
      new CommitPolicy(CommitPolicy.Author.AGENT, false, false, false, CommitPolicy.Hooks.RUN);

  @TempDir Path folder;
  private ScratchRepository repository;
  private Path ran;
  private String lands;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = ScratchRepository.small(folder);
    ran = repository.folder.resolve("ran");
    repository.write("a.txt", "merged\n");
    repository.write("new.txt", "new\n");
    repository.git("add", "-A");
    lands = repository.git("write-tree");
    repository.git("reset", "-q", "--hard");
  }

  private void hook(String name, String script) throws Exception {
    hook(Files.createDirectories(repository.top.resolve(".git/hooks")), name, script);
  }

  private static void hook(Path hooks, String name, String script) throws Exception {
    Path hook = Files.writeString(hooks.resolve(name), "#!/bin/sh\n" + script);
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  private GitWorkspace opened(CommitPolicy policy, @Nullable Duration limit) throws Exception {
    ScratchRepository.Settings settings = repository.settings();
    settings.commits = new CommitSettings(policy, "");
    settings.check = new CheckPolicy("true", true, false, limit);
    return settings.opened();
  }

  private GitWorkspace opened() throws Exception {
    return opened(RUN, null);
  }

  private CommitAnswer commit(GitWorkspace workspace, String tree, String onto) throws Exception {
    Map<String, String> trailers = new LinkedHashMap<>();
    trailers.put("Signalbox-Run", "run-1");
    trailers.put("Signalbox-Task", "one");
    return workspace.commit(
        new Merge.Clean(tree, "", List.of()),
        onto,
        "AGT-001",
        "Do one",
        trailers,
        repository.log());
  }

  private CommitAnswer commit(GitWorkspace workspace) throws Exception {
    return commit(workspace, lands, workspace.head());
  }

  private static CommitAnswer.Refused refused(CommitAnswer answer) {
    assertThat(answer).isInstanceOf(CommitAnswer.Refused.class);
    return (CommitAnswer.Refused) answer;
  }

  private String message(CommitAnswer answer) throws Exception {
    return repository.git("log", "-1", "--format=%B", ScratchRepository.made(answer));
  }

  @Test
  void noneRunsUnlessThePlanSaysSo() throws Exception {
    hook("pre-commit", "exit 1\n");
    hook("commit-msg", "exit 1\n");
    try (GitWorkspace workspace = opened(CommitPolicy.DEFAULT, null)) {
      assertThat(message(commit(workspace))).startsWith("Do one");
    }
  }

  @Test
  void whereThereIsNoneNoWorkTreeIsMade() throws Exception {
    try (GitWorkspace workspace = opened()) {
      String commit = ScratchRepository.made(commit(workspace));
      assertThat(workspace.land(commit, workspace.head())).isTrue();
      assertThat(workspace.afterLanding(commit, repository.log())).isEmpty();
      assertThat(repository.git("worktree", "list").lines()).hasSize(1);
      assertThat(repository.log()).doesNotExist();
    }
  }

  @Test
  void theySeeWhatGitShowsThem() throws Exception {
    String see =
        """
        { echo "$0" "$@" | sed 's:[^ ]*/::g'
        git diff --cached --name-status HEAD
        git diff --name-only
        git log -1 --format=%s
        cat a.txt
        echo "$GIT_AUTHOR_NAME <$GIT_AUTHOR_EMAIL> $GIT_COMMITTER_NAME $GIT_EDITOR"
        echo "${GIT_AUTHOR_DATE%% *}" | sed 's/[0-9][0-9]*/n/'
        test "$GIT_INDEX_FILE" = "$(git rev-parse --git-path index)" && echo index
        test "$PWD" = "$(git rev-parse --show-toplevel)" && echo top
        echo "$SIGNALBOX_HOOK"; } >> RAN
        """
            .replace("RAN", ran.toString());
    hook("pre-commit", see);
    hook("prepare-commit-msg", see);
    hook("commit-msg", see);
    hook("post-commit", see);
    try (GitWorkspace workspace = opened()) {
      String commit = ScratchRepository.made(commit(workspace));
      String common =
          """
          M\ta.txt
          A\tnew.txt
          first
          merged
          AGT-001 <AGT-001@agent.signalbox.invalid> Signalbox :
          @n
          index
          top
          """;
      assertThat(ran)
          .hasContent(
              "pre-commit\n%1$spre-commit\nprepare-commit-msg COMMIT_EDITMSG message\n%1$sprepare-commit-msg\ncommit-msg COMMIT_EDITMSG\n%1$scommit-msg\n"
                  .formatted(common));
      Files.delete(ran);
      assertThat(workspace.land(commit, workspace.head())).isTrue();
      assertThat(workspace.afterLanding(commit, repository.log())).isEmpty();
      assertThat(ran)
          .hasContent(
              "post-commit\nDo one\n"
                  + common.substring(common.indexOf("merged"))
                  + "post-commit\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"pre-commit", "prepare-commit-msg", "commit-msg"})
  void oneThatFailsIsAgainstTheCommit(String name) throws Exception {
    hook(name, "echo looking; echo 'not like this' >&2; exit 3\n");
    try (GitWorkspace workspace = opened()) {
      assertThat(refused(commit(workspace)))
          .isEqualTo(
              new CommitAnswer.Refused(name, "ended with exit code 3", "looking\nnot like this\n"));
      assertThat(repository.log()).hasContent("looking\nnot like this\n");
      hook(name, "true\n");
      assertThat(message(commit(workspace))).startsWith("Do one");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo x >> a.txt", "echo x > a.txt; git add a.txt", "git rm -q -f a.txt"})
  void whatAPreCommitHookChangesDoesNotLandUnchecked(String change) throws Exception {
    hook("pre-commit", change + "; echo x > untracked\n");
    try (GitWorkspace workspace = opened()) {
      CommitAnswer.Refused refused = refused(commit(workspace));
      assertThat(refused.hook()).isEqualTo("pre-commit");
      assertThat(refused.why()).isEqualTo("changed a.txt, and what it makes was not checked");
    }
  }

  @Test
  void filesThatGitDoesNotTrackAreNoChange() throws Exception {
    hook("pre-commit", "echo x > untracked; touch a.txt; git update-index -q --refresh\n");
    try (GitWorkspace workspace = opened()) {
      String commit = ScratchRepository.made(commit(workspace));
      assertThat(repository.git("rev-parse", commit + "^{tree}")).isEqualTo(lands);
    }
  }

  @Test
  void theyMayChangeTheMessageAndTheTrailersStay() throws Exception {
    hook("prepare-commit-msg", "echo 'better: '\"$(cat $1)\" > $1; echo '   ' >> $1\n");
    hook("commit-msg", "git interpret-trailers --in-place --trailer 'Change-Id: I1' $1\n");
    try (GitWorkspace workspace = opened()) {
      assertThat(message(commit(workspace)))
          .isEqualTo("better: Do one\n\nSignalbox-Run: run-1\nSignalbox-Task: one\nChange-Id: I1");
    }
  }

  @Test
  void trailersThatAHookTakesOutOrAltersArePutBack() throws Exception {
    hook(
        "commit-msg",
        "printf 'Other\\n\\nText.\\n\\nSignalbox-Task: two\\nChange-Id: I1\\n' > $1\n");
    try (GitWorkspace workspace = opened()) {
      assertThat(message(commit(workspace)))
          .isEqualTo("Other\n\nText.\n\nChange-Id: I1\nSignalbox-Run: run-1\nSignalbox-Task: one");
      hook("commit-msg", "echo Other > $1\n");
      assertThat(message(commit(workspace)))
          .isEqualTo("Other\n\nSignalbox-Run: run-1\nSignalbox-Task: one");
      hook("commit-msg", "echo 'A line after them' >> $1\n");
      String commit = ScratchRepository.made(commit(workspace));
      assertThat(
              repository.git(
                  "log", "-1", "--format=%(trailers:key=Signalbox-Task,valueonly)", commit))
          .isEqualTo("one");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {": > $1", "sed -i 1d $1", "rm $1; mkfifo $1"})
  void withoutAMessageThereIsNoCommit(String script) throws Exception {
    hook("commit-msg", script + "\n");
    try (GitWorkspace workspace = opened()) {
      assertThat(refused(commit(workspace)))
          .isEqualTo(new CommitAnswer.Refused("commit-msg", "left no message", ""));
    }
  }

  @Test
  void takesNoLongerThanItMay() throws Exception {
    hook("pre-commit", "echo begun; touch \"$GIT_INDEX_FILE.lock\"; sleep 1000\n");
    try (GitWorkspace workspace = opened(RUN, Duration.ofMillis(500))) {
      CommitAnswer.Refused refused = refused(commit(workspace));
      assertThat(refused.why()).isEqualTo("took longer than 500ms and was ended");
      hook("pre-commit", "true\n");
      assertThat(message(commit(workspace))).startsWith("Do one");
    }
  }

  @Test
  void interruptedItIsEndedWhole() throws Exception {
    hook("pre-commit", "echo $$ > %1$s.part; mv %1$s.part %1$s; sleep 1000\n".formatted(ran));
    try (GitWorkspace workspace = opened()) {
      CountDownLatch ended = new CountDownLatch(1);
      Thread committing =
          Thread.startVirtualThread(
              () -> {
                try {
                  commit(workspace);
                } catch (InterruptedException e) {
                  ended.countDown();
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      while (!Files.exists(ran)) {
        Thread.onSpinWait();
      }
      long pid = Long.parseLong(Files.readString(ran).strip());
      committing.interrupt();
      ended.await();
      // Ended, and forgotten once the system has taken note of it; else this takes too long.
      ProcessHandle.of(pid).ifPresent(hook -> hook.onExit().join());
      hook("pre-commit", "true\n");
      assertThat(message(commit(workspace))).startsWith("Do one");
    }
  }

  @Test
  void ofABatchEachIsAskedAboutAndWhoWasPassedIsNotAskedAgain() throws Exception {
    hook(
        "pre-commit",
        "git diff --cached --name-only HEAD | xargs echo >> %s; ! test -e bad.txt\n"
            .formatted(ran));
    repository.git("read-tree", lands);
    repository.git(
        "update-index",
        "--add",
        "--cacheinfo",
        "100644," + repository.git("rev-parse", "HEAD:a.txt") + ",bad.txt");
    String bad = repository.git("write-tree");
    repository.git("reset", "-q", "--hard");
    try (GitWorkspace workspace = opened()) {
      String first = ScratchRepository.made(commit(workspace));
      assertThat(refused(commit(workspace, bad, first)).hook()).isEqualTo("pre-commit");
      assertThat(ran).hasContent("a.txt new.txt\nbad.txt\n");
      assertThat(message(commit(workspace))).startsWith("Do one");
      assertThat(ran).hasContent("a.txt new.txt\nbad.txt\n");
    }
  }

  @Test
  void theyLieWhereTheSettingsSay() throws Exception {
    hook("pre-commit", "exit 1\n");
    Path elsewhere = Files.createDirectory(repository.folder.resolve("elsewhere"));
    hook(elsewhere, "pre-commit", "echo elsewhere >> " + ran + "\n");
    repository.git("config", "core.hooksPath", elsewhere.toString());
    try (GitWorkspace workspace = opened()) {
      assertThat(message(commit(workspace))).startsWith("Do one");
      assertThat(ran).hasContent("elsewhere");
    }
  }

  @Test
  void aFolderOfTheRepositoryIsThatOfWhatLands() throws Exception {
    Path tracked = Files.createDirectory(repository.top.resolve(".githooks"));
    hook(tracked, "pre-commit", "echo tracked >> " + ran + "\n");
    repository.git("add", ".githooks");
    String with = repository.git("write-tree");
    repository.git("reset", "-q", "--hard");
    repository.git("config", "core.hooksPath", ".githooks");
    try (GitWorkspace workspace = opened()) {
      assertThat(message(commit(workspace))).startsWith("Do one");
      assertThat(ran).doesNotExist();
      assertThat(message(commit(workspace, with, workspace.head()))).startsWith("Do one");
      assertThat(ran).hasContent("tracked");
    }
  }

  @Test
  void oneThatCannotBeStartedIsAgainstTheCommit() throws Exception {
    hook("pre-commit", "true\n");
    Files.writeString(repository.top.resolve(".git/hooks/pre-commit"), "#!/no/such/shell\n");
    try (GitWorkspace workspace = opened()) {
      assertThat(commit(workspace))
          .asInstanceOf(type(CommitAnswer.Refused.class))
          .satisfies(refused -> assertThat(refused.tail()).contains("pre-commit"));
    }
  }

  @Test
  void whatFollowsTheCommitCannotUndoIt() throws Exception {
    hook("post-commit", "echo gone >&2; exit 1\n");
    try (GitWorkspace workspace = opened()) {
      String commit = ScratchRepository.made(commit(workspace));
      assertThat(workspace.land(commit, workspace.head())).isTrue();
      assertThat(workspace.afterLanding(commit, repository.log()))
          .contains(
              "The hook post-commit of the repository ended with exit code 1 after %s had landed."
                  .formatted(commit));
      assertThat(workspace.head()).isEqualTo(commit);
    }
  }

  @Test
  void theCheckoutOfTheUserStaysAsItIs() throws Exception {
    hook("pre-commit", "git update-ref refs/seen HEAD; git stash list\n");
    hook("post-commit", "true\n");
    Map<String, String> before = repository.listing();
    try (GitWorkspace workspace = opened()) {
      String commit = ScratchRepository.made(commit(workspace));
      workspace.afterLanding(commit, repository.log());
    }
    repository.git("update-ref", "-d", "refs/seen");
    assertThat(repository.listing()).isEqualTo(before);
  }
}
