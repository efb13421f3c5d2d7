package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.certificate.Certificate;
import dev.signalbox.conflict.certificate.Certificate.Landing;
import dev.signalbox.conflict.certificate.CertificateCheck;
import dev.signalbox.conflict.certificate.CertificateFile;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a run with real processes on a real repository integrates is what its tasks, run one after
/// the other in the certificate's order, give.
class SerializableRunTest {
  private static final List<String> FILES =
      List.of("a.txt", "b.txt", "src/one.txt", "src/two.txt", "docs/x.txt");

  @TempDir Path folder;
  private int runs;

  @Test
  @Timeout(120)
  void writeSkewIsCaughtAndRunsAgain() throws Exception {
    Scratch scratch = scratch();
    // Each reads what the other rewrites; the two changes merge without a conflict.
    Ended ended =
        run(
            scratch,
            """
            name: skew
            into: skew
            parallel: 2
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: limit, run: "cat b.txt > /dev/null; touch L1; until [ -e L2 ] || [ $SIGNALBOX_ATTEMPT -gt 1 ]; do sleep 0.02; done; echo limit > a.txt" }
              - { id: use, run: "cat a.txt > seen; touch L2; until [ -e L1 ] || [ $SIGNALBOX_ATTEMPT -gt 1 ]; do sleep 0.02; done; cp seen b.txt; rm seen" }
            """
                .replace("L1", folder.resolve("go1").toString())
                .replace("L2", folder.resolve("go2").toString()));
    assertThat(ended.outcome()).isEqualTo(RunOutcome.SUCCEEDED);
    assertThat(
            ended.state().tasks().stream()
                .flatMap(task -> task.attempts().stream())
                .filter(attempt -> attempt.reason() == FailureReason.STALE_READ))
        .hasSize(1);
    assertThat(ended.state().conflicts()).filteredOn(found -> !found.live()).singleElement();
    assertThat(ended.state().tasks()).allMatch(task -> task.isolation() == Isolation.SERIALIZABLE);
    verify(scratch, ended);
    serially(scratch, ended);
  }

  @Test
  @Timeout(120)
  void whatWasWrittenAndIsAsItWasComesBeforeWhoChangedIt() throws Exception {
    Scratch scratch = scratch();
    // The first takes away rights that the file does not have, after the second has given it some.
    Ended ended =
        run(
            scratch,
            """
            name: rights
            into: random
            parallel: 2
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: off, run: "touch L1; until [ $(git rev-list --count main..random) -ge 1 ]; do sleep 0.02; done; chmod -x a.txt; echo off > b.txt" }
              - { id: on, run: "until [ -e L1 ]; do sleep 0.02; done; chmod +x a.txt" }
            """
                .replace("L1", folder.resolve("go").toString()));
    assertThat(ended.outcome()).isEqualTo(RunOutcome.SUCCEEDED);
    assertThat(certificate(ended).order()).containsExactly("off", "on");
    verify(scratch, ended);
    serially(scratch, ended);
  }

  @Test
  @Timeout(300)
  void randomPlansGiveWhatASerialRunGives() throws Exception {
    random(6, Long.getLong("serial.seed", new Random().nextLong()));
  }

  /// `-Dtest.jvm.args="-Dserial.runs=1000 -Dserial.seed=7"`
  @Test
  @Tag("long")
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  void aThousandRandomPlansGiveWhatASerialRunGives() throws Exception {
    random(
        Integer.getInteger("serial.runs", 1_000), Long.getLong("serial.seed", System.nanoTime()));
  }

  private void random(int count, long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, Integer> levels = new HashMap<>();
    int stale = 0;
    int texts = 0;
    for (int i = 0; i < count; i++) {
      long one = random.nextLong();
      Scratch scratch = scratch();
      try {
        Ended ended = run(scratch, plan(new Random(one)));
        for (TaskStatus task : ended.state().tasks()) {
          levels.merge(
              task.state() == TaskState.LANDED ? task.isolation().word() : task.state().toString(),
              1,
              Integer::sum);
          stale += task.staleReads();
          texts += task.conflicts() - task.staleReads();
        }
        assertThat(ended.state().isFinished()).isTrue();
        assertThat(scratch.git("log", "-p", "--format=", "main..random")).doesNotContain("<<<<<<<");
        verify(scratch, ended);
        serially(scratch, ended);
      } catch (AssertionError | Exception e) {
        throw new AssertionError(
            "Seed %d, plan seed %d:%n%s%n%s"
                .formatted(seed, one, plan(new Random(one)), told(scratch)),
            e);
      }
    }
    System.out.printf(
        "%d random plans: %s, %d reruns for stale reads, %d text conflicts%n",
        count, levels, stale, texts);
  }

