package dev.signalbox.engine;

import dev.signalbox.agent.AgentException;
import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.agent.AgentRequest;
import dev.signalbox.agent.AgentRunner;
import dev.signalbox.plan.Agent;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkTree;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Does what the engine decided, on threads of their own, and reports back. Holds no state of the
/// run: only which work can still be interrupted.
final class Effects {
  private static final Logger LOG = Logger.getLogger(Effects.class.getName());

  private static final List<String> EXHAUSTED =
      List.of("error=11,", "error=12,", "Cannot allocate memory", "No space left on device");

  private final Workspace workspace;
  private final Executor executor;
  private final Consumer<Signal> report;
  private final Map<AttemptKey, Work> attempts = new ConcurrentHashMap<>();
  private final Map<String, Work> checks = new ConcurrentHashMap<>();

  Effects(Workspace workspace, Executor executor, Consumer<Signal> report) {
    this.workspace = workspace;
    this.executor = executor;
    this.report = report;
  }

  /// Work that can be interrupted: before it has a thread, while it has one, never after.
  private static final class Work {
    private @Nullable Thread thread;
    private @Nullable FailureReason why;
    private boolean over;

    synchronized void begin() {
      thread = Thread.currentThread();
      if (why != null) {
        thread.interrupt();
      }
    }

    synchronized void interrupt(FailureReason reason) {
      if (over || why != null) {
        return;
      }
      why = reason;
      if (thread != null) {
        thread.interrupt();
      }
    }

    /// Why it was interrupted, if it was; clears the interrupt so that the clean-up can work.
    synchronized @Nullable FailureReason end() {
      over = true;
      boolean ignored = Thread.interrupted();
      return why;
    }
  }

  // ---- attempts ---------------------------------------------------------------------------------

  /// Makes a work tree.
  void prepare(AttemptKey key, Path log) {
    prepare(key, () -> workspace.prepare(key, log));
  }

  /// Takes over the work tree that `parked` left, or makes one where it is gone.
  void goOn(AttemptKey key, AttemptKey parked, Path directory, Path log) {
    prepare(key, () -> workspace.goOn(key, parked, directory, log));
  }

  private interface Preparation {
    WorkTree make() throws WorkspaceException, InterruptedException;
  }

  private void prepare(AttemptKey key, Preparation preparation) {
    Work work = new Work();
    attempts.put(key, work);
    executor.execute(
        () -> {
          Signal answer;
          work.begin();
          try {
            WorkTree tree = preparation.make();
            FailureReason why = work.end();
            answer = why == null ? new Signal.Prepared(tree) : new Signal.Ended(key, tree, why, "");
          } catch (InterruptedException e) {
            FailureReason why = work.end();
            answer = ended(key, null, why == null ? FailureReason.STOPPED : why, "");
          } catch (WorkspaceException e) {
            work.end();
            answer = ended(key, null, noTreeBecause(e), e.getMessage());
          } catch (RuntimeException e) {
            work.end();
            answer = ended(key, null, FailureReason.WORKSPACE, unexpected("preparing", key, e));
          }
          attempts.remove(key);
          report.accept(answer);
        });
  }

  /// Runs the command of an attempt whose work tree is ready.
  ///
  /// @param runner null where no runner is registered for the agent
  void run(
      AttemptKey key,
      WorkTree tree,
      Agent agent,
      @Nullable AgentRunner runner,
      Inputs inputs,
      Path log,
      Path scratch) {
    Work work = new Work();
    attempts.put(key, work);
    executor.execute(
        () -> {
          Signal answer;
          work.begin();
          try {
            if (runner == null) {
              throw new AgentException("No runner is registered for agent " + agent.id() + ".");
            }
            AgentRequest request =
                inputs.request(key, agent, tree.directory(), scratch, log, workspace);
            AgentOutcome outcome = runner.run(request);
            FailureReason why = work.end();
            answer =
                new Signal.Ended(
                    key,
                    tree,
                    outcome.exit(),
                    why == null ? reason(outcome) : why,
                    outcome.summary(),
                    outcome.outputs(),
                    outcome.until(),
                    outcome.remark());
          } catch (InterruptedException e) {
            FailureReason why = work.end();
            String told = Objects.requireNonNullElse(e.getMessage(), "");
            answer = ended(key, tree, why == null ? FailureReason.STOPPED : why, told);
          } catch (AgentException e) {
            FailureReason why = work.end();
            FailureReason reason = why == null ? exhaustedOr(e, FailureReason.START) : why;
            answer = ended(key, tree, reason, e.getMessage());
          } catch (IOException | RuntimeException e) {
            FailureReason why = work.end();
            answer =
                ended(
                    key,
                    tree,
                    why == null ? FailureReason.START : why,
                    unexpected("running", key, e));
          }
          attempts.remove(key);
          report.accept(answer);
        });
  }

