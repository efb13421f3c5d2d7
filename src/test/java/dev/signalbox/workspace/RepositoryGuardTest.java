package dev.signalbox.workspace;

import static dev.signalbox.workspace.GitWorkspaceTest.key;
import static dev.signalbox.workspace.GitWorkspaceTest.land;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What agents change in the user's repository beside their work trees is shown, kept and put back;
/// what the user does at the same time is not touched.
class RepositoryGuardTest {
  private static final String KEPT = "refs/signalbox/run-1/one/1-kept/";

  @TempDir Path folder;
  private ScratchRepository repository;
  private GitWorkspace workspace;

  @BeforeEach
  void open() throws Exception {
    repository = ScratchRepository.small(folder);
    repository.git("branch", "precious");
    repository.git("tag", "v1");
    repository.write("b.txt", "the user's work\n");
    repository.git("stash", "-q");
    repository.git("config", "user.nickname", "Una");
    workspace = repository.settings().opened();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private WorkTree prepare(String task) throws Exception {
    return workspace.prepare(key(task), repository.log());
  }

  private String agent(WorkTree tree, String... arguments) throws Exception {
    return repository.gitIn(tree.directory(), workspace.environment(tree.key()), arguments);
  }

  private void edit(WorkTree tree, String text) throws Exception {
    Files.writeString(tree.directory().resolve("a.txt"), text);
  }

  @Test
  void aBranchThatAnAgentMade() throws Exception {
    Map<String, String> before = repository.listing();
    WorkTree tree = prepare("one");
    agent(tree, "checkout", "-q", "-b", "feature");
    edit(tree, "feature\n");
    agent(tree, "commit", "-q", "-a", "-m", "feature");
    String commit = agent(tree, "rev-parse", "HEAD");
    Sealed sealed = workspace.seal(tree);
    workspace.release(tree, false);
    assertThat(sealed.repositoryChanges())
        .containsExactly(
            "It made the branch feature, kept as " + KEPT + "heads/feature; put back.");
    assertThat(repository.git("rev-parse", KEPT + "heads/feature")).isEqualTo(commit);
    land(workspace, sealed);
    assertThat(repository.show("signalbox/test", "a.txt")).isEqualTo("feature");
    workspace.close();
    assertThat(repository.listing()).isEqualTo(before);
  }

  @Test
  void branchesAndTagsThatAnAgentMovedAndDeleted() throws Exception {
    Map<String, String> before = repository.listing();
    WorkTree tree = prepare("one");
    String first = tree.base();
    edit(tree, "x\n");
    agent(tree, "commit", "-q", "-a", "-m", "x");
    String second = agent(tree, "rev-parse", "HEAD");
    agent(tree, "branch", "-f", "precious");
    agent(tree, "push", "-q", ".", "HEAD:refs/heads/pushed");
    agent(tree, "tag", "-d", "v1");
    agent(tree, "tag", "v2");
    agent(tree, "update-ref", "refs/heads/main", "HEAD");
    List<String> said = workspace.seal(tree).repositoryChanges();
    assertThat(said)
        .containsExactly(
            "It moved the branch main, kept as " + KEPT + "heads/main; put back.",
            "It moved the branch precious, kept as " + KEPT + "heads/precious; put back.",
            "It made the branch pushed, kept as " + KEPT + "heads/pushed; put back.",
            "It deleted the tag v1; put back.",
            "It made the tag v2, kept as " + KEPT + "tags/v2; put back.");
    assertThat(repository.git("rev-parse", "main", "precious", "v1").lines())
        .containsExactly(first, first, first);
    assertThat(repository.git("rev-parse", KEPT + "heads/precious")).isEqualTo(second);
    workspace.release(tree, false);
    workspace.close();
    assertThat(refsOf(repository.listing())).isEqualTo(refsOf(before));
  }

  private static Map<String, String> refsOf(Map<String, String> listing) {
    listing.keySet().removeIf(path -> !path.startsWith(".git/refs"));
    listing.replaceAll((path, text) -> text.substring(text.indexOf(' ') + 1));
    return listing;
  }

  @Test
  void filesWrittenIntoTheCheckoutPastTheWorkTree() throws Exception {
    repository.write("mine.txt", "the user's, from before\n");
    WorkTree tree = prepare("one");
    Files.writeString(repository.top.resolve("a.txt"), "by mistake\n");
    Files.createDirectories(repository.top.resolve("out"));
    Files.writeString(repository.top.resolve("out/ü.txt"), "by mistake\n");
    assertThat(workspace.seal(tree).repositoryChanges())
        .containsExactly(
            "In your checkout, past its work tree, a.txt, out/ changed while it ran. Nothing tells"
                + " whether it did that or you; they were left as they are.");
    assertThat(Files.readString(repository.top.resolve("a.txt"))).isEqualTo("by mistake\n");
    workspace.release(tree, false);

    WorkTree next = prepare("two");
    assertThat(workspace.seal(next).repositoryChanges()).as("said once").isEmpty();
  }

  @Test
  void whatTheUserWritesWhileNoTaskRunsIsNobodysBusiness() throws Exception {
    WorkTree tree = prepare("one");
    workspace.seal(tree);
    workspace.release(tree, false);
    repository.write("c.txt", "the user's\n");
    repository.git("add", "c.txt");
    repository.git("commit", "-q", "-m", "the user's");
    WorkTree next = prepare("two");
    assertThat(workspace.seal(next).repositoryChanges()).isEmpty();
  }

  @Test
  void aDeletedBranch() throws Exception {
    WorkTree tree = prepare("one");
    agent(tree, "branch", "-D", "precious");
    assertThat(workspace.seal(tree).repositoryChanges())
        .containsExactly("It deleted the branch precious; put back.");
    assertThat(repository.git("rev-parse", "precious")).isEqualTo(tree.base());
  }

  @Test
  void byThePlanTheyStay() throws Exception {
    workspace.close();
    workspace = repository.settings().withoutUndo().opened();
    WorkTree tree = prepare("one");
    agent(tree, "checkout", "-q", "-b", "feature");
    agent(tree, "config", "user.nickname", "agent");
    assertThat(workspace.seal(tree).repositoryChanges())
        .containsExactly(
            "It made the branch feature; by the plan it was left as it is.",
            "It changed settings of the repository (user.nickname); by the plan they were left as"
                + " they are.");
    assertThat(repository.git("branch", "--list", "feature")).isNotEmpty();
    assertThat(repository.git("config", "user.nickname")).isEqualTo("agent");
  }

  @Test
  void whatTheUserDoesMeanwhileIsTheUsers() throws Exception {
    WorkTree tree = prepare("one");
    edit(tree, "agent\n");
    agent(tree, "branch", "feature");
    repository.write("c.txt", "user\n");
    String commit = repository.commit("the user's commit");
    repository.git("branch", "users-own");
    repository.git("branch", "-D", "precious");
    repository.git("tag", "users-tag");
    repository.write("c.txt", "again\n");
    repository.git("stash", "-q");
    repository.git("stash", "drop", "-q", "stash@{1}");
    repository.git("config", "user.nickname", "Una again");
    Map<String, String> before = repository.listing();
    List<String> said = workspace.seal(tree).repositoryChanges();
    assertThat(said)
        .containsExactly(
            "It made the branch feature, kept as " + KEPT + "heads/feature; put back.",
            "While it ran, the branch precious was deleted, the tag users-tag was made; nothing"
                + " tells by whom, and it was left as it is.",
            "Settings of the repository were changed while it ran (user.nickname); nothing tells by"
                + " whom, and they were left as they are.");
    workspace.release(tree, false);
    workspace.close();
    before.keySet().removeIf(path -> path.endsWith("/feature") || path.contains("worktrees"));
    assertThat(repository.listing()).isEqualTo(before);
    assertThat(repository.git("rev-parse", "main")).isEqualTo(commit);
  }

  @Test
  void aBranchThatBothMovedIsLeft() throws Exception {
    WorkTree tree = prepare("one");
    edit(tree, "agent\n");
    agent(tree, "commit", "-q", "-a", "-m", "agent");
    agent(tree, "branch", "-f", "precious");
    repository.git("checkout", "-q", "precious");
    repository.write("c.txt", "user\n");
    String commit = repository.commit("on top of it");
    assertThat(workspace.seal(tree).repositoryChanges())
        .containsExactly("It and somebody else moved the branch precious; it was left as it is.");
    assertThat(repository.git("rev-parse", "precious")).isEqualTo(commit);
  }

  @Test
  void twoAttemptsAtOnceAreToldApart() throws Exception {
    WorkTree one = prepare("one");
    WorkTree two = prepare("two");
    agent(one, "branch", "of-one");
    agent(two, "branch", "of-two");
    agent(two, "config", "core.editor", "vi");
    agent(two, "tag", "tag-of-two");
    WorkTree three = prepare("three");
    assertThat(workspace.seal(one).repositoryChanges())
        .singleElement()
        .asString()
        .startsWith("It made the branch of-one");
    assertThat(workspace.seal(two).repositoryChanges())
        .hasSize(3)
        .allMatch(said -> said.startsWith("It ") && said.contains("put back"));
    // Three saw them come before it began and go while it ran.
    assertThat(workspace.seal(three).repositoryChanges()).isEmpty();
    assertThat(repository.git("branch", "--list", "of-*")).isEmpty();
    assertThat(repository.git("config", "--get", "--default", "none", "core.editor"))
        .isEqualTo("none");
  }

  @Test
  void landingsAreNobodysChange() throws Exception {
    WorkTree one = prepare("one");
    WorkTree two = prepare("two");
    edit(one, "one\n");
    land(workspace, workspace.seal(one));
    assertThat(workspace.seal(two).repositoryChanges()).isEmpty();
  }

  @Test
  void whatAnAgentLeftOnTheStash() throws Exception {
    Map<String, String> before = repository.listing();
    WorkTree tree = prepare("one");
    edit(tree, "stashed\n");
    agent(tree, "stash", "push", "-q", "-m", "for later");
    Sealed sealed = workspace.seal(tree);
    assertThat(sealed.isEmpty()).isTrue();
    assertThat(sealed.repositoryChanges())
        .singleElement()
        .asString()
        .startsWith("It left something on the stash (On (no branch): for later), kept as " + KEPT)
        .endsWith("; taken off again.");
    String ref = repository.git("for-each-ref", "--format=%(refname)", KEPT + "stash/");
    assertThat(repository.show(ref, "a.txt")).isEqualTo("stashed");
    assertThat(repository.git("stash", "list").lines()).hasSize(1);
    workspace.release(tree, false);
    workspace.close();
    assertThat(refsOf(repository.listing())).isEqualTo(refsOf(before));
  }

  @Test
  void whatAnAgentTookOffTheUsersStash() throws Exception {
    String stashed = repository.git("rev-parse", "stash@{0}");
    WorkTree tree = prepare("one");
    agent(tree, "stash", "pop", "-q");
    Sealed sealed = workspace.seal(tree);
    assertThat(sealed.changes()).singleElement().extracting(Sealed.Change::path).isEqualTo("b.txt");
    assertThat(sealed.repositoryChanges())
        .singleElement()
        .asString()
        .startsWith("It took an entry off your stash (WIP on main")
        .endsWith("; put back.");
    assertThat(repository.git("rev-parse", "stash@{0}")).isEqualTo(stashed);
    assertThat(repository.git("stash", "list")).startsWith("stash@{0}: WIP on main");
  }

  @Test
  void aStashThatCameAndWentIsNothing() throws Exception {
    WorkTree tree = prepare("one");
    edit(tree, "stashed\n");
    agent(tree, "stash", "-q");
    agent(tree, "stash", "pop", "-q");
    assertThat(workspace.seal(tree).repositoryChanges()).isEmpty();
  }

  @Test
  void settingsAreExactlyAsTheyWere() throws Exception {
    Path config = repository.top.resolve(".git/config");
    Files.writeString(
        config,
        "\n# by hand\n[odd]   key=one\n\tkey = two\n",
        java.nio.file.StandardOpenOption.APPEND);
    byte[] before = Files.readAllBytes(config);
    WorkTree tree = prepare("one");
    agent(tree, "config", "user.email", "agent@example.org");
    agent(tree, "config", "--replace-all", "odd.key", "three");
    agent(tree, "config", "http.extraHeader", "Authorization: secret");
    List<String> said = workspace.seal(tree).repositoryChanges();
    Path kept = folder.toRealPath().resolve("state/kept/one-1/git-config");
    assertThat(said)
        .containsExactly(
            "It changed settings of the repository (http.extraheader, odd.key, user.email); put"
                + " back, and what it made of them is in "
                + kept
                + ".");
    assertThat(config).hasBinaryContent(before);
    assertThat(kept).content().contains("secret");
  }

  @Test
  void settingsOfTheUserThatChangedMeanwhileStay() throws Exception {
    WorkTree tree = prepare("one");
    agent(tree, "config", "user.email", "agent@example.org");
    repository.git("config", "alias.co", "checkout");
    workspace.seal(tree);
    assertThat(repository.git("config", "alias.co")).isEqualTo("checkout");
    assertThat(repository.git("config", "user.email")).isEqualTo("una@example.org");
  }

  @Test
  void theUsersOwnCheckoutSwitched() throws Exception {
    WorkTree tree = prepare("one");
    repository.gitIn(
        repository.top, workspace.environment(tree.key()), "checkout", "-q", "precious");
    assertThat(workspace.seal(tree).repositoryChanges())
        .containsExactly(
            "It switched your own checkout in "
                + repository.top
                + " from main to precious; the files there changed with it, so it was left as it"
                + " is.");
  }

  @Test
  void aHookIsSaidOnce() throws Exception {
    WorkTree one = prepare("one");
    WorkTree two = prepare("two");
    Path hooks = Files.createDirectories(repository.top.resolve(".git/hooks"));
    Files.writeString(hooks.resolve("pre-commit"), "#!/bin/sh\n");
    assertThat(workspace.seal(one).repositoryChanges())
        .singleElement()
        .asString()
        .startsWith("The file hooks/pre-commit of the repository's git folder was changed");
    assertThat(workspace.seal(two).repositoryChanges()).isEmpty();
  }

  @Test
  void packedRefsAreNoChange() throws Exception {
    WorkTree tree = prepare("one");
    repository.git("pack-refs", "--all");
    assertThat(workspace.seal(tree).repositoryChanges()).isEmpty();
  }
}
