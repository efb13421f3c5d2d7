package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.gc.Garbage;
import dev.signalbox.app.gc.GarbageCollector;
import dev.signalbox.app.gc.GcLimits;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.journal.Journal;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in mid-run, then resume: what had landed stays, what ran runs again, nothing lands
/// twice, and nothing is left behind.
class CrashTest {
  /// Overlapping claims, an edge by data, an attempt that fails, a check, and changes of one file
  /// that git has to merge. Whatever the order, the same tree comes out.
  private static final String PLAN =
      """
      name: kills
      check: "sleep 0.02; ! grep -q '<<<' shared.txt"
      parallel: 3
      agents: { A: { kind: shell, capacity: 3 } }
      tasks:
        - { id: first, writes: [shared.txt], run: "sleep 0.05; sed 's/^line 02$/first/' shared.txt > s && mv s shared.txt; echo word=hello >> $SIGNALBOX_OUTPUTS" }
        - { id: second, writes: [shared.txt], run: "sleep 0.1; sed 's/^line 10$/second/' shared.txt > s && mv s shared.txt" }
        - { id: third, run: "sleep 0.15; sed 's/^line 20$/third/' shared.txt > s && mv s shared.txt" }
        - { id: told, writes: [told.txt], run: "sleep 0.05; echo ${tasks.first.output.word} > told.txt" }
        - { id: flaky, writes: [flaky.txt], retries: { max: 2, backoff: 50ms, jitter: 0 }, run: "sleep 0.05; [ $SIGNALBOX_ATTEMPT -gt 1 ] || exit 3; echo ok > flaky.txt" }
        - { id: slow, writes: [slow.txt], run: "echo half > slow.txt; sleep 0.3; echo whole > slow.txt" }
        - { id: last, depends_on: [second, third, flaky, slow], run: "cat shared.txt flaky.txt slow.txt > last.txt" }
      """;

  private static final List<String> TASKS =
      List.of("first", "second", "third", "told", "flaky", "slow", "last");

  /// The check of the base takes so long that all the others wait for it and land together.
  private static final String TOGETHER =
      """
      name: kills
      check: "sleep 0.2"
      parallel: 6
      agents: { A: { kind: shell, capacity: 6 } }
      tasks:
        - { id: a, run: "echo a > a.txt" }
        - { id: b, run: "echo b > b.txt" }
        - { id: c, run: "sleep 0.05; echo c > c.txt" }
        - { id: d, run: "sleep 0.1; echo d > d.txt" }
        - { id: e, run: "sleep 0.1; echo e > e.txt" }
        - { id: last, depends_on: [a, b, c, d, e], run: "cat ?.txt > last.txt" }
      """;

  /// Somebody commits to the branch that the run started from, which is merged while tasks go on.
  private static final String BASE_MOVES =
      """
      name: kills
      base: trunk
      base_moves: during
      check: "sleep 0.1"
      parallel: 3
      agents: { A: { kind: shell, capacity: 3 } }
      tasks:
        - { id: a, run: "echo a > a.txt" }
        - { id: b, run: "sleep 0.1; sed 's/^line 10$/b/' shared.txt > s && mv s shared.txt" }
        - { id: c, run: "until [ -e ROOT/moved ]; do sleep 0.02; done; sleep 0.2; echo c > c.txt" }
        - { id: last, depends_on: [a, b], run: "sleep 0.2; cat shared.txt a.txt > last.txt" }
      """;

  @TempDir Path folder;