  private static String told(Scratch scratch) throws Exception {
    Path certificate = scratch.root.resolve("report/certificate.json");
    return (Files.exists(certificate) ? Files.readString(certificate) : "")
        + scratch.git("log", "--reverse", "--format=%h %s", "--name-status", "main..random");
  }

  /// Tasks that read some files and change others: whole, in part, by moving and by deleting.
  private static String plan(Random random) {
    StringBuilder tasks = new StringBuilder();
    int many = 4 + random.nextInt(5);
    for (int i = 0; i < many; i++) {
      List<String> script = new ArrayList<>();
      // What it reads goes into what it writes: a serial run that read something else would show.
      // That a file or a folder is not there is not seen, that a list of names was read is.
      String one = pick(random);
      String other = pick(random);
      script.add("ls . %s %s > /dev/null 2>&1".formatted(parent(one), parent(other)));
      script.add("h=$(cat %s %s 2>/dev/null | cksum)".formatted(one, other));
      if (random.nextInt(4) == 0) {
        script.add("h=\"$h $(cat link 2>/dev/null | cksum)\"");
      }
      if (random.nextInt(3) == 0) {
        script.add("h=\"$h $(ls src docs 2>/dev/null | cksum)\"");
      }
      script.add("sleep 0." + random.nextInt(4));
      for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
        script.add(edit(random, "t" + i));
      }
      tasks.append("  - id: t").append(i).append("\n    retries: { max: 0 }\n    run: |\n");
      script.forEach(line -> tasks.append("      ").append(line).append('\n'));
      if (i > 0 && random.nextInt(4) == 0) {
        tasks.append("    depends_on: [t").append(random.nextInt(i)).append("]\n");
      }
    }
    return """
    name: random
    into: random
    check: 'true'
    parallel: 4
    stale_reads: %s
    agents: { A: { kind: shell, capacity: 4 } }
    tasks:
    """
            .formatted(random.nextInt(4) == 0 ? "label" : "rerun")
        + tasks;
  }

  private static String pick(Random random) {
    return FILES.get(random.nextInt(FILES.size()));
  }

  private static String parent(String file) {
    return file.contains("/") ? file.substring(0, file.indexOf('/')) : ".";
  }

  /// One change. Whatever it finds, it ends well: what it looks for may have gone, or be a folder.
  private static String edit(Random random, String task) {
    String file = pick(random);
    String top = random.nextBoolean() ? "src" : "docs";
    String there = "mkdir -p %s; ls %s > /dev/null; ".formatted(parent(file), parent(file));
    String found = there + "[ -f " + file + " ] && ";
    String folder = "[ -d " + top + " ] && ls " + top + " > /dev/null && ";
    String change =
        switch (random.nextInt(16)) {
          case 0, 1 -> "%s echo \"%s $h\" > %s".formatted(there, task, file);
          case 2, 3 -> there + "echo \"" + task + " $h\" >> " + file;
          case 4 -> "mkdir -p src; echo \"$h\" > src/" + task + ".txt";
          case 5, 6 -> found + "sed -i \"s/^line 3.*/line 3 " + task + "/\" " + file;
          case 7 -> found + "mv " + file + " " + file + "." + task;
          case 8 -> there + "rm -f " + file;
          case 9 -> found + "chmod " + (random.nextBoolean() ? "+x " : "-x ") + file;
          case 10 -> "mkdir -p new/" + task + "; echo \"$h\" > new/" + task + "/f";
          case 11 -> folder + "mv " + top + " " + top + "-" + task;
          case 12 -> folder + "mkdir -p deep && ls deep > /dev/null && mv " + top + " deep/" + task;
          case 13 -> folder + "rm -rf " + top;
          case 14 -> "ln -sfn %s link".formatted(file);
          default -> there + "rm -f %s && ln -sfn /elsewhere/%s %s".formatted(file, task, file);
        };
    return change + "; true";
  }

  /// What became of a run.
  private record Ended(RunOutcome outcome, RunState state, Path report, Path certificate) {}

  private static Ended run(Scratch scratch, String text) throws Exception {
    Path plan = scratch.plan(text);
    RunState state = new RunState();
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      // Nobody is there to decide: what comes to a person is dropped.
      session.subscribe(
          entries -> {
            for (Entry entry : entries) {
              if (entry.event() instanceof Event.DecisionAsked asked) {
                session.send(new Command.Reject(asked.task(), "test", ""));
              }
            }
          });
      RunOutcome outcome = session.ended().get(100, TimeUnit.SECONDS);
      Path report = scratch.root.resolve("report");
      session.writeReport(report);
      session.subscribe(entries -> entries.forEach(state::apply)).close();
      return new Ended(outcome, state, report, report.resolve("certificate.json"));
    }
  }

  private static void verify(Scratch scratch, Ended ended) throws Exception {
    Certificate certificate = certificate(ended);
    CertificateCheck.Verdict verdict =
        CertificateCheck.of(certificate, scratch.repository, System.getenv());
    assertThat(verdict.failure()).isNull();
  }

  private static Certificate certificate(Ended ended) throws Exception {
    return Objects.requireNonNull(CertificateFile.read(ended.certificate()).certificate());
  }

  /// Runs the tasks that are called serializable anew, one after the other in the certificate's
  /// order, and merges what the others had left between them.
  private static void serially(Scratch scratch, Ended ended) throws Exception {
    Certificate certificate = certificate(ended);
    Path tree = scratch.root.resolve("serial");
    scratch.git("worktree", "add", "--quiet", "--detach", tree.toString(), certificate.base());
    Map<String, Landing> landings = new HashMap<>();
    for (Certificate.Step step : certificate.steps()) {
      Landing landing = Objects.requireNonNull(step.landing());
      landings.put(landing.task(), landing);
    }
    for (String task : certificate.order()) {
      Landing landing = Objects.requireNonNull(landings.get(task));
      if (landing.isolation() == Isolation.SERIALIZABLE) {
        String script = ended.state().status(task).task().run();
        shell(tree, Objects.requireNonNull(script), landing.attempt());
      } else if (!landing.snapshot().isEmpty()) {
        // git 2.39 takes the trees to merge, and where they part, from commits only.
        String merge =
            "git read-tree -m -u HEAD $(git merge-tree --write-tree"
                + " $(git commit-tree HEAD^{tree} -p %1$s -m x) $(git commit-tree %2$s^{tree} -p %1$s -m x))";
        shell(tree, merge.formatted(landing.startedFrom(), landing.snapshot()), 1);
      }
      // A new work tree has no empty folders.
      String commit = "git add -A && git commit --quiet --allow-empty -m %s && git clean -ffdxq";
      shell(tree, commit.formatted(task), 1);
    }
    assertThat(scratch.git("diff", "--stat", certificate.tip(), head(tree))).isEmpty();
  }

  private static String head(Path tree) throws Exception {
    return shell(tree, "git rev-parse HEAD", 1).strip();
  }

  private static String shell(Path directory, String script, int attempt) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", script)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("SIGNALBOX_ATTEMPT", String.valueOf(attempt));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as("%s: %s", script, said).isZero();
    return said;
  }

  private Scratch scratch() throws Exception {
    Scratch scratch = new Scratch(Files.createDirectory(folder.resolve("run" + ++runs)));
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 12; i++) {
      lines.append("line ").append(i).append('\n');
    }
    for (String file : FILES) {
      Path path = scratch.repository.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file + "\n" + lines);
    }
    Files.createSymbolicLink(scratch.repository.resolve("link"), Path.of("a.txt"));
    scratch.git("add", "--all");
    scratch.git("commit", "--quiet", "--message=files");
    return scratch;
  }
}
