package dev.signalbox.service;

import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The other end of a run's socket: asks the process that runs it.
public final class ControlClient implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ControlClient.class.getName());
  private static final Duration GREETING = Duration.ofSeconds(10);

  /// What a server sends in one line is a run's plan at most, and comes from the same user.
  private static final int MOST_BYTES = 1 << 30;

  private final String run;
  private final SocketChannel channel;
  private final Wire wire = new Wire();
  private final CompletableFuture<Long> process = new CompletableFuture<>();
  private final CompletableFuture<String> ended = new CompletableFuture<>();
  private final Map<Long, CompletableFuture<ObjectNode>> questions = new HashMap<>();
  private long lastQuestion;
  private volatile @Nullable Follower follower;

  /// What comes of following a run. Called on the connection's thread, in order.
  public interface Follower {
    void entry(Entry entry);

    /// What had happened before has been told; from here on it is told as it happens.
    void live();

    void controls(Controls.News news);
  }

  private ControlClient(String run, SocketChannel channel) {
    this.run = run;
    this.channel = channel;
  }

  /// Connects to the process that has `run` open.
  ///
  /// @return nothing where no process listens for it
  /// @throws ControlException where one does and cannot be talked to
  public static Optional<ControlClient> connect(ControlFolder folder, String run)
      throws ControlException {
    try {
      Optional<Path> socket = folder.find(run);
      if (socket.isEmpty()) {
        return Optional.empty();
      }
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket.get()));
      } catch (IOException e) {
        channel.close();
        // It died and the socket lies there still, or it ended this very moment.
        if (e instanceof ConnectException || folder.find(run).isEmpty()) {
          return Optional.empty();
        }
        throw e;
      }
      ControlClient client = new ControlClient(run, channel);
      Thread.ofVirtual().name("signalbox-remote").start(client::listen);
      client.awaitGreeting();
      return Optional.of(client);
    } catch (ControlException e) {
      throw e;
    } catch (SocketException e) {
      throw new ControlException(
          "The run %s cannot be reached: %s. Are you another user than the one who started it?"
              .formatted(run, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new ControlException("The run %s cannot be reached: %s.".formatted(run, e), e);
    }
  }

  private void awaitGreeting() throws ControlException {
    try {
      process.get(GREETING.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      close();
      throw new ControlException(ended.join(), e);
    } catch (TimeoutException e) {
      close();
      throw new ControlException(
          "The process that runs %s does not answer. See its log, or end it and resume the run."
              .formatted(run),
          e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new ControlException("Interrupted while connecting to %s.".formatted(run), e);
    }
  }

  /// The process that has the run open.
  public long process() {
    return process.join();
  }

  /// Completes, with a sentence, once nothing more comes.
  public CompletableFuture<String> ended() {
    return ended;
  }

  // ---- questions --------------------------------------------------------------------------------

  /// Asks the run for something; the answer says what changed.
  public CompletableFuture<Command.Result> send(Command command) {
    return ask(Wire.command(command)).thenApply(ControlClient::result);
  }

  /// Asks for the controls.
  ///
  /// @param onlyIfFree whether to leave it at that where somebody would have to be asked
  public CompletableFuture<Command.Result> take(boolean onlyIfFree) {
    return ask(Wire.object().put("ask", "take").put("free", onlyIfFree))
        .thenApply(ControlClient::result);
  }

  /// Answers whoever asked for the controls.
  public CompletableFuture<Command.Result> answer(boolean agreed) {
    return ask(Wire.object().put("ask", "answer").put("agreed", agreed))
        .thenApply(ControlClient::result);
  }

  /// Gives the controls back to the process that runs it.
  public CompletableFuture<Command.Result> release() {
    return ask(Wire.object().put("ask", "release")).thenApply(ControlClient::result);
  }

  /// Where the run stands.
  public CompletableFuture<RunStatus> show() {
    return ask(Wire.object().put("ask", "show"))
        .thenCompose(
            answer -> {
              try {
                if (!result(answer).accepted()) {
                  throw new ControlException(result(answer).text());
                }
                return CompletableFuture.completedFuture(
                    Wire.value(answer.path("status"), RunStatus.class));
              } catch (ControlException e) {
                return CompletableFuture.failedFuture(e);
              } catch (Wire.UnreadableException e) {
                return CompletableFuture.failedFuture(
                    new ControlException(
                        "The answer cannot be read. Use the same Signalbox on both sides.", e));
              }
            });
  }

  /// Sees the log from its entry `from` on, past and to come. Once in a connection.
  ///
  /// @param as who looks, as others are told
  public CompletableFuture<Command.Result> follow(long from, String as, Follower who) {
    follower = who;
    return ask(Wire.object().put("ask", "follow").put("from", from).put("as", as))
        .thenApply(ControlClient::result);
  }

  private CompletableFuture<ObjectNode> ask(ObjectNode request) {
    CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
    synchronized (questions) {
      if (ended.isDone()) {
        answer.completeExceptionally(gone());
        return answer;
      }
      long id = ++lastQuestion;
      questions.put(id, answer);
      try {
        write(Wire.line(request.put("id", id)) + "\n");
      } catch (IOException e) {
        questions.remove(id);
        answer.completeExceptionally(gone());
      }
    }
    return answer;
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static Command.Result result(ObjectNode answer) {
    return new Command.Result(
        answer.path("accepted").asBoolean(false), answer.path("text").asString(""));
  }

  private ControlException gone() {
    return new ControlException(
        "The process that ran %s has gone. Go on with: signalbox resume %s".formatted(run, run));
  }

  // ---- what comes -------------------------------------------------------------------------------

  private void listen() {
    String why = gone().getMessage();
    try (channel) {
      LineReader lines = new LineReader(channel, MOST_BYTES, () -> {});
      @Nullable String line = lines.next();
      while (line != null) {
        ObjectNode said = Wire.parse(line);
        if (said.has("bye")) {
          why = said.path("bye").asString();
          break;
        }
        hear(said);
        line = lines.next();
      }
    } catch (Wire.UnreadableException e) {
      why = e.getMessage();
    } catch (IOException e) {
      LOG.log(Level.FINE, "The connection to run " + run + " broke", e);
    } finally {
      over(why);
    }
  }

  private void hear(ObjectNode said) throws Wire.UnreadableException {
    Follower to = follower;
    if (said.has("id")) {
      CompletableFuture<ObjectNode> question;
      synchronized (questions) {
        question = questions.remove(said.path("id").asLong());
      }
      if (question != null) {
        question.complete(said);
      }
    } else if (said.has("signalbox")) {
      greeted(said);
    } else if (to != null && said.has("entry")) {
      to.entry(wire.entry(said));
    } else if (to != null && said.has("live")) {
      to.live();
    } else if (to != null && said.has("controls")) {
      to.controls(
          new Controls.News.Held(
              said.path("controls").asString(), said.path("yours").asBoolean(false)));
    } else if (to != null && said.has("asks")) {
      to.controls(new Controls.News.Asked(said.path("asks").asString()));
    }
  }

  private void greeted(ObjectNode said) throws Wire.UnreadableException {
    int version = said.path("version").asInt(0);
    if (version != Wire.VERSION) {
      throw new Wire.UnreadableException(
          "The run %s is in the hands of another version of Signalbox (it speaks %d, this one %d). Use the same one."
              .formatted(run, version, Wire.VERSION));
    }
    process.complete(said.path("process").asLong());
  }

  private void over(String why) {
    ControlException end = new ControlException(why);
    List<CompletableFuture<ObjectNode>> open;
    synchronized (questions) {
      ended.complete(why);
      open = List.copyOf(questions.values());
      questions.clear();
    }
    process.completeExceptionally(end);
    open.forEach(question -> question.completeExceptionally(end));
  }

  /// Hangs up. The run goes on.
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.FINE, "The connection to run " + run + " did not close", e);
    }
  }
}