  @Test
  @Timeout(value = 180, unit = TimeUnit.SECONDS)
  void aKilledProcessLosesNothingThatLanded() throws Exception {
    Scratch scratch = new Scratch(folder);
    Path go = folder.resolve("go");
    Path pids = folder.resolve("pids");
    Path plan =
        scratch.plan(
            """
            name: crash
            parallel: 3
            agents: { A: { kind: shell, capacity: 3 } }
            tasks:
              - { id: one, run: echo 1 > one.txt }
              - { id: two, run: echo 2 > two.txt }
              - { id: hung, run: "(setsid sleep 600 >/dev/null 2>&1 & echo $! >PID); echo $$ >>PID; echo begun > hung.txt; until [ -e GO ]; do sleep 0.05; done; echo done >> hung.txt" }
              - { id: last, depends_on: [one, hung], run: cat one.txt hung.txt > last.txt }
            """
                .replace("GO", go.toString())
                .replace("PID", pids.toString()));
    Process victim = Victim.start(scratch, plan);
    Set<String> awaited = new HashSet<>(Set.of("landed one", "landed two", "runs hung"));
    try (BufferedReader said = victim.inputReader()) {
      while (!awaited.isEmpty()) {
        String line = said.readLine();
        assertThat(line).as("the run goes on until it is killed").isNotNull();
        awaited.remove(line);
      }
    }
    while (!Files.exists(pids) || Files.readAllLines(pids).size() < 2) {
      Thread.onSpinWait();
    }
    List<ProcessHandle> hung =
        Files.readAllLines(pids).stream()
            .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
            .toList();
    assertThat(hung).as("the command and its daemon run").hasSize(2);
    // Its guard goes first, so that all is left to the one who resumes.
    ProcessHandle guard =
        victim
            .children()
            .filter(child -> child.info().toString().contains("signalbox-guard"))
            .findFirst()
            .orElseThrow();
    guard.destroyForcibly();
    guard.onExit().get();
    victim.destroyForcibly().waitFor();
    assertThat(hung).allMatch(CrashTest::runs);

    try (RunSession session = RunSession.resume(scratch.folders, "", RunOptions.DEFAULT)) {
      assertThat(hung).as("left over by the session that was killed").noneMatch(CrashTest::runs);
      Files.createFile(go);
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
    }
    List<String> landed = scratch.landed("signalbox/crash");
    assertThat(landed).containsExactlyInAnyOrder("one", "two", "hung", "last").endsWith("last");
    assertThat(scratch.git("show", "signalbox/crash:last.txt")).isEqualTo("1\nbegun\ndone\n");
    assertThat(scratch.git("worktree", "list").lines()).as("no work tree is left").hasSize(1);
  }

  // A zombie has ended; its parent has not asked yet.
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Timeout(value = 600, unit = TimeUnit.SECONDS)
  void killedAtAnyInstantARunEndsAsIfNothingHadBeen() throws Exception {
    kill(PLAN, TASKS, 20, new Random().nextLong());
  }

  @Test
  @Timeout(value = 600, unit = TimeUnit.SECONDS)
  void killedWhileSeveralLandTogetherAllOfThemLandOnce() throws Exception {
    kill(TOGETHER, List.of("a", "b", "c", "d", "e", "last"), 10, new Random().nextLong());
  }

  @Test
  @Timeout(value = 600, unit = TimeUnit.SECONDS)
  void killedWhileTheBaseMovesWhatCameToItIsMergedOnce() throws Exception {
    kill(
        BASE_MOVES,
        List.of("a", "b", "c", "last"),
        6,
        new Random().nextLong(),
        CrashTest::commitToTrunk);
  }

  /// One commit, however often it is called.
  private static void commitToTrunk(Scratch scratch) throws Exception {
    if (scratch.git("log", "--format=%s", "main..trunk").isEmpty()) {
      String blob = scratch.git("hash-object", "-w", "shared.txt").strip();
      Path index = scratch.root.resolve("trunk.index");
      ProcessBuilder made =
          new ProcessBuilder(
                  "/bin/sh",
                  "-c",
                  """
                  git read-tree main
                  git update-index --add --cacheinfo 100644,BLOB,theirs.txt
                  git update-ref refs/heads/trunk "$(git commit-tree -p main -m theirs "$(git write-tree)")"
                  """
                      .replace("BLOB", blob))
              .directory(scratch.repository.toFile())
              .inheritIO();
      made.environment().put("GIT_INDEX_FILE", index.toString());
      assertThat(made.start().waitFor()).isZero();
      Files.createFile(scratch.root.resolve("moved"));
    }
  }

  /// `-Dtest.jvm.args="-Dcrash.kills=50 -Dcrash.seed=7"` for another number, or for these instants
  /// again.
  @Test
  @Tag("long")
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void killedTwoHundredTimesARunEndsAsIfNothingHadBeen() throws Exception {
    int kills = Integer.getInteger("crash.kills", 200);
    kill(PLAN, TASKS, kills, Long.getLong("crash.seed", System.nanoTime()));
  }

