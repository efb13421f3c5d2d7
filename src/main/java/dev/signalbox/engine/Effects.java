package dev.signalbox.engine;

import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Does what the engine decided, on threads of their own, and reports back: [AttemptEffects] for
/// attempts, [LandingEffects] on the way to the branch. They hold no state of the run: only which
/// work can still be interrupted.
///
/// @param executor where they happen
/// @param report where what became of them is told
record Effects(Workspace workspace, Executor executor, Consumer<Signal> report) {
  static final Logger LOG = Logger.getLogger(Effects.class.getName());

  /// Looks whether the machine runs short of something.
  void probe(Machine machine) {
    executor.execute(
        () -> {
          String shortage;
          try {
            shortage = workspace.shortage().orElseGet(machine::shortage);
          } catch (RuntimeException e) {
            shortage = "";
            LOG.log(Level.WARNING, "The machine could not be looked at", e);
          }
          report.accept(new Signal.Probed(shortage));
        });
  }

  /// Looks where the base is.
  void lookAtBase(String known) {
    executor.execute(
        () -> {
          Signal.BaseSeen answer;
          try {
            answer = new Signal.BaseSeen(workspace.base(known).orElse(null), "");
          } catch (WorkspaceException e) {
            answer = new Signal.BaseSeen(null, e.getMessage());
          } catch (RuntimeException e) {
            answer = new Signal.BaseSeen(null, unexpected("looking at", "the base", e));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer = new Signal.BaseSeen(null, "interrupted");
          }
          report.accept(answer);
        });
  }

  /// A sentence for people; what happened goes to the log.
  static String unexpected(String what, Object of, Exception e) {
    LOG.log(Level.SEVERE, "Unexpected while %s %s".formatted(what, of), e);
    return "An unexpected error while %s (%s); the log has the rest."
        .formatted(what, e.getClass().getSimpleName());
  }
}
