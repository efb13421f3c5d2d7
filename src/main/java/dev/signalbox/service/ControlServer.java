package dev.signalbox.service;

import dev.signalbox.engine.ParallelExecutor;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Lets other processes of the same user reach the run of an executor, by a socket that nobody else
/// may open.
///
/// Each connection has threads of its own, and what goes to it waits in a queue of bounded length,
/// so that no other end, slow or hostile, can hold up the engine or another connection. Where the
/// system tells who is at the other end, another user is refused even if the folder's rights were
/// loosened.
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ControlServer.class.getName());

  /// How long to leave it at that when the system has no room for another connection.
  private static final Duration RECOVERY = Duration.ofSeconds(1);

  private final String run;
  private final ParallelExecutor executor;
  private final Controls controls;
  private final ControlLimits limits;
  private final ControlFolder.Listening listening;
  private final UserPrincipal owner;
  private final Wire wire = new Wire();
  private final ScheduledThreadPoolExecutor timer;
  private final Thread acceptor;
  private final Set<Connection> connections = new HashSet<>();
  private boolean closed;

  private ControlServer(
      String run,
      ParallelExecutor executor,
      Controls controls,
      ControlLimits limits,
      ControlFolder.Listening listening)
      throws IOException {
    this.run = run;
    this.executor = executor;
    this.controls = controls;
    this.limits = limits;
    this.listening = listening;
    this.owner = Files.getOwner(listening.socket());
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("signalbox-control-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
    // Deadlines set while everything is being closed anyway.
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    this.acceptor = Thread.ofVirtual().name("signalbox-control").unstarted(this::accept);
  }

  /// Listens from now on until it is closed. The executor need not have started yet.
  ///
  /// @throws IOException where no socket can be made here
  public static ControlServer open(
      ControlFolder folder,
      String run,
      ParallelExecutor executor,
      Controls controls,
      ControlLimits limits)
      throws IOException {
    ControlServer server = new ControlServer(run, executor, controls, limits, folder.listen(run));
    server.acceptor.start();
    return server;
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel channel = listening.channel().accept();
        Thread.ofVirtual().name("control-in").start(() -> welcome(channel));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Out of file handles, most likely: whoever came tries again, and so does this.
        LOG.log(Level.WARNING, "Nobody can come to the control socket of run " + run, e);
        LockSupport.parkNanos(RECOVERY.toNanos());
      }
    }
  }

  private void welcome(SocketChannel channel) {
    try {
      Optional<String> user = Peer.user(channel);
      Connection connection = new Connection(this, channel, user.orElse(null));
      String refusal = admit(connection, user);
      if (!refusal.isEmpty()) {
        connection.refuse(refusal);
        return;
      }
      connection.serve();
    } catch (IOException e) {
      LOG.log(Level.INFO, "Somebody came to the control socket and went", e);
      try {
        channel.close();
      } catch (IOException again) {
        LOG.log(Level.FINE, "A control connection did not close", again);
      }
    }
  }

  /// @return why it is not let in; empty where it is
  private String admit(Connection connection, Optional<String> user) {
    if (user.filter(name -> !name.equals(owner.getName())).isPresent()) {
      LOG.log(Level.WARNING, "Another user tried to reach run {0}", run);
      return "This run belongs to another user.";
    }
    synchronized (connections) {
      if (closed) {
        return "The run’s process is closing.";
      }
      if (connections.size() >= limits.connections()) {
        return "%d connections are open already; close one of them."
            .formatted(limits.connections());
      }
      connections.add(connection);
      return "";
    }
  }

  void forget(Connection connection) {
    synchronized (connections) {
      connections.remove(connection);
      connections.notifyAll();
    }
  }

  ScheduledFuture<?> later(Duration delay, Runnable what) {
    return timer.schedule(what, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  String greeting() {
    return Wire.line(
        Wire.object()
            .put("signalbox", "control")
            .put("version", Wire.VERSION)
            .put("run", run)
            .put("process", ProcessHandle.current().pid()));
  }

  ParallelExecutor executor() {
    return executor;
  }

  Controls controls() {
    return controls;
  }

  ControlLimits limits() {
    return limits;
  }

  Wire wire() {
    return wire;
  }

  /// Takes the socket away, lets those that are connected read to the end, and waits for that a
  /// bounded time.
  @Override
  public void close() throws IOException {
    listening.close();
    synchronized (connections) {
      closed = true;
      connections.forEach(each -> each.end("The process that ran it has closed the run."));
      long until = System.nanoTime() + 2 * limits.farewell().toNanos();
      try {
        while (!connections.isEmpty() && System.nanoTime() < until) {
          connections.wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    timer.shutdown();
  }
}
