package dev.signalbox.conflict.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.ConflictPolicy;
import dev.signalbox.plan.OnConflict;
import dev.signalbox.plan.WorkspaceSetup;
import dev.signalbox.process.Supervisor;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.CommitAnswer;
import dev.signalbox.workspace.FreeSpace;
import dev.signalbox.workspace.GitWorkspace;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkTree;
import dev.signalbox.workspace.WorkspaceSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ladder on a real repository.
class RungsTest {
  @TempDir Path folder;
  private final Supervisor processes = new Supervisor("run", new Random());
  private Path repository;
  private GitWorkspace workspace;
  private int attempts;

  @BeforeEach
  void open() throws Exception {
    repository = Files.createDirectory(folder.resolve("repository"));
    git("init", "-q", "-b", "main");
    git("config", "user.name", "Ada");
    git("config", "user.email", "ada@example.org");
    write(repository, "A.java", "class A {}\n");
    write(repository, "list.txt", "a\n");
    write(repository, "app.lock", "a 1\n");
    write(repository, "db/migrations/003_c.sql", "3\n");
    write(repository, "code.txt", "one\n");
    git("add", "-A");
    git("commit", "-qm", "base");
    workspace =
        new GitWorkspace(
            new WorkspaceSettings(
                repository,
                null,
                "signalbox/test",
                false,
                CheckPolicy.NONE,
                WorkspaceSetup.NONE,
                List.of(),
                true,
                folder.resolve("trees"),
                "run",
                FreeSpace.unlimited(),
                System.getenv()),
            processes);
    workspace.open();
  }

  @AfterEach
  void close() {
    workspace.close();
    processes.close();
  }

