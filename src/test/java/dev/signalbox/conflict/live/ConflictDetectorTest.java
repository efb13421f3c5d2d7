package dev.signalbox.conflict.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.conflict.Conflict;
import dev.signalbox.watch.Reads;
import dev.signalbox.watch.TreeWatches;
import dev.signalbox.watch.Unwatched;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What is told of attempts in real work trees.
@Timeout(120)
class ConflictDetectorTest {
  @TempDir Path folder;
  private final BlockingQueue<Sight> told = new LinkedBlockingQueue<>();
  private Path repository;
  private String base;
  private @Nullable TreeWatches watches;
  private @Nullable ConflictDetector detector;

  @BeforeEach
  void open() throws Exception {
    repository = Files.createDirectory(folder.resolve("repository"));
    git(repository, "init", "-q");
    for (String name : List.of("one", "two", "three")) {
      Files.writeString(repository.resolve(name), (name + "\n").repeat(9));
    }
    base = commit();
  }

  @AfterEach
  void close() {
    if (detector != null) {
      detector.close();
    }
    if (watches != null) {
      watches.close();
    }
  }

  private TreeWatches begin(TreeWatches by) {
    watches = by;
    detector =
        new ConflictDetector(repository, System.getenv(), folder.resolve("scratch"), told::addAll);
    return detector.listeningTo(by);
  }

  private void parties(Party... now) {
    Objects.requireNonNull(detector).parties(List.of(now));
  }

  private Path tree(String name, String at) throws Exception {
    Path tree = folder.resolve(name);
    git(repository, "worktree", "add", "-q", "--detach", tree.toString(), at);
    return tree;
  }

  private static Party working(Path tree, int age, String at, int startedAfter) {
    return new Party(
        String.valueOf(tree.getFileName()),
        1,
        Instant.EPOCH.plusSeconds(age),
        at,
        tree,
        false,
        "",
        Reads.UNKNOWN,
        Claims.UNDECLARED,
        startedAfter,
        -1);
  }

  private static Party sealed(String task, int age, String at, String commit, int after, int as) {
    return new Party(
        task,
        1,
        Instant.EPOCH.plusSeconds(age),
        at,
        null,
        false,
        commit,
        Reads.NONE,
        Claims.UNDECLARED,
        after,
        as);
  }

  private Sight next() throws InterruptedException {
    return Objects.requireNonNull(told.poll(30, TimeUnit.SECONDS), "nothing was told");
  }

  private String commit() throws Exception {
    git(repository, "add", "-A");
    git(repository, "commit", "-q", "-m", "one more");
    return git(repository, "rev-parse", "HEAD");
  }

  @Test
  void whatLandedBetweenTwoBasesIsNoConflictOfTheirs() throws Exception {
    // Somebody landed `one`; the younger starts from there, the older does not.
    Files.writeString(repository.resolve("one"), "landed\n");
    String landed = commit();
    TreeWatches listening = begin(TreeWatches.open());
    Path older = tree("older", base);
    Path younger = tree("younger", landed);
    listening.begin(older, Unwatched.NOTHING, () -> {});
    listening.begin(younger, Unwatched.NOTHING, () -> {});
    parties(
        working(older, 1, base, 0),
        working(younger, 2, landed, 1),
        sealed("landed", 0, base, landed, 0, 0));
    Files.writeString(younger.resolve("two"), "younger\n");
    Files.writeString(older.resolve("one"), "older\n");
    Sight sight = next();
    assertThat(List.of(sight.task(), sight.other())).containsExactly("older", "landed");
    assertThat(Objects.requireNonNull(sight.conflict()).kind()).isEqualTo(Conflict.Kind.TEXT);
    // Now the two themselves.
    Files.writeString(older.resolve("two"), "older\n");
    do {
      sight = next();
    } while (sight.other().equals("landed"));
    assertThat(List.of(sight.task(), sight.other())).containsExactly("younger", "older");
    assertThat(Objects.requireNonNull(sight.conflict()).paths()).containsExactly("two");
    assertThat(told).noneMatch(s -> s.task().equals("younger") && s.other().equals("landed"));
  }