  private static @Nullable FailureReason reason(AgentOutcome outcome) {
    return switch (outcome.ending()) {
      case SILENT -> FailureReason.SILENCE;
      case LIMITED -> FailureReason.LIMIT;
      case DONE -> outcome.succeeded() ? null : FailureReason.EXIT;
    };
  }

  /// Ends an attempt that is under way; its report comes as usual.
  void interrupt(AttemptKey key, FailureReason why) {
    Work work = attempts.get(key);
    if (work != null) {
      work.interrupt(why);
    }
  }

  /// Keeps what an attempt changed; then its work tree goes.
  ///
  /// @param keep whether the work tree stays all the same, for a person to look at
  void seal(AttemptKey key, @Nullable WorkTree tree, boolean keep) {
    if (tree == null) {
      report.accept(new Signal.NotKept(key, ""));
      return;
    }
    executor.execute(
        () -> {
          Signal answer;
          try {
            Sealed sealed = workspace.seal(tree);
            // The way to the branch need not wait; but the run may end with the report.
            if (keep) {
              release(key, tree, true);
            }
            answer = new Signal.Kept(sealed);
          } catch (WorkspaceException e) {
            answer = new Signal.NotKept(key, e.getMessage());
          } catch (RuntimeException e) {
            answer = new Signal.NotKept(key, unexpected("keeping", key, e));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
          }
          report.accept(answer);
          if (answer instanceof Signal.Kept && !keep) {
            release(key, tree, false);
          }
        });
  }

