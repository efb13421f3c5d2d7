package dev.signalbox.engine;

import dev.signalbox.conflict.resolve.Ladder;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What happens on the way to the branch: merges, checks, commits, the branch's moves.
final class LandingEffects {
  private final Effects effects;
  private final Map<String, Work> checks = new ConcurrentHashMap<>();

  private final Ladder ladder;

  LandingEffects(Effects effects, Ladder ladder) {
    this.effects = effects;
    this.ladder = ladder;
  }

  /// @param log what commands print goes there
  /// @param given what a person said is to be in the place of what conflicts; null where nobody did
  void merge(
      String task, Sealed sealed, String onto, Event.@Nullable ResolutionGiven given, Path log) {
    lane(
        task,
        "merging",
        () -> {
          Merge merge = effects.workspace().merge(sealed, onto);
          if (merge instanceof Merge.Conflicting) {
            // The attempt may have started from where somebody else has moved the branch meanwhile.
            String head = effects.workspace().head();
            if (!head.equals(onto)) {
              return new Signal.BranchMoved(task, move(onto, head));
            }
          }
          boolean holds =
              merge instanceof Merge.Conflicting c
                  && given != null
                  && given.digest().equals(c.digest());
          if (holds) {
            return resolved(sealed, onto, merge, given);
          }
          // What git merges may be wrong all the same: two files of one number.
          return merge instanceof Merge.Clean
              ? climbed(task, sealed, onto, merge, log)
              : new Signal.Merged(task, onto, merge, null, "");
        });
  }

  /// Tries what lies between git's merge and another attempt.
  void climb(String task, Sealed sealed, String onto, Merge.Conflicting merge, Path log) {
    lane(task, "resolving", () -> climbed(task, sealed, onto, merge, log));
  }

  private Signal climbed(String task, Sealed sealed, String onto, Merge merge, Path log)
      throws WorkspaceException, InterruptedException {
    Ladder.Climb climb = ladder.climb(effects.workspace(), sealed, onto, merge, log);
    boolean untouched = merge instanceof Merge.Clean && climb.steps().isEmpty();
    return new Signal.Merged(
        task,
        onto,
        climb.merge(),
        untouched ? null : new Settlement("", climb.steps(), climb.paths()),
        "");
  }

  /// What a person gave is kept whatever git says of it: they are asked again.
  private Signal resolved(
      Sealed sealed, String onto, Merge conflicting, Event.ResolutionGiven given)
      throws InterruptedException {
    try {
      Merge.Clean clean = effects.workspace().resolve(sealed, onto, given.files());
      Settlement by =
          new Settlement(given.by(), List.of(), given.files().keySet().stream().sorted().toList());
      return new Signal.Merged(given.task(), onto, clean, by, "");
    } catch (WorkspaceException e) {
      return new Signal.Merged(given.task(), onto, conflicting, null, e.getMessage());
    }
  }

  void check(String task, String tree, Path log) {
    lane(
        task,
        "checking",
        () -> new Signal.Checked(task, tree, effects.workspace().check(tree, log)));
  }

  void checkBase(String commit, Path log) {
    lane("", "checking", () -> new Signal.BaseChecked(effects.workspace().check(commit, log)));
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
                task, onto, effects.workspace().commit(merge, onto, author, message, trailers)));
  }

  /// For a change that is none: it waits for its turn, and lands without a commit.
  void nothingToMerge(String task, String onto) {
    lane(task, "committing", () -> new Signal.Committed(task, onto, ""));
  }

  void land(String task, String commit, String expected) {
    lane(
        task,
        "landing",
        () -> {
          try {
            boolean landed = effects.workspace().land(commit, expected);
            return new Signal.LandingAnswered(
                task, commit, landed ? null : move(expected, effects.workspace().head()));
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

  private Signal.Move move(String from, String to) throws WorkspaceException, InterruptedException {
    return new Signal.Move(to, effects.workspace().difference(from, to));
  }

  private Signal askAboutLanding(String task, String commit, String expected)
      throws InterruptedException {
    try {
      boolean landed = effects.workspace().hasLanded(commit);
      return new Signal.LandingAnswered(
          task, commit, landed ? null : move(expected, effects.workspace().head()));
    } catch (WorkspaceException e) {
      return new Signal.LandingUnknown(task, e.getMessage());
    } catch (RuntimeException e) {
      return new Signal.LandingUnknown(task, Effects.unexpected("landing", task, e));
    }
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
    if (what.equals("checking") || what.equals("resolving")) {
      checks.put(task, work);
    }
    effects
        .executor()
        .execute(
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
                answer = new Signal.LaneFailed(task, Effects.unexpected(what, task, e));
              }
              checks.remove(task, work);
              effects.report().accept(answer);
            });
  }
}
