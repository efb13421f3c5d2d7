package dev.signalbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Programs that are run for their answer, in whichever way they are started.
@Timeout(120)
abstract class ShortCommandContract {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");
  private static final int MOST = 1 << 20;

  @TempDir Path folder;

  abstract Launcher launcher();

  @Test
  void readsItsInputAndTellsBothStreamsApart() throws Exception {
    ShortCommand.Ended ended = sh("cat; echo wrong >&2; exit 7", "given\n");
    assertThat(text(ended.output())).isEqualTo("given\n");
    assertThat(text(ended.errors())).isEqualTo("wrong\n");
    assertThat(ended.exit()).isEqualTo(7);
    assertThat(ended.whole()).isTrue();
  }

  @Test
  void whereNothingIsGivenItsInputIsAtItsEnd() throws Exception {
    assertThat(text(sh("cat; echo end", "").output())).isEqualTo("end\n");
  }

  @Test
  void hasItsFolderAndOnlyTheEnvironmentItWasGiven() throws Exception {
    ShortCommand.Ended ended =
        launcher()
            .run(
                new ShortCommand(
                    List.of("/bin/sh", "-c", "pwd; echo $A-$HOME-"),
                    folder,
                    Map.of("A", "1"),
                    new byte[0],
                    MOST));
    assertThat(text(ended.output())).isEqualTo(folder.toRealPath() + "\n1--\n");
  }

  @Test
  void aSignalIsAnExitCodeToo() throws Exception {
    assertThat(sh("kill -KILL $$", "").exit()).isEqualTo(128 + 9);
  }

  @Test
  void anInputThatIsNotReadHoldsNobodyUp() throws Exception {
    assertThat(sh("exec true", "x".repeat(4 << 20)).exit()).isZero();
  }

  @Test
  void muchGoesInAndMuchComesOut() throws Exception {
    int most = 64 << 20;
    byte[] much = new byte[most];
    new Random(1).nextBytes(much);
    ShortCommand.Ended ended =
        launcher().run(new ShortCommand(List.of("cat"), folder, PATH, much, most));
    assertThat(ended.exit()).isZero();
    assertThat(ended.output()).isEqualTo(much);
    assertThat(ended.whole()).isTrue();
  }

  @Test
  void whoPrintsWithoutEndIsEnded() throws Exception {
    ShortCommand.Ended ended =
        launcher().run(new ShortCommand(List.of("yes"), folder, PATH, new byte[0], 1001));
    assertThat(text(ended.output())).isEqualTo("y\n".repeat(500) + "y");
    assertThat(ended.whole()).isFalse();
  }

  @Test
  void exactlyAsMuchAsIsWantedIsAllOfIt() throws Exception {
    ShortCommand ten =
        new ShortCommand(List.of("printf", "0123456789"), folder, PATH, new byte[0], 10);
    assertThat(launcher().run(ten).whole()).isTrue();
    ShortCommand more =
        new ShortCommand(List.of("printf", "0123456789+"), folder, PATH, new byte[0], 10);
    assertThat(launcher().run(more).whole()).isFalse();
    assertThat(text(launcher().run(more).output())).isEqualTo("0123456789");
  }

  @Test
  void ofManyErrorsTheBeginningStays() throws Exception {
    ShortCommand.Ended ended = sh("echo first >&2; head -c 1000000 /dev/zero >&2; echo end", "");
    assertThat(text(ended.output())).isEqualTo("end\n");
    assertThat(text(ended.errors())).startsWith("first\n").hasSize(ShortCommand.MOST_ERRORS);
  }

  @Test
  void whoIsInterruptedAsksItToEndAndLeavesNothingRunning() throws Exception {
    Thread waiting =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    sh(
                        "trap 'echo asked > asked; exit' TERM; sleep 500 & echo $! > pid;"
                            + " echo there > there; wait",
                        "");
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    awaitLine(folder.resolve("there"));
    waiting.interrupt();
    waiting.join();
    assertThat(folder.resolve("asked")).hasContent("asked\n");
    awaitEnd(Long.parseLong(Files.readString(folder.resolve("pid")).strip()));
  }

  @Test
  void aProgramOrAFolderThatIsNotThereIsAnError() {
    Path gone = folder.resolve("gone");
    assertThatThrownBy(
            () -> launcher().run(new ShortCommand(List.of("true"), gone, PATH, new byte[0], MOST)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(
            () ->
                launcher()
                    .run(
                        new ShortCommand(
                            List.of(gone.toString()), folder, PATH, new byte[0], MOST)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void hasNoDescriptorsButItsOwn() throws Exception {
    Path descriptors = Path.of("/proc/self/fd");
    assumeThat(descriptors).exists();
    // 3 is the folder that is listed.
    assertThat(text(sh("ls /proc/self/fd", "given").output())).isEqualTo("0\n1\n2\n3\n");
  }

  /// What one is given must not be held open by another that is started at the same moment: whoever
  /// reads what an agent prints would wait for the end of both.
  @Test
  void manyBesideAgentsLeaveNoDescriptorAndNoProcess() throws Exception {
    assumeThat(Path.of("/proc/self/fd")).exists();
    sh("true", "");
    long before = descriptors();
    List<Long> others = children();
    Markers markers = new Markers(System::nanoTime);
    Path stop = folder.resolve("stop");
    try (Supervisor supervisor =
            new Supervisor(
                "run",
                "s" + System.nanoTime(),
                "",
                System::nanoTime,
                () -> markers,
                this::launcher);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<ProcessGroup> agents = new ArrayList<>();
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        String given = "x".repeat(i * 100) + i;
        answers.add(threads.submit(() -> text(sh("cat", given).output())));
        if (i % 6 == 0) {
          agents.add(
              supervisor.start(
                  List.of("/bin/sh", "-c", "while ! [ -e stop ]; do sleep 0.05; done"),
                  folder,
                  PATH,
                  folder.resolve("log" + i)));
        }
      }
      for (int i = 0; i < answers.size(); i++) {
        // While the agents run: none of them holds anything of it.
        assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).isEqualTo("x".repeat(i * 100) + i);
      }
      assertThat(agents).allMatch(ProcessGroup::isAlive);
      Files.createFile(stop);
      for (ProcessGroup agent : agents) {
        assertThat(agent.waitFor(Duration.ofSeconds(60))).hasValue(0);
        agent.close();
      }
    }
    assertThat(others).containsAll(children());
    assertThat(descriptors()).isLessThanOrEqualTo(before);
  }

  private static List<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).toList();
  }

  /// Pipes, files in memory and the like: not the libraries that Java opens as it goes.
  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.map(ShortCommandContract::whatIs)
          .filter(what -> !what.startsWith("/") || what.startsWith("/memfd:"))
          .count();
    }
  }

  private static String whatIs(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "/gone";
    }
  }

  private ShortCommand.Ended sh(String script, String input)
      throws IOException, InterruptedException {
    return launcher()
        .run(
            new ShortCommand(
                List.of("/bin/sh", "-c", script),
                folder,
                PATH,
                input.getBytes(StandardCharsets.UTF_8),
                MOST));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static void awaitLine(Path file) throws IOException {
    while (!Files.exists(file) || Files.size(file) == 0) {
      Thread.onSpinWait();
    }
  }

  private static void awaitEnd(long pid) throws Exception {
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(30, TimeUnit.SECONDS);
    }
  }
}