  /// What the attempt changed is kept by now; a folder that stays costs disk and nothing else.
  private void release(AttemptKey key, WorkTree tree, boolean keep) {
    try {
      workspace.release(tree, keep);
    } catch (WorkspaceException | RuntimeException e) {
      LOG.log(Level.WARNING, "Giving back the work tree of %s failed".formatted(key), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Leaves a work tree as it is for the attempt that goes on in it.
  void park(AttemptKey key, WorkTree tree) {
    executor.execute(
        () -> {
          try {
            report.accept(new Signal.Parked(key, workspace.park(tree)));
          } catch (WorkspaceException e) {
            report.accept(new Signal.NotKept(key, e.getMessage()));
          } catch (RuntimeException e) {
            report.accept(new Signal.NotKept(key, unexpected("parking", key, e)));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

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

  /// Keeps what a parked attempt left, which nobody goes on with; nobody waits for it either.
  void abandon(AttemptKey key, Path directory) {
    executor.execute(
        () -> {
          try {
            workspace.abandon(key, directory);
          } catch (WorkspaceException | RuntimeException e) {
            LOG.log(Level.WARNING, "Keeping what %s left failed".formatted(key), e);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  // ---- the way to the branch --------------------------------------------------------------------

  void merge(String task, Sealed sealed, String onto) {
    lane(
        task,
        "merging",
        () -> {
          Merge merge = workspace.merge(sealed, onto);
          if (merge instanceof Merge.Conflicting) {
            // The attempt may have started from where somebody else has moved the branch meanwhile.
            String head = workspace.head();
            if (!head.equals(onto)) {
              return new Signal.BranchMoved(task, move(onto, head));
            }
          }
          return new Signal.Merged(task, onto, merge);
        });
  }

  void check(String task, String tree, Path log) {
    lane(task, "checking", () -> new Signal.Checked(task, tree, workspace.check(tree, log)));
  }

  void checkBase(String commit, Path log) {
    lane("", "checking", () -> new Signal.BaseChecked(workspace.check(commit, log)));
  }

  void commit(
      String task,
      Merge.Clean merge,
      String onto,
      String author,
      String message,
      Map<String, String> trailers) {
    lane(
        task,
        "committing",
        () ->
            new Signal.Committed(
                task, onto, workspace.commit(merge, onto, author, message, trailers)));
  }

  void land(String task, String commit, String expected) {
    lane(
        task,
        "landing",
        () -> {
          try {
            boolean landed = workspace.land(commit, expected);
            return new Signal.LandingAnswered(
                task, commit, landed ? null : move(expected, workspace.head()));
          } catch (WorkspaceException | RuntimeException e) {
            // The branch may have moved all the same.
            Signal answer = askAboutLanding(task, commit, expected);
            if (answer instanceof Signal.LandingAnswered answered && answered.moved() != null) {
              throw e;
            }
            return answer;
          }
        });
  }

  /// Settles by git whether a landing that a crash cut short had happened.
  void settleLanding(String task, String commit, String expected) {
    lane(task, "landing", () -> askAboutLanding(task, commit, expected));
  }

  private Signal askAboutLanding(String task, String commit, String expected)
      throws InterruptedException {
    try {
      boolean landed = workspace.hasLanded(commit);
      return new Signal.LandingAnswered(
          task, commit, landed ? null : move(expected, workspace.head()));
    } catch (WorkspaceException e) {
      return new Signal.LandingUnknown(task, e.getMessage());
    } catch (RuntimeException e) {
      return new Signal.LandingUnknown(task, unexpected("landing", task, e));
    }
  }

  private Signal.Move move(String from, String to) throws WorkspaceException, InterruptedException {
    return new Signal.Move(to, workspace.difference(from, to));
  }

  /// Ends every check that is under way.
  void interruptChecks() {
    checks.values().forEach(work -> work.interrupt(FailureReason.STOPPED));
  }

  void interruptCheck(String task) {
    Work work = checks.get(task);
    if (work != null) {
      work.interrupt(FailureReason.STOPPED);
    }
  }

  /// What can fail on the way to the branch.
  private interface Step {
    Signal take() throws WorkspaceException, InterruptedException;
  }

  private void lane(String task, String what, Step step) {
    Work work = new Work();
    if (what.equals("checking")) {
      checks.put(task, work);
    }
    executor.execute(
        () -> {
          Signal answer;
          work.begin();
          try {
            answer = step.take();
            work.end();
          } catch (InterruptedException e) {
            work.end();
            answer = new Signal.CheckStopped(task);
          } catch (WorkspaceException e) {
            work.end();
            answer = new Signal.LaneFailed(task, e.getMessage());
          } catch (RuntimeException e) {
            work.end();
            answer = new Signal.LaneFailed(task, unexpected(what, task, e));
          }
          checks.remove(task, work);
          report.accept(answer);
        });
  }

  /// A disk without room, or a failure of its own.
  private FailureReason noTreeBecause(WorkspaceException e) {
    return workspace.shortage().isPresent()
        ? FailureReason.MACHINE
        : exhaustedOr(e, FailureReason.WORKSPACE);
  }

  /// Whether it was the machine that had no room left: what the system says of it, in words that
  /// the JDK passes on (`error=11`, `error=12`).
  private static FailureReason exhaustedOr(Exception e, FailureReason otherwise) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      if (EXHAUSTED.stream().anyMatch(message::contains)) {
        return FailureReason.MACHINE;
      }
    }
    return otherwise;
  }

  private static Signal ended(
      AttemptKey key, @Nullable WorkTree tree, FailureReason why, String detail) {
    return new Signal.Ended(key, tree, why, detail);
  }

  /// A sentence for people; what happened goes to the log.
  private static String unexpected(String what, Object of, Exception e) {
    LOG.log(Level.SEVERE, "Unexpected while %s %s".formatted(what, of), e);
    return "An unexpected error while %s (%s); the log has the rest."
        .formatted(what, e.getClass().getSimpleName());
  }
}
