package dev.signalbox.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.Task;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real sockets around a real executor: what people ask, and what nobody should.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ControlSocketTest {
  private static final String RUN = "20260101-000000-test-abc";
  private static final ControlLimits IMPATIENT =
      new ControlLimits(
          8, 64 << 10, Duration.ofMillis(300), 64, Duration.ofSeconds(2), Duration.ofMillis(300));

  @TempDir Path folder;
  private ControlFolder sockets;
  private final CountDownLatch slow = new CountDownLatch(1);
  private ParallelExecutor executor;
  private Controls controls;
  private ControlServer server;
  private final List<ControlClient> clients = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    sockets = ControlFolder.of(folder.resolve("control"), Map.of());
    executor = new ParallelExecutor(2);
    executor.register(
        "A",
        request -> {
          if (!request.task().description().isEmpty()) {
            slow.await();
          }
          return AgentOutcome.success();
        });
    executor.submit(task("first").withApproval(Approval.BEFORE));
    executor.submit(task("second").after("first").withApproval(Approval.BEFORE));
    executor.submit(task("third").withApproval(Approval.BEFORE));
    open(ControlLimits.DEFAULT);
    executor.start();
  }

  private void open(ControlLimits limits) throws IOException {
    controls = new Controls(limits.handOver());
    server = ControlServer.open(sockets, RUN, executor, controls, limits);
  }

  /// In place of the one with the usual limits.
  private void reopen(ControlLimits limits) throws IOException {
    server.close();
    controls.close();
    open(limits);
  }

  @AfterEach
  @Timeout(60)
  void stop() throws Exception {
    slow.countDown();
    clients.forEach(ControlClient::close);
    executor.close();
    server.close();
    controls.close();
  }

  private static Task task(String id) {
    return new Task(id, "A", "", Map.of());
  }

  private ControlClient client() throws IOException {
    ControlClient client = ControlClient.connect(sockets, RUN).orElseThrow();
    clients.add(client);
    return client;
  }

  /// Keeps what it is told, and folds it on the test's thread when the test looks.
  private static final class Watcher implements ControlClient.Follower {
    final BlockingQueue<Controls.News> news = new LinkedBlockingQueue<>();
    final CompletableFuture<Void> live = new CompletableFuture<>();
    private final BlockingQueue<Entry> told = new LinkedBlockingQueue<>();
    private final RunState state = new RunState();
    private final List<Long> sequences = new ArrayList<>();

    @Override
    public void entry(Entry entry) {
      told.add(entry);
    }

    @Override
    public void live() {
      live.complete(null);
    }

    @Override
    public void controls(Controls.News what) {
      news.add(what);
    }

    private Event take(Entry entry) {
      sequences.add(entry.sequence());
      if (entry.sequence() == state.sequence() + 1) {
        state.apply(entry);
      }
      return entry.event();
    }

    /// The fold of what has come.
    RunState state() {
      for (Entry next = told.poll(); next != null; next = told.poll()) {
        take(next);
      }
      return state;
    }

    List<Long> sequences() {
      state();
      return sequences;
    }

    <T extends Event> T await(Class<T> type) throws InterruptedException {
      while (true) {
        Event event = take(told.take());
        if (type.isInstance(event)) {
          return type.cast(event);
        }
      }
    }
  }

  // ---- what people ask --------------------------------------------------------------------------

  @Test
  void aCommandIsCarriedOutAndItsAnswerSaysWhatChanged() throws Exception {
    ControlClient client = client();
    assertThat(client.process()).isEqualTo(ProcessHandle.current().pid());
    assertThat(client.send(new Command.Approve("first", "me", "go")).get())
        .isEqualTo(new Command.Result(true, "first may start."));
    Watcher watcher = new Watcher();
    client().follow(1, "test", watcher);
    Event.Approved approved = watcher.await(Event.Approved.class);
    assertThat(approved.message()).isEqualTo("go");
    assertThat(approved.by())
        .as("the asking user as the system names it, whatever the request says")
        .isEqualTo(System.getProperty("user.name"));
    assertThat(client.send(new Command.Approve("nobody", "me", "")).get())
        .isEqualTo(new Command.Result(false, "There is no task nobody in this run."));
    assertThat(client.send(new Command.Cancel(null, "me", "")).get().accepted())
        .as("a component that may be null may be left out")
        .isTrue();
  }

  @Test
  void aFollowerIsToldThePastFirstAndThenWhatHappens() throws Exception {
    Watcher all = new Watcher();
    ControlClient client = client();
    client.follow(1, "test", all);
    all.live.get();
    assertThat(all.state().status("first").state()).isEqualTo(TaskState.ASKING_START);
    long past = all.state().sequence();

    Watcher rest = new Watcher();
    client().follow(past + 1, "test", rest);
    rest.live.get();
    assertThat(rest.sequences()).isEmpty();

    client().send(new Command.Approve("first", "me", "")).get();
    rest.await(Event.Landed.class);
    all.await(Event.Landed.class);
    assertThat(all.state().status("first").state()).isEqualTo(TaskState.LANDED);
    assertThat(rest.sequences()).startsWith(past + 1).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theStatusSaysWhatEachTaskWaitsFor() throws Exception {
    RunStatus status = client().show().get();
    assertThat(status.status()).isEqualTo("running");
    assertThat(status.process()).isEqualTo(ProcessHandle.current().pid());
    assertThat(status.counts()).containsEntry("asking-start", 2).containsEntry("waiting", 1);
    assertThat(status.order()).contains("first", "second", "third");
    RunStatus.TaskLine second =
        status.tasks().stream().filter(t -> t.id().equals("second")).findFirst().orElseThrow();
    assertThat(second.waitsFor()).isEqualTo("waits for first");
    assertThat(second.waitsForKind()).isEqualTo("tasks");
    assertThat(second.waitsForTasks()).containsExactly("first");
  }

  @Test
  void whoLetsWhomLandFirstIsAskedForAndToldAndTakenBack() throws Exception {
    for (String id : List.of("old", "young")) {
      assertThat(
              executor
                  .send(new Command.Add(new Task(id, "A", "slow", Map.of()), "me"))
                  .get()
                  .accepted())
          .isTrue();
    }
    Watcher watcher = new Watcher();
    ControlClient client = client();
    client.follow(1, "test", watcher);
    watcher.live.get();
    ControlClient asks = client();
    assertThat(asks.send(new Command.Yield("young", "old", "me")).get().text())
        .isEqualTo("young lets old land first.");
    assertThat(asks.send(new Command.Yield("old", "young", "me")).get().text())
        .isEqualTo("young lets old land first already; both would wait.");
    assertThat(watcher.await(Event.Yielded.class).to()).isEqualTo("old");
    assertThat(asks.send(new Command.EndYield("young", "old", "me")).get().accepted()).isTrue();
    assertThat(watcher.await(Event.YieldEnded.class).to()).isEqualTo("old");
  }

  @Test
  void theEndOfTheRunIsToldBeforeTheConnectionEnds() throws Exception {
    Watcher watcher = new Watcher();
    ControlClient client = client();
    client.follow(1, "test", watcher);
    watcher.live.get();
    executor.close();
    server.close();
    assertThat(client.ended().get()).isEqualTo("The process that ran it has closed the run.");
    assertThat(watcher.state().outcome()).isPresent();
    assertThat(ControlClient.connect(sockets, RUN)).isEmpty();
    assertThatThrownBy(() -> client.send(new Command.Pause("me")).get())
        .hasMessageContaining("signalbox resume " + RUN);
  }

  // ---- who has the controls ---------------------------------------------------------------------

  @Test
  void oneHasTheControlsAndTheOthersOnlyLook() throws Exception {
    Watcher one = new Watcher();
    Watcher two = new Watcher();
    ControlClient first = client();
    ControlClient second = client();
    first.follow(1, "one", one).get();
    second.follow(1, "two", two).get();
    assertThat(first.send(new Command.Pause("me")).get().text()).startsWith("Only looking:");

    assertThat(first.take(true).get().accepted()).as("nobody sits at the owner").isTrue();
    assertThat(first.send(new Command.Pause("me")).get().accepted()).isTrue();
    assertThat(second.send(new Command.Continue("me")).get().text())
        .contains(System.getProperty("user.name") + " (one) has the controls");
    assertThat(client().send(new Command.Continue("me")).get().accepted())
        .as("a single command from the command line is always taken")
        .isTrue();

    assertThat(second.take(true).get().accepted()).isFalse();
    CompletableFuture<Command.Result> asked = second.take(false);
    Controls.News news = one.news.take();
    while (!(news instanceof Controls.News.Asked)) {
      news = one.news.take();
    }
    assertThat(first.answer(false).get().accepted()).isTrue();
    assertThat(asked.get().accepted()).isFalse();

    asked = second.take(false);
    while (!(one.news.take() instanceof Controls.News.Asked)) {
      // what came of the last question
    }
    first.answer(true).get();
    assertThat(asked.get().accepted()).isTrue();
    assertThat(second.send(new Command.Pause("me")).get().accepted()).isTrue();

    second.close();
    while (!(one.news.take() instanceof Controls.News.Held held)
        || held.yours()
        || held.holder().contains("two")) {
      // until it is told that they are with the process itself again
    }
    assertThat(first.take(true).get().accepted()).isTrue();
  }

  @Test
  void controlsChangeHandsWhereNobodyAnswers() throws Exception {
    reopen(IMPATIENT);
    BlockingQueue<Controls.News> owner = new LinkedBlockingQueue<>();
    controls.attend(
        new Controls.Party() {
          @Override
          public String name() {
            return "the window";
          }

          @Override
          public boolean agreesAtOnce() {
            return false;
          }

          @Override
          public void hear(Controls.News news) {
            owner.add(news);
          }
        });
    assertThat(owner.take()).isEqualTo(new Controls.News.Held("the window", true));
    ControlClient client = client();
    client.follow(1, "other", new Watcher()).get();
    assertThat(client.take(true).get().text()).isEqualTo("the window has the controls.");
    assertThat(client.take(false).get().text())
        .isEqualTo("the window did not answer; you have the controls now.");
    assertThat(owner.take()).isInstanceOf(Controls.News.Asked.class);
    assertThat(owner.take()).matches(news -> news instanceof Controls.News.Held h && !h.yours());
    client.release().get();
    assertThat(owner.take()).isEqualTo(new Controls.News.Held("the window", true));
  }

  // ---- where it lies ----------------------------------------------------------------------------

  @Test
  void nobodyElseMayOpenIt() throws Exception {
    Path socket = sockets.find(RUN).orElseThrow();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void theSocketOfADeadProcessIsReplaced() throws Exception {
    Path socket = sockets.find(RUN).orElseThrow();
    server.close();
    try (var dead = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    assertThat(ControlClient.connect(sockets, RUN)).isEmpty();
    open(ControlLimits.DEFAULT);
    assertThat(client().show().get().run()).isEqualTo("in-code");
  }

  @Test
  void aFolderTooDeepForASocketNamesAShorterOne() throws Exception {
    server.close();
    sockets =
        new ControlFolder(folder.resolve("deep".repeat(40)), List.of(Path.of("/tmp").toRealPath()));
    open(ControlLimits.DEFAULT);
    Path socket = sockets.find(RUN).orElseThrow();
    assertThat(socket.toString()).hasSizeLessThan(100);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
    assertThat(client().show().get().tasks()).hasSize(3);
    server.close();
    assertThat(socket.getParent()).doesNotExist();
    assertThat(sockets.find(RUN)).isEmpty();
  }

  // ---- what nobody should ask -------------------------------------------------------------------

  private SocketChannel raw() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(sockets.find(RUN).orElseThrow()));
  }

  /// Says something and reads what comes until the other end hangs up.
  private List<String> say(String... texts) throws IOException {
    try (SocketChannel channel = raw()) {
      BufferedReader in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
      List<String> said = new ArrayList<>();
      try {
        for (String text : texts) {
          ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        }
      } catch (IOException e) {
        // It hung up in the middle of it; what it said before is there to be read.
        said.add("hung up");
      }
      try {
        in.lines().forEach(said::add);
      } catch (UncheckedIOException e) {
        said.add("hung up");
      }
      return said;
    }
  }

  @Test
  void whatIsNoRequestIsRefusedWithASentence() throws Exception {
    assertThat(say("GET / HTTP/1.1\r\n\r\n")).last().isEqualTo("{\"bye\":\"This is no JSON.\"}");
    assertThat(say("[1,2]\n")).last().asString().contains("no JSON object");
    assertThat(say("\u0000\u0001\u00ff\n")).last().asString().contains("bye");
    assertThat(say("[".repeat(60_000) + "\n")).last().asString().contains("bye");
    assertThat(say("{\"id\":1,\"ask\":\"fly\"}\n")).last().asString().contains("fly");
    assertThat(say("{\"id\":1,\"ask\":\"command\",\"command\":\"Object\",\"arguments\":{}}\n"))
        .last()
        .asString()
        .contains("There is no command Object.");
    assertThat(say("{\"id\":1,\"ask\":\"command\",\"command\":\"Approve\",\"arguments\":{}}\n"))
        .last()
        .asString()
        .contains("Approve needs `task`.");
    assertThat(
            say(
                "{\"id\":1,\"ask\":\"command\",\"command\":\"Add\",\"arguments\":{\"task\":{\"id\":\"x\"}}}\n"))
        .last()
        .asString()
        .contains("bye");
    assertThat(
            say(
                "{\"id\":1,\"ask\":\"command\",\"command\":\"SetParallel\",\"arguments\":{\"parallel\":\"many\"}}\n"))
        .last()
        .asString()
        .contains("bye");
    assertThat(client().show().get().status()).as("the run goes on").isEqualTo("running");
  }

  @Test
  void anEndlessLineIsCutOff() throws Exception {
    assertThat(say("x".repeat(10 << 20)))
        .anyMatch(line -> line.equals("hung up") || line.contains("65536 bytes at most"));
    assertThat(client().show().get().status()).isEqualTo("running");
  }

  @Test
  void halfARequestAndSilenceAreNotWaitedForForEver() throws Exception {
    reopen(IMPATIENT);
    assertThat(say("{\"id\":1,")).last().asString().contains("The rest of a request did not come");
    assertThat(say()).last().asString().contains("No request came in time");
    ControlClient follower = client();
    Watcher watcher = new Watcher();
    follower.follow(1, "quiet", watcher).get();
    say();
    client().send(new Command.Approve("first", "me", "")).get();
    watcher.await(Event.Landed.class);
    assertThat(follower.ended()).as("who follows may be quiet").isNotDone();
  }

  @Test
  void aHundredConnectionsLeaveRoomForOneWhenTheyGo() throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    int turnedAway = 0;
    try {
      for (int i = 0; i < 100; i++) {
        SocketChannel channel = raw();
        crowd.add(channel);
        String first =
            new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8)).readLine();
        turnedAway += first.contains("connections are open already") ? 1 : 0;
      }
      assertThat(turnedAway).isEqualTo(100 - ControlLimits.DEFAULT.connections());
      assertThatThrownBy(this::client).hasMessageContaining("64 connections are open already");
      assertThat(executor.send(new Command.Pause("me")).get().accepted())
          .as("the engine does not notice")
          .isTrue();
    } finally {
      for (SocketChannel each : crowd) {
        each.close();
      }
    }
    while (true) {
      try {
        assertThat(client().show().get().status()).isEqualTo("paused");
        return;
      } catch (ControlException e) {
        // They are counted until their threads have seen that they have gone.
        assertThat(e).hasMessageContaining("connections are open already");
      }
    }
  }

  @Test
  void aFollowerThatDoesNotReadIsDroppedAndHoldsUpNobody() throws Exception {
    reopen(IMPATIENT);
    try (SocketChannel slow = raw()) {
      slow.write(
          ByteBuffer.wrap(
              "{\"id\":1,\"ask\":\"follow\",\"from\":1}\n".getBytes(StandardCharsets.UTF_8)));
      BufferedReader in = new BufferedReader(Channels.newReader(slow, StandardCharsets.UTF_8));
      String line = in.readLine();
      while (!line.contains("\"live\"")) {
        line = in.readLine();
      }
      // Far more than the socket's own buffers and the queue take.
      for (int i = 0; i < 20_000; i++) {
        Command next =
            i % 2 == 0 ? new Command.Pause("x".repeat(200)) : new Command.Continue("y".repeat(200));
        assertThat(executor.send(next).get().accepted()).isTrue();
      }
      List<String> rest = in.lines().toList();
      assertThat(rest).hasSizeLessThan(20_000);
    }
    assertThat(client().show().get().status()).isEqualTo("running");
  }
}