  @Test
  void whereNobodyTellsOfWritesItLooks() throws Exception {
    TreeWatches listening = begin(TreeWatches.none());
    Path one = tree("one-tree", base);
    Path other = tree("other-tree", base);
    listening.begin(one, Unwatched.NOTHING, () -> {});
    listening.begin(other, Unwatched.NOTHING, () -> {});
    parties(working(one, 1, base, 0), working(other, 2, base, 0));
    Files.writeString(one.resolve("one"), "1\n");
    Files.writeString(other.resolve("one"), "2\n");
    assertThat(Objects.requireNonNull(next().conflict()).kind()).isEqualTo(Conflict.Kind.TEXT);
    Files.writeString(other.resolve("one"), "1\n");
    assertThat(Objects.requireNonNull(next().conflict()).kind()).isEqualTo(Conflict.Kind.FILE);
  }

  @Test
  void whatOneHasReadAndTheOtherChangesIsToldOfUntilGitCannotMergeThem() throws Exception {
    TreeWatches listening = begin(TreeWatches.open());
    Path older = tree("older", base);
    Path younger = tree("younger", base);
    listening.begin(older, Unwatched.NOTHING, () -> {});
    listening.begin(younger, Unwatched.NOTHING, () -> {});
    parties(working(older, 1, base, 0), working(younger, 2, base, 0));
    Files.readString(older.resolve("one"));
    Files.writeString(younger.resolve("one"), "changed\n");
    // One way: the reader comes first in a serial order.
    Conflict stale = conflict(next());
    assertThat(stale.kind()).isEqualTo(Conflict.Kind.STALE_READ);
    assertThat(stale.stale()).containsExactly(new Conflict.Stale("older", List.of("one"), false));
    assertThat(stale.isInTheWay()).isFalse();
    assertThat(stale.detail()).contains("older had read one, which younger changed.");
    // What is read after it was changed elsewhere is as old, and now there is no serial order.
    Files.writeString(older.resolve("two"), "changed\n");
    Files.readString(younger.resolve("two"));
    stale = conflict(next());
    assertThat(stale.isInTheWay()).isTrue();
    assertThat(stale.stale())
        .containsExactly(
            new Conflict.Stale("younger", List.of("two"), true),
            new Conflict.Stale("older", List.of("one"), true));
    assertThat(stale.detail()).endsWith("Whichever lands second fits in no serial order.");
    Files.writeString(younger.resolve("two"), "otherwise\n");
    assertThat(conflict(next()).kind()).isEqualTo(Conflict.Kind.TEXT);
    // Neither changes anything that the other had read.
    Files.writeString(younger.resolve("two"), "two\n".repeat(9));
    Files.writeString(younger.resolve("one"), "one\n".repeat(9));
    Files.writeString(older.resolve("two"), "two\n".repeat(9));
    Sight last;
    do {
      last = next();
    } while (last.conflict() != null);
    assertThat(told).isEmpty();
  }

  @Test
  void whoChangesWhatAnotherClaimsIsToldOfBeforeThatOneDoes() throws Exception {
    TreeWatches listening = begin(TreeWatches.open());
    Path one = tree("one-tree", base);
    Path other = tree("other-tree", base);
    listening.begin(one, Unwatched.NOTHING, () -> {});
    listening.begin(other, Unwatched.NOTHING, () -> {});
    Claims claims = new Claims(null, List.of(Glob.parse("t*")));
    Party claimer =
        new Party(
            "other-tree",
            1,
            Instant.EPOCH.plusSeconds(2),
            base,
            other,
            false,
            "",
            Reads.UNKNOWN,
            claims,
            0,
            -1);
    parties(working(one, 1, base, 0), claimer);
    Files.writeString(one.resolve("one"), "1\n");
    Files.writeString(one.resolve("two"), "1\n");
    Conflict drift = conflict(next());
    assertThat(drift.kind()).isEqualTo(Conflict.Kind.CLAIM);
    assertThat(drift.tasks()).containsExactly("one-tree", "other-tree");
    assertThat(drift.paths()).containsExactly("two");
    assertThat(drift.detail())
        .isEqualTo(
            "one-tree changed two, which other-tree claims to write. It claims nothing itself.");
    // What both have changed is more than a claim.
    Files.writeString(other.resolve("two"), "1\n");
    assertThat(conflict(next()).kind()).isEqualTo(Conflict.Kind.FILE);
  }