  private static void write(Path tree, String path, String text) throws Exception {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private WorkTree tree() throws Exception {
    AttemptKey key = new AttemptKey("run", "t" + ++attempts, 1);
    return workspace.prepare(key, folder.resolve("log"));
  }

  /// What the second left, after what the first left has landed.
  private Sealed late(Map<String, String> first, Map<String, String> second) throws Exception {
    WorkTree one = tree();
    WorkTree two = tree();
    for (Map.Entry<String, String> file : first.entrySet()) {
      write(one.directory(), file.getKey(), file.getValue());
    }
    for (Map.Entry<String, String> file : second.entrySet()) {
      write(two.directory(), file.getKey(), file.getValue());
    }
    String head = workspace.head();
    Merge.Clean merge = (Merge.Clean) workspace.merge(workspace.seal(one), head);
    CommitAnswer answer =
        workspace.commit(merge, head, "A", "one", Map.of(), folder.resolve("log"));
    workspace.land(((CommitAnswer.Made) answer).commit(), head);
    return workspace.seal(two);
  }

  private Ladder.Climb climb(Ladder ladder, Sealed change) throws Exception {
    String head = workspace.head();
    return ladder.climb(
        workspace, change, head, workspace.merge(change, head), folder.resolve("log"));
  }

  private static Rungs rungs(Map<String, String> regenerate, String... sequence) {
    return new Rungs(
        new ConflictPolicy(OnConflict.RERUN, regenerate, List.of(sequence)), true, "/nowhere");
  }

  private String show(Ladder.Climb climb, String path) throws Exception {
    return git("show", ((Merge.Clean) climb.merge()).tree() + ":" + path);
  }

  private List<String> migrations(Ladder.Climb climb) throws Exception {
    return git("ls-tree", "-r", "--name-only", ((Merge.Clean) climb.merge()).tree(), "db/")
        .lines()
        .toList();
  }

  @Test
  void importsOfBothSides() throws Exception {
    Sealed change =
        late(
            Map.of("A.java", "import a.L;\nclass A {}\n"),
            Map.of("A.java", "import a.R;\nclass A {}\n", "other.txt", "x\n"));
    Ladder.Climb climb = climb(rungs(Map.of()), change);
    assertThat(show(climb, "A.java")).isEqualTo("import a.L;\nimport a.R;\nclass A {}");
    assertThat(climb.steps()).containsExactly(new Step(Rung.IMPORTS, "A.java", true, ""));
    assertThat(climb.paths()).containsExactly("A.java");
  }

  @Test
  void whereOneFileIsLeftNothingIsResolved() throws Exception {
    Sealed change =
        late(
            Map.of("A.java", "import a.L;\nclass A {}\n", "code.txt", "left\n"),
            Map.of("A.java", "import a.R;\nclass A {}\n", "code.txt", "right\n"));
    Ladder.Climb climb = climb(rungs(Map.of()), change);
    assertThat(climb.merge()).isInstanceOf(Merge.Conflicting.class);
    assertThat(climb.paths()).isEmpty();
  }

  @Test
  void aLockFileIsMadeAnewFromTheMergedManifest() throws Exception {
    write(repository, "list.txt", "a\n\n\n\nz\n");
    Sealed change =
        late(
            Map.of("list.txt", "left\na\n", "app.lock", "left 1\na 1\n"),
            Map.of("list.txt", "a\n", "app.lock", "right 1\na 1\n", "more.txt", "right\n"));
    String command = "cat list.txt more.txt | sed 's/$/ 1/' > app.lock";
    Ladder.Climb climb = climb(rungs(Map.of("app.lock", command)), change);
    assertThat(show(climb, "app.lock")).isEqualTo("left 1\na 1\nright 1");
    assertThat(climb.steps())
        .containsExactly(new Step(Rung.LOCK_FILE, "app.lock", true, "`" + command + "`"));
    assertThat(climb.paths()).containsExactly("app.lock");
  }

  @Test
  void aLockFileIsLeftWhereItsCommandIsNotThereOrFails() throws Exception {
    Sealed change = late(Map.of("app.lock", "left 1\n"), Map.of("app.lock", "right 1\n"));
    Ladder.Climb missing = climb(rungs(Map.of("app.lock", "no-such-program")), change);
    assertThat(missing.merge()).isInstanceOf(Merge.Conflicting.class);
    assertThat(missing.steps())
        .containsExactly(
            new Step(Rung.LOCK_FILE, "app.lock", false, "`no-such-program` is not installed here"));
    Ladder.Climb failed = climb(rungs(Map.of("app.lock", "echo no; exit 3")), change);
    assertThat(failed.steps().getFirst().detail()).isEqualTo("`echo no; exit 3` ended with 3: no");
    assertThat(climb(rungs(Map.of()), change).steps()).isEmpty();
  }

  @Test
  void aLockFileWhoseManifestDoesNotMergeIsNotMadeAnew() throws Exception {
    Sealed change =
        late(
            Map.of("app.lock", "left 1\n", "list.txt", "left\n"),
            Map.of("app.lock", "right 1\n", "list.txt", "right\n"));
    assertThat(climb(rungs(Map.of("app.lock", "touch " + folder + "/ran")), change).steps())
        .isEmpty();
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void theLaterOfTwoEqualNumbersMovesUpAndItsOwnFollow() throws Exception {
    Sealed change =
        late(
            Map.of("db/migrations/004_left.sql", "left\n"),
            Map.of(
                "db/migrations/004_right.sql", "right 004\n",
                "db/migrations/004_right.down.sql", "down\n",
                "db/migrations/005_more.sql", "more\n"));
    Ladder.Climb climb = climb(rungs(Map.of(), "db/migrations/{n}_*"), change);
    assertThat(migrations(climb))
        .containsExactly(
            "db/migrations/003_c.sql",
            "db/migrations/004_left.sql",
            "db/migrations/005_right.down.sql",
            "db/migrations/005_right.sql",
            "db/migrations/006_more.sql");
    // What is in it is the task's.
    assertThat(show(climb, "db/migrations/005_right.sql")).isEqualTo("right 004");
    assertThat(climb.steps().stream().map(Step::words))
        .contains(
            "renumbering db/migrations/004_right.sql to db/migrations/005_right.sql",
            "renumbering db/migrations/005_more.sql to db/migrations/006_more.sql");
    assertThat(climb.paths()).hasSize(6);
  }

  @Test
  void numbersThatNobodyElseTookStay() throws Exception {
    Sealed change =
        late(
            Map.of("db/migrations/004_left.sql", "left\n"),
            Map.of("db/migrations/005_right.sql", "right\n", "other/004_x", "x\n"));
    Ladder.Climb climb = climb(rungs(Map.of(), "db/migrations/{n}_*"), change);
    assertThat(climb.steps()).isEmpty();
    assertThat(climb.merge()).isEqualTo(workspace.merge(change, workspace.head()));
  }

  /// A program that takes the arguments that mergiraf 0.20 does, and writes both sides.
  private Path mergiraf(int exit) throws Exception {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path program = bin.resolve("mergiraf");
    Files.writeString(
        program,
        """
        #!/bin/sh
        [ "$1" = merge ] && [ "$5" = --output ] && [ "$7" = --path-name ] && [ "$9" = --timeout ] || exit 9
        [ "$8" = code.txt ] || exit 8
        cat "$2" "$3" "$4" > "$6"
        exit EXIT
        """
            .replace("EXIT", String.valueOf(exit)));
    program.toFile().setExecutable(true);
    return bin;
  }

  @Test
  void aStructuralMergeIsTriedOnlyBehindACheck() throws Exception {
    Sealed change = late(Map.of("code.txt", "left\n"), Map.of("code.txt", "right\n"));
    String path = "/nowhere:" + mergiraf(0);
    Ladder.Climb climb = climb(new Rungs(ConflictPolicy.DEFAULT, true, path), change);
    assertThat(show(climb, "code.txt")).isEqualTo("one\nleft\nright");
    assertThat(climb.steps()).containsExactly(new Step(Rung.STRUCTURE, "code.txt", true, ""));
    assertThat(climb(new Rungs(ConflictPolicy.DEFAULT, false, path), change).steps()).isEmpty();
    mergiraf(1);
    Ladder.Climb failed = climb(new Rungs(ConflictPolicy.DEFAULT, true, path), change);
    assertThat(failed.merge()).isInstanceOf(Merge.Conflicting.class);
    assertThat(failed.steps().getFirst().resolved()).isFalse();
  }

  private String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    return said.strip();
  }
}
