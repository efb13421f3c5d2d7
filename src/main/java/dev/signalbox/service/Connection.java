package dev.signalbox.service;

import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunState;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// One other end at a run's socket. Reads requests one after another on a thread of its own and
/// answers each; a second thread sends.
final class Connection implements Controls.Party {
  private static final Logger LOG = Logger.getLogger(Connection.class.getName());

  /// How long the engine may take to answer; its steps take milliseconds.
  private static final long ENGINE_SECONDS = 30;

  private static final int MOST_NAME = 60;

  private final ControlServer server;
  private final SocketChannel channel;
  private final ControlLimits limits;
  private final Outbox outbox;
  private final @Nullable String user;
  private @Nullable ScheduledFuture<?> deadline;
  private ParallelExecutor.@Nullable Subscription following;
  private volatile String as = "another process";

  /// @param user whose process it is, or null where the system does not tell
  Connection(ControlServer server, SocketChannel channel, @Nullable String user) {
    this.server = server;
    this.channel = channel;
    this.user = user;
    this.limits = server.limits();
    this.outbox = new Outbox(server.wire(), channel, limits.backlog());
  }

  /// Serves until the other end goes or is sent away.
  void serve() {
    Thread sender = Thread.ofVirtual().name("control-out").start(this::send);
    outbox.offer(server.greeting());
    try {
      LineReader lines =
          new LineReader(
              channel,
              limits.requestBytes(),
              () -> expectSoon("The rest of a request did not come in time."));
      expectSoon("No request came in time.");
      @Nullable String line = lines.next();
      while (line != null) {
        calm();
        answer(line);
        line = lines.next();
      }
      end("Good bye.");
    } catch (LineReader.TooLongException e) {
      end("A request may have %d bytes at most.".formatted(limits.requestBytes()));
    } catch (Wire.UnreadableException e) {
      end(e.getMessage());
    } catch (IOException e) {
      // It has gone, or was sent away.
      end("Good bye.");
    } catch (InterruptedException e) {
      end("The run’s process is closing.");
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "A request could not be answered", e);
      end("Something went wrong with this request; the log of the run’s process says what.");
    } finally {
      calm();
      ParallelExecutor.Subscription subscription = following;
      if (subscription != null) {
        subscription.close();
      }
      server.controls().leave(this);
      awaitEnd(sender);
      server.forget(this);
    }
  }

  /// Says why it is not served, and hangs up.
  void refuse(String sentence) {
    end(sentence);
    send();
  }

  private void send() {
    try (channel) {
      outbox.send();
    } catch (IOException | InterruptedException e) {
      // Nobody is there any more; the reading thread finds out by the channel's end.
      LOG.log(Level.FINE, "A control connection ended", e);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "A control connection cannot be served", e);
    }
  }

  private static void awaitEnd(Thread sender) {
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Sends a last sentence, if the other end takes it in time.
  void end(String sentence) {
    outbox.end(Wire.line(Wire.object().put("bye", sentence)));
    server.later(limits.farewell(), this::hangUp);
  }

  private void hangUp() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.FINE, "A control connection did not close", e);
    }
  }

  private synchronized void expectSoon(String otherwise) {
    calm();
    deadline = server.later(limits.request(), () -> end(otherwise));
  }

  private synchronized void calm() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  // ---- requests ---------------------------------------------------------------------------------

  private void answer(String line) throws Wire.UnreadableException, InterruptedException {
    ObjectNode request = Wire.parse(line);
    long id = request.path("id").asLong(0);
    String ask = request.path("ask").asString("");
    Controls controls = server.controls();
    switch (ask) {
      case "command" -> command(id, request);
      case "show" -> show(id);
      case "follow" -> follow(id, request);
      case "take" ->
          // Not waited for: whoever asks must be able to go on meanwhile.
          controls
              .take(this, request.path("free").asBoolean(false))
              .thenAccept(result -> reply(id, result));
      case "release" -> reply(id, controls.release(this));
      case "answer" -> reply(id, controls.answer(this, request.path("agreed").asBoolean(false)));
      default -> throw new Wire.UnreadableException("Nobody knows how to `%s`.".formatted(ask));
    }
  }

  private void command(long id, ObjectNode request)
      throws Wire.UnreadableException, InterruptedException {
    Command command = Wire.command(request, user);
    if (!server.controls().mayCommand(this)) {
      String holder = server.controls().holder();
      reply(id, false, "Only looking: %s has the controls. Take them first.".formatted(holder));
      return;
    }
    try {
      reply(id, server.executor().send(command).get(ENGINE_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, "Carrying out " + command, e);
      reply(id, false, "The run does not answer; the log of its process may say why.");
    }
  }

  private void show(long id) throws InterruptedException {
    CompletableFuture<List<Entry>> past = new CompletableFuture<>();
    try (ParallelExecutor.Subscription _ = server.executor().subscribe(past::complete)) {
      List<Entry> entries = past.get(ENGINE_SECONDS, TimeUnit.SECONDS);
      RunState state = new RunState();
      entries.forEach(state::apply);
      if (!state.hasStarted()) {
        reply(id, false, "The run is only just starting.");
        return;
      }
      ObjectNode answer = Wire.object().put("id", id).put("accepted", true);
      RunStatus status =
          RunStatus.live(
              state, Instant.now(), ProcessHandle.current().pid(), server.controls().holder());
      answer.set("status", Wire.tree(status));
      deliver(Wire.line(answer));
    } catch (ExecutionException | TimeoutException e) {
      LOG.log(Level.WARNING, "Nothing came of the engine", e);
      reply(id, false, "The run does not answer; the log of its process may say why.");
    }
  }

  private void follow(long id, ObjectNode request) {
    if (following != null) {
      reply(id, false, "You follow the run already.");
      return;
    }
    long from = request.path("from").asLong(1);
    as = name(request.path("as").asString("another process"));
    reply(id, true, "Following.");
    server.controls().watch(this);
    following =
        server
            .executor()
            .subscribe(
                new Consumer<>() {
                  private boolean live;

                  @Override
                  public void accept(List<Entry> entries) {
                    if (!outbox.offer(entries, from)) {
                      end("It reads too slowly: %d changes wait.".formatted(limits.backlog()));
                    }
                    if (!live) {
                      live = true;
                      long last = entries.isEmpty() ? 0 : entries.getLast().sequence();
                      deliver(Wire.line(Wire.object().put("live", last)));
                    }
                  }
                });
  }

  /// Others are shown it, so it is one short line.
  private static String name(String given) {
    String line = given.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.substring(0, Math.min(MOST_NAME, line.length()));
  }

  private void reply(long id, Command.Result result) {
    reply(id, result.accepted(), result.text());
  }

  private void reply(long id, boolean accepted, String text) {
    deliver(Wire.line(Wire.object().put("id", id).put("accepted", accepted).put("text", text)));
  }

  private void deliver(String line) {
    if (!outbox.offer(line)) {
      end("It reads too slowly.");
    }
  }

  // ---- controls ---------------------------------------------------------------------------------

  @Override
  public String name() {
    return user == null ? as : "%s (%s)".formatted(user, as);
  }

  @Override
  public boolean agreesAtOnce() {
    return false;
  }

  @Override
  public void hear(Controls.News news) {
    deliver(
        Wire.line(
            switch (news) {
              case Controls.News.Asked asked -> Wire.object().put("asks", asked.by());
              case Controls.News.Held held ->
                  Wire.object().put("controls", held.holder()).put("yours", held.yours());
            }));
  }
}
