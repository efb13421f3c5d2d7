package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a workspace says of the repository before anything runs.
class OpeningTest {
  @TempDir Path folder;

  @Test
  void theIntegrationBranchBeginsAtTheBase() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    String first = repository.git("rev-parse", "HEAD");
    repository.git("checkout", "-q", "-b", "other");
    repository.write("a.txt", "other\n");
    repository.commit("second");
    try (GitWorkspace workspace = repository.settings().base("main").workspace()) {
      Workspace.Opened opened = workspace.open();
      assertThat(opened)
          .isEqualTo(
              new Workspace.Opened(repository.top.toString(), first, first, java.util.List.of()));
    }
    assertThat(repository.git("rev-parse", "signalbox/test")).isEqualTo(first);
  }

  @Test
  void withoutABaseItIsWhatIsCheckedOut() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    repository.git("checkout", "-q", "--detach");
    try (GitWorkspace workspace = repository.settings().workspace()) {
      assertThat(workspace.open().base()).isEqualTo(repository.git("rev-parse", "HEAD"));
    }
  }

  @Test
  void aFolderInsideTheCheckoutStandsForTheWhole() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    ScratchRepository.Settings settings = repository.settings();
    settings.path = repository.top.resolve("src");
    try (GitWorkspace workspace = settings.workspace()) {
      assertThat(workspace.open().repository()).isEqualTo(repository.top.toString());
    }
  }

  @Test
  void noFolder() throws Exception {
    ScratchRepository.Settings settings = ScratchRepository.small(folder).settings();
    settings.path = folder.resolve("nowhere");
    refused(settings, "repository", "There is no folder ");
  }

  @Test
  void noRepository() throws Exception {
    ScratchRepository.Settings settings = ScratchRepository.small(folder).settings();
    settings.path = Files.createDirectory(folder.resolve("plain"));
    refused(
        settings,
        "repository",
        "is not a git checkout (not a git repository",
        "make one of it with `git init`");
  }

  @Test
  void aBareRepository() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    Path bare = folder.resolve("bare.git");
    repository.git("clone", "-q", "--bare", ".", bare.toString());
    ScratchRepository.Settings settings = repository.settings();
    settings.path = bare;
    refused(settings, "repository", "is a bare repository", "name a checkout");
  }

  @Test
  void noCommit() throws Exception {
    ScratchRepository repository = ScratchRepository.empty(folder);
    refused(repository.settings(), "repository", "has no commit yet", "`git commit`");
    refused(repository.settings().base("main"), "repository", "has no commit yet");
  }

  @Test
  void noBase() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    refused(
        repository.settings().base("develop"),
        "base",
        "There is no branch or commit develop",
        "name one that is there under `base:`");
    refused(repository.settings().base("--output=x"), "base", "no branch or commit --output=x");
    repository.git("update-ref", "refs/remotes/origin/develop", "HEAD");
    refused(repository.settings().base("develop"), "base", "say `base: origin/develop`");
  }

  @Test
  void theIntegrationBranchIsCheckedOut() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    refused(
        repository.settings().into("main"),
        "into",
        "The branch main is checked out in " + repository.top,
        "choose another name under `into:`");
    Path other = folder.toRealPath().resolve("other");
    repository.git("worktree", "add", "-q", "-b", "signalbox/test", other.toString());
    refused(repository.settings(), "into", "signalbox/test is checked out in " + other);
  }

  @Test
  void theIntegrationBranchIsBeingRebased() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    repository.git("checkout", "-q", "-b", "signalbox/test");
    repository.write("a.txt", "x\n");
    repository.commit("second");
    repository.gitIn(
        repository.top,
        Map.of("GIT_SEQUENCE_EDITOR", "sed -i s/^pick/edit/"),
        "rebase",
        "-q",
        "-i",
        "HEAD~1");
    refused(repository.settings().base("main"), "into", "signalbox/test is checked out in ");
  }

  @ParameterizedTest
  @CsvSource({"a..b", "-x", "a b", "x.lock", "''"})
  void aNameThatGitDoesNotAllow(String name) throws Exception {
    refused(
        ScratchRepository.small(folder).settings().into(name),
        "into",
        "is not a name that git allows");
  }

  @Test
  void aNameBeneathAnotherBranch() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    repository.git("branch", "signalbox");
    refused(
        repository.settings(),
        "into",
        "The branch signalbox/test could not be made",
        "Choose another");
  }

  @Test
  void aBranchFromElsewhere() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    String elsewhere = repository.git("commit-tree", "HEAD^{tree}", "-m", "elsewhere");
    repository.git("branch", "signalbox/test", elsewhere);
    refused(repository.settings(), "into", "exists and does not descend from main", "--restart");
    assertThat(repository.git("rev-parse", "signalbox/test")).isEqualTo(elsewhere);

    try (GitWorkspace workspace = repository.settings().restart().workspace()) {
      Workspace.Opened opened = workspace.open();
      assertThat(opened.head()).isEqualTo(repository.git("rev-parse", "main"));
      String kept = "refs/signalbox/replaced/signalbox/test/" + elsewhere.substring(0, 12);
      assertThat(opened.notes()).anyMatch(note -> note.contains(kept));
      assertThat(repository.git("rev-parse", kept)).isEqualTo(elsewhere);
    }
  }

  @Test
  void aBranchThatTheBaseHasWholeBeginsWhereTheBaseIs() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    String landed = repository.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "landed");
    repository.git("branch", "signalbox/test", landed);
    repository.git("merge", "--quiet", "--no-ff", "-m", "merged", landed);
    try (GitWorkspace workspace = repository.settings().workspace()) {
      Workspace.Opened opened = workspace.open();
      assertThat(opened.head()).isEqualTo(repository.git("rev-parse", "main"));
      assertThat(repository.git("rev-parse", "signalbox/test")).isEqualTo(opened.head());
      assertThat(opened.notes())
          .containsExactly(
              "The branch signalbox/test exists and has nothing that main has not: the run begins"
                  + " where main is.");
    }
  }

  @Test
  void aBranchThatDescendsFromTheBaseIsGoneOnFrom() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    String ahead = repository.git("commit-tree", "HEAD^{tree}", "-p", "HEAD", "-m", "ahead");
    repository.git("branch", "signalbox/test", ahead);
    try (GitWorkspace workspace = repository.settings().restart().workspace()) {
      Workspace.Opened opened = workspace.open();
      assertThat(opened.head()).isEqualTo(ahead);
      assertThat(opened.notes())
          .containsExactly(
              "The branch signalbox/test exists and descends from main: the run goes on from it (1"
                  + " commit ahead). --restart leaves such a branch as it is; to begin anew, name"
                  + " another under `into:`, or delete it.");
    }
  }

  @Test
  void uncommittedFilesAreCounted() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    repository.write("a.txt", "changed\n");
    repository.write("new file.txt", "new\n");
    repository.git("mv", "b.txt", "bb.txt");
    Map<String, String> before = repository.listing();
    try (GitWorkspace workspace = repository.settings().workspace()) {
      assertThat(workspace.open().notes())
          .containsExactly(
              "4 uncommitted files are not seen by the agents, which start from main.");
    }
    assertThat(repository.listing()).isEqualTo(before);
  }

  @Test
  void workTreesMayNotLieInsideTheRepository() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    ScratchRepository.Settings settings = repository.settings();
    settings.trees = repository.top.resolve("state");
    assertThatThrownBy(() -> settings.workspace().open())
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("inside the repository")
        .hasMessageContaining("XDG_STATE_HOME");
  }

  @ParameterizedTest
  @CsvSource({"2,38,false", "2,39,true", "2,100,true", "1,99,false", "3,0,true"})
  void gitMustBeNewEnough(String major, String minor, boolean enough) {
    assertThat(Repository.supported(major, minor)).isEqualTo(enough);
  }

  @Test
  void anOldGitIsRefused() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    Path bin = Files.createDirectory(folder.resolve("bin"));
    Path git = Files.writeString(bin.resolve("git"), "#!/bin/sh\necho git version 2.34.1\n");
    assertThat(git.toFile().setExecutable(true)).isTrue();
    repository.environment.put("PATH", bin + ":" + repository.environment.get("PATH"));
    assertThatThrownBy(() -> repository.settings().workspace().open())
        .isInstanceOf(WorkspaceException.class)
        .hasMessage("Signalbox needs git 2.39 or newer, and this is \"git version 2.34.1\".");
  }

  private static void refused(ScratchRepository.Settings settings, String key, String... words) {
    assertThatThrownBy(() -> settings.workspace().open())
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContainingAll(words)
        .extracting(e -> ((WorkspaceException) e).planKey())
        .isEqualTo(key);
  }
}
