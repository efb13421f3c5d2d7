package dev.signalbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a command started is found and ended, wherever it went, in each way that this machine
/// permits.
@Timeout(120)
class ContainmentTest {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

  /// Leaves its session, its parent and its output, as daemons do, and ignores what terminals send.
  private static final String DAEMON =
      "(setsid sh -c 'trap \"\" HUP; echo $$ >>pids; exec sleep 600' </dev/null >/dev/null 2>&1 &)";

  enum Way {
    CGROUPS,
    MARKERS
  }

  @TempDir Path folder;
  private @Nullable Supervisor supervisor;
  private final String session = Long.toHexString(new Random().nextLong());

  private Supervisor by(Way way) {
    return by(way, session, "");
  }

  private Supervisor by(Way way, String session, String outer) {
    Markers markers = new Markers(System::nanoTime);
    Supplier<Containment> choice =
        () ->
            switch (way) {
              case MARKERS -> markers;
              case CGROUPS -> {
                Optional<Cgroups> groups = Cgroups.permitted("run", session, markers);
                assumeThat(groups).as("control groups may be made here").isPresent();
                yield groups.orElseThrow();
              }
            };
    Supervisor made =
        new Supervisor("run", session, outer, System::nanoTime, choice, Launcher::ofThisMachine);
    if (supervisor == null) {
      supervisor = made;
    }
    return made;
  }

  @AfterEach
  void close() {
    if (supervisor != null) {
      supervisor.close();
    }
  }

  private ProcessGroup sh(Supervisor by, String script) throws IOException {
    return by.start(
        List.of("/bin/sh", "-c", ": >>pids; " + script), folder, PATH, folder.resolve("log"));
  }

  @ParameterizedTest
  @EnumSource
  void aDaemonEndsWithItsCommand(Way way) throws Exception {
    try (ProcessGroup group =
        sh(
            by(way),
            DAEMON + "; " + DAEMON + "; while [ $(wc -l <pids) -lt 2 ]; do :; done; echo done")) {
      assertThat(group.waitFor()).isZero();
      assertThat(group.remarks()).containsExactly("left 2 processes running, which were ended");
    }
    assertThat(pids()).hasSize(2).noneMatch(ContainmentTest::runs);
  }

  @ParameterizedTest
  @EnumSource(names = "MARKERS")
  void aDaemonOfALongCommandIsFoundToo(Way way) throws Exception {
    try (ProcessGroup group =
        sh(by(way), DAEMON + "; while [ ! -s pids ]; do :; done; sleep 1.2")) {
      assertThat(group.waitFor()).isZero();
    }
    assertThat(pids()).hasSize(1).noneMatch(ContainmentTest::runs);
  }

  @ParameterizedTest
  @EnumSource
  void aDaemonThatIgnoresTermIsKilled(Way way) throws Exception {
    String stubborn = DAEMON.replace("trap \"\" HUP", "trap \"\" HUP TERM");
    try (ProcessGroup group = sh(by(way), stubborn + "; sleep 600")) {
      awaitLines(1);
      group.terminate(Duration.ofMillis(300));
      assertThat(group.remarks()).containsExactly("ignored TERM and was killed after 300 ms");
    }
    assertThat(pids()).hasSize(1).noneMatch(ContainmentTest::runs);
  }

  @ParameterizedTest
  @EnumSource
  void eachIsAskedOnce(Way way) throws Exception {
    String counting =
        "trap 'echo asked >>asked' TERM; echo $$ >>pids; until [ -s asked ]; do sleep 0.01; done;"
            + " sleep 0.3; exit 0";
    Files.writeString(folder.resolve("counting"), counting);
    try (ProcessGroup group = sh(by(way), "setsid sh counting & sh counting & wait")) {
      awaitLines(2);
      group.terminate(Duration.ofSeconds(60));
      assertThat(group.remarks()).isEmpty();
    }
    assertThat(folder.resolve("asked")).hasContent("asked\nasked\n");
  }

