package dev.signalbox.console.model;

import dev.signalbox.app.LiveRun;
import dev.signalbox.engine.Command;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What becomes of a run when its window closes. Blocks until that is over, or, where another
/// process sees to it, until that has been asked.
///
/// @param operator who closes the window, as the journal names them
record Closing(LiveRun run, String operator) {
  private static final Logger LOG = Logger.getLogger(Closing.class.getName());

  /// Ends what runs.
  void stop() {
    if (run.isElsewhere()) {
      ask(new Command.Stop(operator, "stopped in the console", false));
    }
    run.close();
  }

  /// Lets what runs land and starts nothing new.
  void drain() {
    ask(new Command.Drain(operator));
    if (!run.isElsewhere()) {
      var unused = run.ended().handle((outcome, failure) -> outcome).join();
    }
    run.close();
  }

  /// There is no window left to say it in, so what comes of it is logged.
  private void ask(Command command) {
    try {
      Command.Result result = run.send(command).join();
      LOG.log(Level.INFO, "On closing: {0}", result.text());
    } catch (CompletionException e) {
      LOG.log(Level.WARNING, "On closing, " + command, e);
    }
  }
}