  @Test
  void whoHasLandedIsOvertakenByNobody() throws Exception {
    TreeWatches listening = begin(TreeWatches.open());
    Path at = tree("at-work", base);
    listening.begin(at, Unwatched.NOTHING, () -> {});
    Files.writeString(repository.resolve("one"), "landed\n");
    String commit = commit();
    Reads read =
        new Reads(Reads.Source.WATCHED, false, List.of("two"), List.of(), List.of(), List.of(), "");
    Party landed =
        new Party(
            "landed", 1, Instant.EPOCH, base, null, false, commit, read, Claims.UNDECLARED, 0, 0);
    parties(landed, working(at, 1, base, 0));
    Files.writeString(at.resolve("two"), "changed\n");
    Files.readString(at.resolve("one"));
    Conflict stale = conflict(next());
    assertThat(stale.stale()).containsExactly(new Conflict.Stale("at-work", List.of("one"), true));
    assertThat(stale.detail()).contains("landed had read two, which at-work changed.");
    assertThat(stale.isOverWith("landed")).isFalse();
  }

  @Test
  void aListOfNamesIsToldOfOnlyWhereItIsInTheWay() throws Exception {
    TreeWatches listening = begin(TreeWatches.open());
    Path older = tree("older", base);
    Path younger = tree("younger", base);
    listening.begin(older, Unwatched.NOTHING, () -> {});
    listening.begin(younger, Unwatched.NOTHING, () -> {});
    parties(working(older, 1, base, 0), working(younger, 2, base, 0));
    try (var names = Files.list(older)) {
      assertThat(names).isNotEmpty();
    }
    Files.writeString(younger.resolve("four"), "new\n");
    Files.writeString(older.resolve("two"), "changed\n");
    Files.readString(younger.resolve("two"));
    Conflict stale = conflict(next());
    // Before the list was seen to matter, the content may have been.
    if (!stale.isInTheWay()) {
      assertThat(stale.stale())
          .containsExactly(new Conflict.Stale("younger", List.of("two"), false));
      stale = conflict(next());
    }
    assertThat(stale.stale())
        .containsExactly(
            new Conflict.Stale("younger", List.of("two"), true),
            new Conflict.Stale("older", List.of("/"), true));
  }

  @Test
  void whoMayHaveReadEverythingIsTakenToHaveOnlyWhereThatMatters() throws Exception {
    TreeWatches listening = begin(TreeWatches.open());
    Path at = tree("at-work", base);
    listening.begin(at, Unwatched.NOTHING, () -> {});
    Files.writeString(repository.resolve("one"), "kept\n");
    String commit = commit();
    Reads all = Reads.everything("Too much happened.");
    parties(
        new Party(
            "kept", 1, Instant.EPOCH, base, null, false, commit, all, Claims.UNDECLARED, 0, -1),
        working(at, 1, base, 0));
    Files.writeString(at.resolve("two"), "changed\n");
    Files.readString(at.resolve("one"));
    Conflict stale = conflict(next());
    while (!stale.isInTheWay()) {
      // Only what is known for certain, before it was written.
      assertThat(stale.stale())
          .containsExactly(new Conflict.Stale("at-work", List.of("one"), false));
      stale = conflict(next());
    }
    assertThat(stale.stale())
        .containsExactly(
            new Conflict.Stale("at-work", List.of("one"), true),
            new Conflict.Stale("kept", List.of(), true));
    assertThat(stale.paths()).containsExactly("one");
    assertThat(stale.detail()).contains("What kept has read is not known exactly");
  }

