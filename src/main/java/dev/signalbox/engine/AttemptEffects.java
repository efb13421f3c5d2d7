package dev.signalbox.engine;

import dev.signalbox.agent.AgentException;
import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.agent.AgentRequest;
import dev.signalbox.agent.AgentRunner;
import dev.signalbox.plan.Agent;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkTree;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/// What attempts do: their work trees are made, their commands run, what they changed is kept.
final class AttemptEffects {
  private static final List<String> EXHAUSTED =
      List.of("error=11,", "error=12,", "Cannot allocate memory", "No space left on device");

  private final Effects effects;
  private final Map<AttemptKey, Work> attempts = new ConcurrentHashMap<>();

  AttemptEffects(Effects effects) {
    this.effects = effects;
  }

  /// Makes a work tree.
  ///
  /// @param head where the branch is known to be
  void prepare(AttemptKey key, Path log, String head) {
    prepare(key, head, () -> effects.workspace().prepare(key, log));
  }

  /// Takes over the work tree that `parked` left, or makes one where it is gone.
  void goOn(AttemptKey key, AttemptKey parked, Path directory, Path log, String head) {
    prepare(key, head, () -> effects.workspace().goOn(key, parked, directory, log));
  }

  private interface Preparation {
    WorkTree make() throws WorkspaceException, InterruptedException;
  }

  private void prepare(AttemptKey key, String head, Preparation preparation) {
    Work work = new Work();
    attempts.put(key, work);
    effects
        .executor()
        .execute(
            () -> {
              Signal answer;
              work.begin();
              try {
                WorkTree tree = preparation.make();
                FailureReason why = work.end();
                answer =
                    why == null
                        ? new Signal.Prepared(tree, since(head, tree.base()))
                        : new Signal.Ended(key, tree, why, "");
              } catch (InterruptedException e) {
                FailureReason why = work.end();
                answer = ended(key, null, why == null ? FailureReason.STOPPED : why, "");
              } catch (WorkspaceException e) {
                FailureReason why = work.end();
                answer =
                    why == null
                        ? ended(key, null, noTreeBecause(e), e.getMessage())
                        : ended(key, null, why, "");
              } catch (RuntimeException e) {
                work.end();
                answer =
                    ended(
                        key,
                        null,
                        FailureReason.WORKSPACE,
                        Effects.unexpected("preparing", key, e));
              }
              attempts.remove(key);
              effects.report().accept(answer);
            });
  }

  private Signal.@Nullable Move since(String head, String base) throws InterruptedException {
    if (base.equals(head)) {
      return null;
    }
    try {
      return new Signal.Move(base, effects.workspace().difference(head, base));
    } catch (WorkspaceException | RuntimeException e) {
      // The attempt can do without; it is not called serializable.
      Effects.LOG.log(Level.WARNING, "What others did to the branch could not be told", e);
      return null;
    }
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
    effects
        .executor()
        .execute(
            () -> {
              Signal answer;
              work.begin();
              try {
                if (runner == null) {
                  throw new AgentException("No runner is registered for agent " + agent.id() + ".");
                }
                AgentRequest request =
                    inputs.request(key, agent, tree.directory(), scratch, log, effects.workspace());
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
                // What broke under an interrupt is no news.
                answer =
                    why == null
                        ? ended(key, tree, exhaustedOr(e, FailureReason.START), e.getMessage())
                        : ended(key, tree, why, "");
              } catch (IOException | RuntimeException e) {
                FailureReason why = work.end();
                answer =
                    ended(
                        key,
                        tree,
                        why == null ? FailureReason.START : why,
                        Effects.unexpected("running", key, e));
              }
              attempts.remove(key);
              effects.report().accept(answer);
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
      effects.report().accept(new Signal.NotKept(key, ""));
      return;
    }
    effects
        .executor()
        .execute(
            () -> {
              Signal answer;
              try {
                Sealed sealed = effects.workspace().seal(tree);
                // The way to the branch need not wait; but the run may end with the report.
                if (keep) {
                  release(key, tree, true);
                }
                answer = new Signal.Kept(sealed);
              } catch (WorkspaceException e) {
                answer = new Signal.NotKept(key, e.getMessage());
              } catch (RuntimeException e) {
                answer = new Signal.NotKept(key, Effects.unexpected("keeping", key, e));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
              }
              effects.report().accept(answer);
              if (answer instanceof Signal.Kept && !keep) {
                release(key, tree, false);
              }
            });
  }

  /// What the attempt changed is kept by now; a folder that stays costs disk and nothing else.
  private void release(AttemptKey key, WorkTree tree, boolean keep) {
    try {
      effects.workspace().release(tree, keep);
    } catch (WorkspaceException | RuntimeException e) {
      Effects.LOG.log(Level.WARNING, "Giving back the work tree of %s failed".formatted(key), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Leaves a work tree as it is for the attempt that goes on in it.
  void park(AttemptKey key, WorkTree tree) {
    effects
        .executor()
        .execute(
            () -> {
              try {
                effects.report().accept(new Signal.Parked(key, effects.workspace().park(tree)));
              } catch (WorkspaceException e) {
                effects.report().accept(new Signal.NotKept(key, e.getMessage()));
              } catch (RuntimeException e) {
                effects
                    .report()
                    .accept(new Signal.NotKept(key, Effects.unexpected("parking", key, e)));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /// Keeps what a parked attempt left, which nobody goes on with; nobody waits for it either.
  void abandon(AttemptKey key, Path directory) {
    effects
        .executor()
        .execute(
            () -> {
              try {
                effects.workspace().abandon(key, directory);
              } catch (WorkspaceException | RuntimeException e) {
                Effects.LOG.log(Level.WARNING, "Keeping what %s left failed".formatted(key), e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /// A disk without room, or a failure of its own.
  private FailureReason noTreeBecause(WorkspaceException e) {
    return effects.workspace().shortage().isPresent()
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
}
