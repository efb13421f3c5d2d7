package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `signalbox conflicts` on real repositories.
class ConflictsTest {
  @TempDir Path folder;
  private Scratch scratch;
  private Path repository;
  private Map<String, String> environment;

  private record Said(int exit, String out, String err) {}

  @BeforeEach
  void makeBranches() throws Exception {
    scratch = new Scratch(folder.toRealPath());
    repository = scratch.repository;
    environment = new HashMap<>(System.getenv());
    branch("left", "shared.txt", "left\ntwo\nthree\n");
    branch("right", "shared.txt", "right\ntwo\nthree\n");
    branch("apart", "other ü.txt", "other\n");
  }

  private void branch(String name, String path, String text) throws Exception {
    scratch.git("checkout", "-q", "-b", name, "main");
    Files.writeString(repository.resolve(path), text);
    scratch.git("add", "-A");
    scratch.git("commit", "-q", "-m", name);
    scratch.git("checkout", "-q", "main");
  }

  private Said conflicts(String... arguments) {
    return conflictsIn(repository, arguments);
  }

  private Said conflictsIn(Path where, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.US_ASCII),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new BufferedReader(Reader.nullReader()),
            environment,
            false);
    int exit =
        SignalboxCommand.execute(
            new SignalboxCommand(scratch.folders, folder, (_, _) -> 0, terminal),
            Stream.concat(Stream.of("conflicts", "--repo", where.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    return new Said(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path pairs(String text) throws Exception {
    return Files.writeString(folder.resolve("pairs"), text);
  }

  /// The tree that git itself makes.
  private String tree(String left, String right) throws Exception {
    return scratch
        .git("merge-tree", "--write-tree", commit(left), commit(right))
        .lines()
        .findFirst()
        .orElseThrow();
  }

  private String commit(String name) throws Exception {
    return scratch.git("rev-parse", name).strip();
  }

  @Test
  void allPairsOfBranches() throws Exception {
    String conflicting =
        new ProcessBuilder("git", "merge-tree", "--write-tree", commit("left"), commit("right"))
            .directory(repository.toFile())
            .start()
            .inputReader()
            .readLine();
    assertThat(conflicts("left", "right", "apart"))
        .isEqualTo(
            new Said(
                1,
                "left\tright\tconflict\t%s\tshared.txt\nleft\tapart\tclean\t%s\t\nright\tapart\tclean\t%s\t\n"
                    .formatted(conflicting, tree("left", "apart"), tree("right", "apart")),
                ""));
    assertThat(conflicts("left", "apart").exit()).isZero();
    assertThat(conflicts("left").err()).contains("Name two branches or more");
    assertThat(conflicts().exit()).isEqualTo(2);
  }

  @Test
  void linesOfAFileAreEchoedAndABadOneIsNamed() throws Exception {
    Path file =
        pairs("left  apart\r\n\nleft\tnobody\nHEAD@{9999} left\na b c\nmain@{0 days ago}\tapart\n");
    Said said = conflicts("--pairs", file.toString());
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.out().lines().map(line -> line.replaceAll("[0-9a-f]{40}", "TREE")))
        .containsExactly(
            "left\tapart\tclean\tTREE\t",
            "left\tnobody\tunusable\t-\t",
            "HEAD@{9999}\tleft\tunusable\t-\t",
            "a b c\t-\tunusable\t-\t",
            "main@{0 days ago}\tapart\tclean\tTREE\t");
    assertThat(said.err().lines())
        .containsExactly(
            "signalbox: %s, line 3: There is no branch or commit nobody in %s."
                .formatted(file, repository),
            "signalbox: %s, line 4: There is no branch or commit HEAD@{9999} in %s."
                .formatted(file, repository),
            "signalbox: %s, line 5: A line is LEFT, a tab or spaces, and RIGHT.".formatted(file));
    assertThat(conflicts("--pairs", folder.resolve("gone").toString()).err())
        .isEqualTo("signalbox: There is no file %s.\n".formatted(folder.resolve("gone")));
    assertThat(conflicts("left", "nobody", "right").err().lines()).hasSize(1);
  }

  @Test
  void asJsonAndFromStandardInput() throws Exception {
    InputStream before = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream("left right\nleft no-ü\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(conflicts("--pairs", "-", "--format", "json").out())
          .contains("{\"left\":\"left\",\"right\":\"right\",\"verdict\":\"conflict\",\"tree\":\"")
          .contains("\"paths\":[\"shared.txt\"],\"reason\":null},")
          .contains("\"right\":\"no-ü\",\"verdict\":\"unusable\",\"tree\":null,\"paths\":[]")
          .endsWith("}\n]\n");
    } finally {
      System.setIn(before);
    }
    assertThat(conflicts("--pairs", pairs("").toString(), "--format", "json"))
        .isEqualTo(new Said(0, "[]\n", ""));
  }

  @Test
  void whatLiesInAWorkTree() throws Exception {
    Files.writeString(repository.resolve("shared.txt"), "mine\ntwo\nthree\n");
    Files.writeString(repository.resolve("untracked ü.txt"), "x\n");
    String here = "worktree:" + repository;
    Said said = conflicts("--pairs", pairs(here + "\tleft\n" + here + "\tapart\n").toString());
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out())
        .contains(here + "\tleft\tconflict\t")
        .contains(here + "\tapart\tclean\t");
    assertThat(scratch.git("status", "--porcelain")).contains("?? ", " M shared.txt");
  }

  @Test
  void manyPairsInTheirOrder() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      lines.append(i % 3 == 0 ? "left right\n" : i % 3 == 1 ? "left apart\n" : "left nobody\n");
    }
    Said said = conflicts("--pairs", pairs(lines.toString()).toString());
    assertThat(said.out().lines().map(line -> line.split("\t")[2]))
        .containsExactlyElementsOf(
            Stream.iterate(0, i -> i + 1)
                .limit(5_000)
                .map(i -> i % 3 == 0 ? "conflict" : i % 3 == 1 ? "clean" : "unusable")
                .toList());
  }

  @Test
  void aBareRepository() throws Exception {
    scratch.git("clone", "-q", "--bare", ".", folder.resolve("bare.git").toString());
    assertThat(conflictsIn(folder.resolve("bare.git"), "left", "right", "apart").out())
        .isEqualTo(conflicts("left", "right", "apart").out());
  }

  @Test
  void aShallowCloneIsRefused() throws Exception {
    Path shallow = folder.toRealPath().resolve("shallow");
    scratch.git("clone", "-q", "--depth=1", "file://" + repository, shallow.toString());
    assertThat(conflictsIn(shallow, "HEAD", "HEAD"))
        .isEqualTo(
            new Said(
                2,
                "",
                "signalbox: %s is a shallow clone: where it ends, git takes the wrong common ancestor. Fetch the rest with `git fetch --unshallow`.\n"
                    .formatted(shallow)));
  }

  @Test
  void noRepositoryAndNoCommit() throws Exception {
    Path empty = Files.createDirectory(folder.toRealPath().resolve("empty"));
    assertThat(conflictsIn(empty, "a", "b").err()).contains(empty + " is not a git repository");
    scratch.git("init", "-q", "-b", "unborn", empty.toString());
    assertThat(conflictsIn(empty, "unborn", "HEAD").err())
        .contains("There is no branch or commit unborn in " + empty);
    assertThat(conflictsIn(empty, "worktree:" + empty, "HEAD").err())
        .contains("The work tree " + empty + " is on a branch that has no commit yet.");
  }

  @Test
  void anOlderGit() throws Exception {
    Path old = Files.createDirectory(folder.resolve("bin")).resolve("git");
    Files.writeString(old, "#!/bin/sh\necho git version 2.37.1\n");
    assertThat(old.toFile().setExecutable(true)).isTrue();
    environment.put("PATH", old.getParent() + ":" + environment.get("PATH"));
    assertThat(conflicts("left", "right"))
        .isEqualTo(
            new Said(
                2,
                "",
                "signalbox: Signalbox needs git 2.39 or newer, and this is \"git version 2.37.1\".\n"));
  }

  @Test
  void commitsThatAPushBringsAreSeenInItsHook() throws Exception {
    Path bare = folder.toRealPath().resolve("bare.git");
    scratch.git("clone", "-q", "--bare", ".", bare.toString());
    Path seen = folder.resolve("environment");
    Path hook =
        Files.writeString(
            bare.resolve("hooks/pre-receive"),
            "#!/bin/sh\nenv -0 > '%s'; cp -r \"$GIT_QUARANTINE_PATH\" '%s'; exit 1\n"
                .formatted(seen, folder.resolve("came")));
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    branch("pushed", "shared.txt", "pushed\ntwo\nthree\n");
    assertThatThrownBy(() -> scratch.git("push", "-q", bare.toString(), "pushed"))
        .hasMessageContaining("pre-receive hook declined");
    assertThat(conflictsIn(bare, commit("pushed"), "left").exit()).isEqualTo(2);
    for (String line : Files.readString(seen).split("\0")) {
      if (line.startsWith("GIT_")) {
        environment.put(line.split("=", 2)[0], line.split("=", 2)[1]);
      }
    }
    environment.put("GIT_OBJECT_DIRECTORY", folder.resolve("came").toString());
    assertThat(conflictsIn(bare, commit("pushed"), "left").out()).contains("\tconflict\t");
  }
}