  private static Conflict conflict(Sight sight) {
    return Objects.requireNonNull(sight.conflict());
  }

  @Test
  void aWorkTreeThatCannotBeLookedAtIsNotInTheWayOfTheOthers() throws Exception {
    TreeWatches listening = begin(TreeWatches.open());
    Path one = tree("one-tree", base);
    Path other = tree("other-tree", base);
    Path broken = tree("broken", base);
    Files.writeString(broken.resolve(".git"), "gitdir: /nowhere\n");
    for (Path tree : List.of(broken, one, other)) {
      listening.begin(tree, Unwatched.NOTHING, () -> {});
    }
    parties(working(broken, 0, base, 0), working(one, 1, base, 0), working(other, 2, base, 0));
    Files.writeString(broken.resolve("one"), "0\n");
    Files.writeString(one.resolve("one"), "1\n");
    Files.writeString(other.resolve("one"), "2\n");
    Sight sight = next();
    assertThat(List.of(sight.task(), sight.other())).containsExactly("other-tree", "one-tree");
  }

  @Test
  void whoGoesOnInAWorkTreeBringsWhatWasDoneThere() throws Exception {
    TreeWatches listening = begin(TreeWatches.open());
    Path one = tree("one-tree", base);
    Files.writeString(one.resolve("one"), "before the limit\n");
    listening.begin(one, Unwatched.NOTHING, () -> {});
    Party goingOn =
        new Party(
            "one-tree",
            2,
            Instant.EPOCH.plusSeconds(3),
            base,
            one,
            true,
            "",
            Reads.UNKNOWN,
            Claims.UNDECLARED,
            0,
            -1);
    Files.writeString(repository.resolve("one"), "kept\n");
    String kept = commit();
    parties(goingOn, sealed("kept", 1, base, kept, 0, -1));
    Sight sight = next();
    assertThat(sight.number()).isEqualTo(2);
    assertThat(Objects.requireNonNull(sight.conflict()).paths()).containsExactly("one");
  }

  // ---- what comes to the base
  // ---------------------------------------------------------------------

  private static final String MAIN = Conflict.base("main");

  private Party base(int round, String at, boolean isLast) {
    return Party.ofBase(MAIN, round, base, at, 0, isLast);
  }

  private interface Edit {
    void in(Path tree) throws Exception;
  }

  /// A commit on the first, by an edit.
  private String change(String name, Edit edit) throws Exception {
    Path tree = tree(name, base);
    edit.in(tree);
    git(tree, "add", "-A");
    git(tree, "commit", "-q", "-m", name);
    return git(tree, "rev-parse", "HEAD");
  }