  /// What happens beside a run, once.
  private interface Meanwhile {
    void happens(Scratch scratch) throws Exception;
  }

  private void kill(String text, List<String> tasks, int runs, long seed) throws Exception {
    kill(text, tasks, runs, seed, scratch -> {});
  }

  private void kill(String text, List<String> tasks, int runs, long seed, Meanwhile meanwhile)
      throws Exception {
    Random random = new Random(seed);
    Scratch calm = scratch("calm");
    Process whole = Victim.start(calm, plan(calm, text));
    awaitUp(whole);
    long began = System.nanoTime();
    meanwhile.happens(calm);
    assertThat(whole.waitFor()).as(() -> victimLog(calm)).isZero();
    long millis = (System.nanoTime() - began) / 1_000_000;
    String tree = tree(calm);
    int kills = 0;
    int thrice = 0;
    for (int i = 1; i <= runs; i++) {
      Scratch scratch = scratch("run-" + i);
      String before = users(scratch);
      Path plan = plan(scratch, text);
      int here = 0;
      // One in three is killed again while it resumes, and sometimes again.
      do {
        long instant = random.nextLong(Math.max(1, millis));
        if (killed(scratch, plan, instant, random.nextLong(Math.max(1, instant)), meanwhile)) {
          here++;
        }
      } while (random.nextInt(3) == 0 && !isOver(scratch));
      kills += here;
      thrice += here > 1 ? 1 : 0;
      String name = "run %d of seed %d, killed %d times".formatted(i, seed, here);
      if (!isOver(scratch)) {
        try (RunSession session = Victim.open(scratch.folders, plan)) {
          assertThat(session.ended().get()).as(name).isEqualTo(RunOutcome.SUCCEEDED);
        }
      }
      collectStrays(scratch);
      assertThat(tree(scratch)).as(name).isEqualTo(tree);
      verify(scratch, tasks, before, name);
    }
    System.Logger log = System.getLogger(CrashTest.class.getName());
    log.log(
        System.Logger.Level.INFO,
        "seed {0}: {1} runs of {2} ms, {3} kills, {4} runs killed more than once",
        seed,
        runs,
        millis,
        kills,
        thrice);
  }

  private static Path plan(Scratch scratch, String text) throws IOException {
    return scratch.plan(text.replace("ROOT", scratch.root.toString()));
  }

  /// The process may have died before the run's first entry, or after its last, when it had not
  /// tidied up yet.
  private static void collectStrays(Scratch scratch) throws Exception {
    try (Journal journal = Journal.open(scratch.folders.journal())) {
      GarbageCollector collector =
          new GarbageCollector(
              scratch.folders, journal, Instant.now().plusSeconds(1), System.getenv());
      for (Garbage garbage : collector.find(new GcLimits(Duration.ZERO, 1, List.of()))) {
        collector.remove(garbage, false);
      }
    }
  }

  /// @return whether it was killed, and had not ended by itself before
  private boolean killed(Scratch scratch, Path plan, long millis, long before, Meanwhile meanwhile)
      throws Exception {
    Process victim = Victim.start(scratch, plan);
    awaitUp(victim);
    long began = System.nanoTime();
    boolean ended = victim.waitFor(before, TimeUnit.MILLISECONDS);
    meanwhile.happens(scratch);
    long left = millis - (System.nanoTime() - began) / 1_000_000;
    ended = ended || victim.waitFor(left, TimeUnit.MILLISECONDS);
    victim.destroyForcibly().waitFor();
    assertThat(ended && victim.exitValue() != 0).as(() -> victimLog(scratch)).isFalse();
    awaitNoProcess(scratch);
    return !ended;
  }

  private static void awaitUp(Process victim) throws IOException {
    // Not closed: the victim goes on talking.
    assertThat(victim.inputReader().readLine()).isEqualTo("up");
  }