  @ParameterizedTest
  @EnumSource
  void whatEndsByItselfAMomentAfterItsCommandIsNoLeftover(Way way) throws Exception {
    try (ProcessGroup group = sh(by(way), "(sleep 0.05; echo late) & echo early")) {
      assertThat(group.waitFor()).isZero();
      assertThat(group.remarks()).isEmpty();
    }
    assertThat(folder.resolve("log")).hasContent("early\nlate\n");
  }

  @ParameterizedTest
  @EnumSource
  void onlyItsOwnProcessesAreACommands(Way way) throws Exception {
    Supervisor by = by(way);
    try (ProcessGroup other = sh(by, "echo $$ >>pids; exec sleep 600");
        ProcessGroup group = sh(by, DAEMON + "; while [ $(wc -l <pids) -lt 2 ]; do :; done")) {
      group.waitFor();
      assertThat(group.remarks()).containsExactly("left a process running, which was ended");
      assertThat(other.isAlive()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingTheOwnerEndsEverything(Way way) throws Exception {
    Supervisor by = by(way);
    sh(by, DAEMON + "; echo $$ >>pids; exec sleep 600");
    awaitLines(2);
    by.close();
    assertThat(pids()).hasSize(2).noneMatch(ContainmentTest::runs);
  }

  @Test
  void inAControlGroupNothingHidesByAnotherEnvironment() throws Exception {
    String hidden = DAEMON.replace("setsid sh", "env -i setsid sh");
    try (ProcessGroup group = sh(by(Way.CGROUPS), hidden + "; while [ ! -s pids ]; do :; done")) {
      group.waitFor();
      assertThat(group.remarks()).containsExactly("left a process running, which was ended");
    }
    assertThat(pids()).hasSize(1).noneMatch(ContainmentTest::runs);
  }

  @Test
  void aControlGroupServesOneCommandAfterAnotherAndGoesWithItsOwner() throws Exception {
    Supervisor by = by(Way.CGROUPS);
    for (int i = 0; i < 3; i++) {
      sh(by, "exit 0").waitFor();
    }
    Path place =
        Path.of(
            Cgroups.permitted("run", "x" + session, new Markers(() -> 0)).orElseThrow().place());
    Path session = place.resolveSibling("signalbox.run." + this.session);
    assertThat(session).isDirectory();
    try (Stream<Path> cells = Files.list(session)) {
      assertThat(cells.filter(Files::isDirectory)).as("the ended commands'").hasSize(1);
    }
    by.close();
    assertThat(session).doesNotExist();
    Files.delete(place);
  }

  @Test
  void aControlGroupThatWasStoppedOrTakenAwayServesNobody() throws Exception {
    Supervisor by = by(Way.CGROUPS);
    Path place =
        Path.of(
            Cgroups.permitted("run", "x" + session, new Markers(() -> 0)).orElseThrow().place());
    Path groups = place.resolveSibling("signalbox.run." + session);
    Files.delete(place);
    sh(by, "exit 0").waitFor();
    Files.writeString(groups.resolve("1/cgroup.freeze"), "1");
    assertThat(sh(by, "exit 3").waitFor()).as("in another group").isEqualTo(3);
    Files.delete(groups.resolve("2"));
    assertThat(sh(by, "grep -q " + groups.getFileName() + "/3 /proc/self/cgroup").waitFor())
        .isZero();
    by.close();
    assertThat(groups).doesNotExist();
  }

  @Test
  void aThreadIsNoProcess() throws Exception {
    long process = ProcessHandle.current().pid();
    try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
      List<Long> others =
          threads
              .map(thread -> Long.valueOf(thread.getFileName().toString()))
              .filter(thread -> thread != process)
              .toList();
      assertThat(others).isNotEmpty().noneMatch(ProcFs::isProcess);
      assertThat(ProcFs.isProcess(process)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAnEarlierSessionLeftIsFoundAndEnded(Way way) throws Exception {
    by(way, "earlier" + session, "");
    Supervisor dead = supervisor;
    sh(dead, DAEMON + "; echo $$ >>pids; exec sleep 600");
    awaitLines(2);
    List<Long> left = pids();
    Supervisor elsewhere = new Supervisor("another-run", new Random());
    try (Supervisor resumed = by(way, session, "")) {
      ProcessGroup own = sh(resumed, "exec sleep 600");
      ProcessGroup unrelated =
          elsewhere.start(List.of("sleep", "600"), folder, PATH, folder.resolve("other"));
      assertThat(resumed.endLeftovers()).isEqualTo(2);
      assertThat(left).hasSize(2).noneMatch(ContainmentTest::runs);
      assertThat(own.isAlive()).isTrue();
      assertThat(unrelated.isAlive()).isTrue();
      assertThat(resumed.endLeftovers()).as("none is left over").isZero();
    } finally {
      elsewhere.close();
    }
  }

  /// The way of macOS, which works on any system.
  @Test
  void descendantsAreEndedWithTheirCommand() throws Exception {
    Supervisor by =
        new Supervisor(
            "run", session, "", System::nanoTime, Descendants::new, Launcher::ofThisMachine);
    supervisor = by;
    try (ProcessGroup group =
        sh(
            by,
            "setsid sh -c 'trap \"\" TERM; echo $$ >>pids; while :; do sleep 1; done' &"
                + " sh -c 'echo $$ >>pids; exec sleep 600' & wait")) {
      awaitLines(2);
      group.terminate(Duration.ofMillis(300));
      assertThat(group.remarks()).containsExactly("ignored TERM and was killed after 300 ms");
    }
    assertThat(pids()).hasSize(2).noneMatch(ContainmentTest::runs);
    Files.delete(folder.resolve("pids"));
    try (ProcessGroup group = sh(by, "exit 3")) {
      assertThat(group.waitFor()).isEqualTo(3);
    }
  }

  @Test
  void theMountOfControlGroupsIsReadAsTheKernelWritesIt() {
    String mountinfo =
        """
        23 28 0:21 / /proc rw - proc proc rw
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        38 31 0:35 /docker/7 /sys/fs/a\\040b rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate
        40 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
        """;
    assertThat(Cgroups.mounts(mountinfo))
        .containsExactly(new Cgroups.Mounted("/docker/7", Path.of("/sys/fs/a b")));
  }

  @Test
  void theGroupOfThisProcessIsFoundBelowItsMount() throws Exception {
    Path own = Files.createDirectories(folder.resolve("user.slice/app.scope"));
    String self = "9:name=systemd:/\n0::/user.slice/app.scope\n";
    assertThat(new Cgroups.Mounted("/", folder).directory(self)).hasValue(own);
    assertThat(new Cgroups.Mounted("/user.slice", folder.resolve("user.slice")).directory(self))
        .hasValue(own);
    assertThat(new Cgroups.Mounted("/", folder).directory("0::/\n")).hasValue(folder);
    assertThat(new Cgroups.Mounted("/user", folder).directory(self)).as("elsewhere").isEmpty();
    assertThat(new Cgroups.Mounted("/", folder).directory("0::/../x\n")).as("outside").isEmpty();
    assertThat(new Cgroups.Mounted("/", folder).directory("9:cpu:/\n")).as("only v1").isEmpty();
  }

  @Test
  void aSignalboxWithinAnAgentHandsOnItsMarks() throws Exception {
    Supervisor inner = by(Way.MARKERS, session, "outer.1.7");
    try (ProcessGroup group = sh(inner, "echo $SIGNALBOX_PROCESS")) {
      group.waitFor();
    }
    assertThat(folder.resolve("log")).hasContent("outer.1.7 run." + session + ".1\n");
  }

  // ---- helpers ----------------------------------------------------------------------------------

  private List<Long> pids() throws IOException {
    return Files.readAllLines(folder.resolve("pids")).stream().map(Long::valueOf).toList();
  }

  private void awaitLines(int lines) throws IOException {
    while (!Files.exists(folder.resolve("pids")) || pids().size() < lines) {
      Thread.onSpinWait();
    }
  }

  static boolean runs(long pid) {
    return ProcFs.stat(pid).filter(ProcFs.Stat::running).isPresent();
  }
}