  private static void line(Path file, int number, String text) throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(number - 1, text);
    Files.write(file, lines);
  }

  @Test
  void whatCameToTheBaseFitsWhereGitSaysThatItDoes() throws Exception {
    String tip =
        change(
            "main",
            tree -> {
              line(tree.resolve("one"), 5, "main");
              Files.delete(tree.resolve("three"));
              Files.writeString(tree.resolve("folder"), "a file\n");
            });
    Map<String, Edit> edits =
        Map.of(
            "same-line", tree -> line(tree.resolve("one"), 5, "task"),
            "other-line", tree -> line(tree.resolve("one"), 1, "task"),
            "deleted", tree -> line(tree.resolve("three"), 1, "task"),
            "renamed", tree -> Files.move(tree.resolve("one"), tree.resolve("uno")),
            "both-delete", tree -> Files.delete(tree.resolve("three")),
            "folder",
                tree ->
                    Files.writeString(
                        Files.createDirectory(tree.resolve("folder")).resolve("x"), ""),
            "elsewhere", tree -> line(tree.resolve("two"), 5, "task"));
    begin(TreeWatches.none());
    List<Party> all = new ArrayList<>();
    Map<String, Boolean> git = new TreeMap<>();
    for (Map.Entry<String, Edit> edit : edits.entrySet()) {
      String commit = change(edit.getKey(), edit.getValue());
      all.add(sealed(edit.getKey(), 1, base, commit, 0, -1));
      git.put(edit.getKey(), conflicts(tip, commit));
    }
    all.add(base(0, tip, true));
    assertThat(git).containsValues(true, false);
    // These change nothing of the base's; and of the tasks only the pairs with it count here.
    git.remove("elsewhere");
    parties(all.toArray(Party[]::new));
    Map<String, Boolean> seen = new TreeMap<>();
    while (!seen.keySet().equals(git.keySet())) {
      Sight sight = next();
      assertThat(sight.task()).as("the base is older than all").isNotEqualTo(MAIN);
      if (sight.other().equals(MAIN)) {
        seen.put(sight.task(), conflict(sight).kind() == Conflict.Kind.TEXT);
      }
    }
    assertThat(seen).isEqualTo(git);
    assertThat(told).noneMatch(s -> s.task().equals("elsewhere") && s.other().equals(MAIN));
  }

  /// git's own verdict.
  private boolean conflicts(String one, String other) throws Exception {
    Process process =
        new ProcessBuilder("git", "merge-tree", "--write-tree", one, other)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .start();
    process.getInputStream().readAllBytes();
    int exit = process.waitFor();
    assertThat(exit).isBetween(0, 1);
    return exit == 1;
  }

  @Test
  void whatComesToTheBaseIsComparedAsItComesWithWhoIsAtWork() throws Exception {
    TreeWatches listening = begin(TreeWatches.open());
    Path task = tree("at-work", base);
    listening.begin(task, Unwatched.NOTHING, () -> {});
    Party atWork = working(task, 1, base, 0);
    parties(atWork);
    Files.writeString(task.resolve("one"), "task\n");
    String tip = change("main", tree -> line(tree.resolve("one"), 5, "main"));
    parties(atWork, base(3, tip, false));
    Sight sight = next();
    assertThat(List.of(sight.task(), sight.other())).containsExactly("at-work", MAIN);
    assertThat(sight.otherNumber()).isEqualTo(3);
    assertThat(conflict(sight).paths()).containsExactly("one");
    assertThat(conflict(sight).tasks()).containsExactly("at-work", MAIN);
    assertThat(conflict(sight).hunks()).isNotEmpty();
    // Another commit takes it back.
    Path main = folder.resolve("main");
    line(main.resolve("one"), 5, "one");
    Files.writeString(main.resolve("four"), "new\n");
    git(main, "add", "-A");
    git(main, "commit", "-q", "-m", "back");
    parties(atWork, base(3, git(main, "rev-parse", "HEAD"), false));
    assertThat(next().conflict()).isNull();
    // The task writes what came meanwhile.
    Files.writeString(task.resolve("four"), "another\n");
    assertThat(conflict(next()).paths()).containsExactly("four");
    // It has been merged: nothing more is said of it, and what comes then is new.
    parties(atWork);
    parties(atWork, base(4, tip, false));
    sight = next();
    assertThat(sight.otherNumber()).isEqualTo(4);
    assertThat(conflict(sight).paths()).containsExactly("one");
  }

  @Test
  void whoHasLandedMeetsWhatCameToTheBaseSinceTheTwoParted() throws Exception {
    begin(TreeWatches.none());
    String tip = change("main", tree -> line(tree.resolve("one"), 5, "main"));
    String one = change("landed", tree -> line(tree.resolve("one"), 5, "landed"));
    String other = change("known", tree -> line(tree.resolve("one"), 5, "known"));
    parties(
        sealed("known", 1, base, other, 0, 0),
        sealed("landed", 2, base, one, 0, 1),
        Party.ofBase(MAIN, 0, base, tip, 1, true));
    Sight sight = next();
    assertThat(List.of(sight.task(), sight.other())).containsExactly("landed", MAIN);
    assertThat(conflict(sight).kind()).isEqualTo(Conflict.Kind.TEXT);
    assertThat(told).isEmpty();
  }

  @Test
  void whoHadReadWhatCameToTheBaseIsOvertakenOnlyWhereTheBaseMayLandFirst() throws Exception {
    begin(TreeWatches.none());
    String tip =
        change(
            "main",
            tree -> {
              line(tree.resolve("one"), 9, "main");
              line(tree.resolve("two"), 9, "main");
            });
    String commit = change("reader", tree -> line(tree.resolve("one"), 1, "task"));
    Reads read =
        new Reads(Reads.Source.WATCHED, false, List.of("two"), List.of(), List.of(), List.of(), "");
    Party reader =
        new Party(
            "reader", 1, Instant.EPOCH, base, null, false, commit, read, Claims.UNDECLARED, 0, -1);
    parties(reader, base(0, tip, false));
    Conflict stale = conflict(next());
    assertThat(stale.isInTheWay()).isTrue();
    assertThat(stale.detail())
        .isEqualTo(
            "reader had read two, which base main changed. Both change one."
                + " If base main lands first, reader fits in no serial order.");
    parties(reader, base(1, tip, true));
    stale = conflict(next());
    assertThat(stale.stale()).containsExactly(new Conflict.Stale("reader", List.of("two"), false));
    assertThat(stale.detail())
        .endsWith("That does no harm: reader comes first in a serial order, and lands first.");
  }

  @Test
  void whatCameToTheBaseIsNoStrayingFromClaims() throws Exception {
    begin(TreeWatches.none());
    String tip = change("main", tree -> line(tree.resolve("two"), 5, "main"));
    String commit = change("claimer", tree -> line(tree.resolve("one"), 5, "task"));
    Claims claims = new Claims(null, List.of(Glob.parse("t*")));
    parties(
        new Party(
            "claimer", 1, Instant.EPOCH, base, null, false, commit, Reads.NONE, claims, 0, -1),
        base(0, tip, true));
    Conflict claim = conflict(next());
    assertThat(claim.kind()).isEqualTo(Conflict.Kind.CLAIM);
    assertThat(claim.detail()).isEqualTo("base main changed two, which claimer claims to write.");
  }

  @Test
  void aBaseWhoseCommitIsGoneIsNotInTheWayOfTheOthers() throws Exception {
    begin(TreeWatches.none());
    String one = change("one-tree", tree -> line(tree.resolve("one"), 5, "1"));
    String other = change("other-tree", tree -> line(tree.resolve("one"), 5, "2"));
    parties(
        base(0, "1234567890".repeat(4), true),
        sealed("one-tree", 1, base, one, 0, -1),
        sealed("other-tree", 2, base, other, 0, -1));
    Sight sight = next();
    assertThat(List.of(sight.task(), sight.other())).containsExactly("other-tree", "one-tree");
    assertThat(told).isEmpty();
  }

  @Test
  void itsFolderGoesWithIt() throws Exception {
    TreeWatches listening = begin(TreeWatches.open());
    Path one = tree("one-tree", base);
    listening.begin(one, Unwatched.NOTHING, () -> {});
    parties(working(one, 1, base, 0));
    Files.writeString(one.resolve("one"), "x\n");
    while (!Files.exists(folder.resolve("scratch"))) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    Objects.requireNonNull(detector).close();
    assertThat(folder.resolve("scratch")).doesNotExist();
  }

  private static String git(Path in, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_AUTHOR_NAME", "Ada",
                "GIT_AUTHOR_EMAIL", "ada@example.org",
                "GIT_COMMITTER_NAME", "Ada",
                "GIT_COMMITTER_EMAIL", "ada@example.org"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(command + ": " + output).isZero();
    return output.strip();
  }
}
