package dev.signalbox.console.model;

import dev.signalbox.app.LiveRun;
import dev.signalbox.app.SetupException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The run that is open, or being put together on `background`.
final class OpenRun {
  private static final Logger LOG = Logger.getLogger(OpenRun.class.getName());

  private final RunModel model;
  private final ControlsModel controls;
  private final Executor background;
  private final Executor window;
  private final Consumer<Notice> tell;
  private final Runnable changed;
  private @Nullable LiveRun run;
  private boolean starting;
  // The engine is gone without a last entry: the journal could not be written.
  private boolean broken;

  /// @param tell is told what went wrong
  /// @param changed runs whenever the run came, went or broke
  OpenRun(
      RunModel model,
      ControlsModel controls,
      Executor background,
      Executor window,
      Consumer<Notice> tell,
      Runnable changed) {
    this.model = model;
    this.controls = controls;
    this.background = background;
    this.window = window;
    this.tell = tell;
    this.changed = changed;
  }

  /// A way to a run; it blocks.
  interface Starting {
    LiveRun start() throws SetupException;
  }

  void begin(Starting how) {
    starting = true;
    tell.accept(Notice.NONE);
    changed.run();
    background.execute(
        () -> {
          try {
            LiveRun live = how.start();
            window.execute(() -> follow(live));
          } catch (SetupException e) {
            LOG.log(Level.INFO, "A run could not be started", e);
            window.execute(() -> notStarted(String.valueOf(e.getMessage())));
          } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "A run could not be started", e);
            window.execute(() -> notStarted("The run could not be started; the log says why."));
          }
        });
  }

  private void follow(LiveRun live) {
    run = live;
    starting = false;
    broken = false;
    controls.follow(live);
    model.attach(live);
    changed.run();
    live.ended().whenCompleteAsync((outcome, failure) -> over(live, failure), window);
  }

  private void notStarted(String why) {
    starting = false;
    tell.accept(Notice.error(why));
    changed.run();
  }

  private void over(LiveRun live, @Nullable Throwable failure) {
    if (failure != null && live == run) {
      LOG.log(Level.SEVERE, "The run broke off", failure);
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      tell.accept(Notice.error(String.valueOf(cause.getMessage())));
      broken = true;
    }
    changed.run();
  }

  /// Closes the run as `how` does, which may take its time, then calls `then`.
  void closeAndThen(Consumer<LiveRun> how, Runnable then) {
    LiveRun live = run;
    background.execute(
        () -> {
          if (live != null) {
            how.accept(live);
          }
          window.execute(then);
        });
  }

  /// Lets go of the run, and stops it without waiting.
  void close() {
    LiveRun old = run;
    run = null;
    broken = false;
    controls.release();
    if (old != null) {
      background.execute(old::close);
    }
  }

  Optional<LiveRun> run() {
    return Optional.ofNullable(run);
  }

  /// Whether another process runs it.
  boolean isElsewhere() {
    return run != null && run.isElsewhere();
  }

  /// Whether its engine is gone without a last entry.
  boolean isBroken() {
    return broken;
  }

  /// How it stands; empty where there is none.
  Optional<Phase> phase() {
    if (starting) {
      return Optional.of(Phase.STARTING);
    }
    return run().map(live -> broken ? Phase.ENDED : Phase.of(model.state()));
  }
}
