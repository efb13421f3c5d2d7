package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.plan.CommitPolicy;
import dev.signalbox.plan.CommitPolicy.Author;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitStyleTest {
  private static final Map<String, String> APPROVED = Map.of("Signalbox-Approved-By", "ada");

  @TempDir Path folder;

  private ScratchRepository repository() throws Exception {
    ScratchRepository repository = ScratchRepository.small(folder);
    repository.git("config", "user.name", "Ada Lovelace");
    repository.git("config", "user.email", "ada@example.org");
    return repository;
  }

  private static String commit(
      ScratchRepository repository, CommitPolicy policy, Map<String, String> trailers)
      throws Exception {
    ScratchRepository.Settings settings = repository.settings();
    settings.commits = new CommitSettings(policy, "ada");
    try (GitWorkspace workspace = settings.opened()) {
      Merge.Clean merge = new Merge.Clean(emptyTree(repository), "", List.of());
      return ScratchRepository.made(
          workspace.commit(
              merge, workspace.head(), "AGT-001", "Do one", trailers, repository.log()));
    }
  }

  private static String emptyTree(ScratchRepository repository) throws Exception {
    return repository.git("hash-object", "-w", "-t", "tree", "/dev/null");
  }

  @Test
  void theAgentIsTheAuthorAndWhoApprovedTheCoAuthor() throws Exception {
    ScratchRepository repository = repository();
    String commit = commit(repository, CommitPolicy.DEFAULT, APPROVED);
    assertThat(repository.git("log", "-1", "--format=%an|%ae|%cn|%G?", commit))
        .isEqualTo("AGT-001|AGT-001@agent.signalbox.invalid|Signalbox|N");
    assertThat(trailer(repository, commit, "Co-authored-by"))
        .isEqualTo("Ada Lovelace <ada@example.org>");
  }

  @Test
  void whoApprovedAndIsNotTheUserIsNoCoAuthor() throws Exception {
    ScratchRepository repository = repository();
    String commit =
        commit(repository, CommitPolicy.DEFAULT, Map.of("Signalbox-Approved-By", "bob"));
    assertThat(trailer(repository, commit, "Co-authored-by")).isEmpty();
  }

  @Test
  void theUserIsTheAuthorWithTheAgentBesideAndSignsOff() throws Exception {
    ScratchRepository repository = repository();
    String commit =
        commit(
            repository,
            new CommitPolicy(Author.ME, false, true, false, CommitPolicy.Hooks.SKIP),
            APPROVED);
    assertThat(repository.git("log", "-1", "--format=%an|%cn", commit))
        .isEqualTo("Ada Lovelace|Ada Lovelace");
    assertThat(trailer(repository, commit, "Co-authored-by"))
        .isEqualTo("AGT-001 <AGT-001@agent.signalbox.invalid>");
    assertThat(trailer(repository, commit, "Signed-off-by"))
        .isEqualTo("Ada Lovelace <ada@example.org>");
  }

  @Test
  void itIsSignedAsTheUsersSettingsSayOrNotMade() throws Exception {
    ScratchRepository repository = repository();
    CommitPolicy signed =
        new CommitPolicy(Author.AGENT, true, false, false, CommitPolicy.Hooks.SKIP);
    String unsigned = commit(repository, signed, Map.of());
    assertThat(repository.git("cat-file", "commit", unsigned)).doesNotContain("gpgsig");

    Path signer = folder.resolve("signer");
    Files.writeString(
        signer,
        """
        #!/bin/sh
        cat >/dev/null
        echo '[GNUPG:] SIG_CREATED D' >&2
        echo '-----BEGIN PGP SIGNATURE-----'
        echo "of $3"
        echo '-----END PGP SIGNATURE-----'
        """);
    assertThat(signer.toFile().setExecutable(true)).isTrue();
    repository.git("config", "commit.gpgsign", "true");
    repository.git("config", "gpg.program", signer.toString());
    repository.git("config", "user.signingkey", "ada's key");
    String commit = commit(repository, signed, Map.of());
    assertThat(repository.git("cat-file", "commit", commit)).contains("gpgsig", "of ada's key");
    assertThat(repository.git("log", "-1", "--format=%an|%cn", commit))
        .isEqualTo("AGT-001|Ada Lovelace");
    assertThat(
            repository.git(
                "cat-file", "commit", commit(repository, CommitPolicy.DEFAULT, Map.of())))
        .as("off unless the plan asks for it")
        .doesNotContain("gpgsig");

    Files.writeString(signer, "#!/bin/sh\necho 'no pinentry' >&2\nexit 2\n");
    assertThatThrownBy(() -> commit(repository, signed, Map.of()))
        .isInstanceOfSatisfying(
            WorkspaceException.class, e -> assertThat(e.planKey()).isEqualTo("commit"))
        .hasMessageContaining("failed to sign");
  }

  @Test
  void whereGitDoesNotKnowTheUserThePlanIsRefused() throws Exception {
    ScratchRepository repository = repository();
    repository.git("config", "user.name", "");
    ScratchRepository.Settings settings = repository.settings();
    settings.commits =
        new CommitSettings(
            new CommitPolicy(Author.ME, false, false, false, CommitPolicy.Hooks.SKIP), "ada");
    assertThatThrownBy(settings::opened)
        .isInstanceOf(WorkspaceException.class)
        .hasMessageStartingWith("The commits are to bear your name, and git does not know it");
  }

  @Test
  void theAgentsOwnMessageIsThatOfItsLastCommit() throws Exception {
    ScratchRepository repository = repository();
    try (GitWorkspace workspace = repository.settings().opened()) {
      AttemptKey one = new AttemptKey("run-1", "one", 1);
      WorkTree tree = workspace.prepare(one, folder.resolve("log"));
      Files.writeString(tree.directory().resolve("new"), "new");
      repository.gitIn(tree.directory(), Map.of(), "add", "--all");
      String[] commit = {"-c", "user.name=x", "-c", "user.email=x@x", "commit", "-qm"};
      repository.gitIn(tree.directory(), Map.of(), with(commit, "First words"));
      Files.writeString(tree.directory().resolve("new"), "newer");
      repository.gitIn(tree.directory(), Map.of(), "add", "--all");
      repository.gitIn(tree.directory(), Map.of(), with(commit, "Last words\n\nAnd why."));
      Files.writeString(tree.directory().resolve("new"), "newest");
      assertThat(workspace.messageOf(workspace.seal(tree))).isEqualTo("Last words\n\nAnd why.");
      workspace.release(tree, false);

      AttemptKey two = new AttemptKey("run-1", "two", 1);
      WorkTree other = workspace.prepare(two, folder.resolve("log"));
      Files.writeString(other.directory().resolve("new"), "new");
      assertThat(workspace.messageOf(workspace.seal(other))).isEmpty();
      workspace.release(other, false);
    }
  }

  private static String[] with(String[] command, String last) {
    String[] all = Arrays.copyOf(command, command.length + 1);
    all[command.length] = last;
    return all;
  }

  private static String trailer(ScratchRepository repository, String commit, String key)
      throws Exception {
    return repository
        .git("log", "-1", "--format=%(trailers:key=" + key + ",valueonly)", commit)
        .strip();
  }
}