  private static String victimLog(Scratch scratch) {
    try {
      return Files.readString(scratch.root.resolve("victim.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private Scratch scratch(String name) throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve(name)));
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 24; i++) {
      text.append("line %02d\n".formatted(i));
    }
    Files.writeString(scratch.repository.resolve("shared.txt"), text);
    scratch.git("commit", "--quiet", "--all", "--message=lines");
    scratch.git("branch", "trunk");
    return scratch;
  }

  private static String tree(Scratch scratch) throws Exception {
    return scratch.git("rev-parse", "signalbox/kills^{tree}").strip();
  }

  private static boolean isOver(Scratch scratch) throws Exception {
    return state(scratch).outcome().isPresent();
  }

  private static RunState state(Scratch scratch) throws Exception {
    RunState state = new RunState();
    if (Files.exists(scratch.folders.journal())) {
      try (Journal journal = Journal.open(scratch.folders.journal())) {
        var latest = journal.latest();
        if (latest.isPresent()) {
          assertThat(journal.isOpen(latest.get().id())).as("the lock is free").isFalse();
          journal.read(latest.get().id()).forEach(state::apply);
        }
      }
    }
    return state;
  }

  private static void verify(Scratch scratch, List<String> tasks, String asBefore, String name)
      throws Exception {
    List<String> landed = scratch.landed("signalbox/kills");
    assertThat(landed).as(name).containsExactlyInAnyOrderElementsOf(tasks);
    RunState state = state(scratch);
    assertThat(state.inState(TaskState.LANDED)).as(name).containsExactlyInAnyOrderElementsOf(tasks);
    for (TaskStatus status : state.tasks()) {
      for (String before : status.task().dependsOn()) {
        assertThat(landed).as(name).containsSubsequence(before, status.id());
      }
      assertThat(scratch.git("rev-list", "main..signalbox/kills"))
          .as(name)
          .contains(status.commit());
    }
    awaitNoProcess(scratch);
    assertThat(users(scratch)).as(name).isEqualTo(asBefore);
    assertThat(scratch.git("worktree", "list").lines()).as(name).hasSize(1);
    try (Stream<Path> files = Files.walk(scratch.repository.resolve(".git"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".lock"))).as(name).isEmpty();
    }
    try (Stream<Path> files = Files.walk(scratch.folders.state().resolve("runs"), 3)) {
      assertThat(files.filter(file -> file.toString().contains("/trees"))).as(name).isEmpty();
    }
  }

  /// What is the user's: HEAD, branches, tags, settings, stashes, and every file of the checkout.
  private static String users(Scratch scratch) throws Exception {
    return scratch
            .git("for-each-ref")
            .lines()
            .filter(ref -> !ref.contains("refs/signalbox/") && !ref.contains("heads/signalbox/"))
            .filter(ref -> !ref.endsWith("refs/heads/trunk"))
            .toList()
        + Files.readString(scratch.repository.resolve(".git/HEAD"))
        + Files.readString(scratch.repository.resolve(".git/config"))
        + scratch.git("--no-optional-locks", "status", "--porcelain=v2", "--branch", "--ignored")
        + scratch.git("stash", "list")
        + Files.readString(scratch.repository.resolve("shared.txt"));
  }

  /// Waits until no process works for the run any more, as far as the system tells.
  private static void awaitNoProcess(Scratch scratch) throws IOException {
    List<Long> left = processes(scratch);
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!left.isEmpty()) {
      assertThat(System.nanoTime()).as("left: " + left).isLessThan(patience);
      LockSupport.parkNanos(10_000_000);
      left = processes(scratch);
    }
  }

  private static List<Long> processes(Scratch scratch) throws IOException {
    List<Long> found = new ArrayList<>();
    Path proc = Path.of("/proc");
    if (!Files.isDirectory(proc.resolve("self"))) {
      return found;
    }
    String root = scratch.root.toString();
    try (var entries = Files.newDirectoryStream(proc, "[0-9]*")) {
      for (Path entry : entries) {
        long pid = Long.parseLong(entry.getFileName().toString());
        if (pid != ProcessHandle.current().pid()
            && (read(entry, "environ") + read(entry, "cmdline")).contains(root)) {
          found.add(pid);
        }
      }
    }
    return found;
  }

  private static String read(Path process, String what) {
    try {
      return Files.readString(process.resolve(what), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // It has ended, or is not ours to look at.
      return "";
    }
  }
}
