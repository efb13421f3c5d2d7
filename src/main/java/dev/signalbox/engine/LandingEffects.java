package dev.signalbox.engine;

import dev.signalbox.conflict.resolve.Ladder;
import dev.signalbox.engine.Event.BaseNotMerged.Cause;
import dev.signalbox.workspace.CommitAnswer;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What happens on the way to the branch: merges, checks, commits, the branch's moves.
final class LandingEffects {
  private static final Set<String> HAVE_COMMANDS =
      Set.of("checking", "resolving", "committing", "after landing");

  private final Effects effects;
  private final Ladder ladder;

  /// What can be ended: whatever may run commands of the plan or of the repository.
  private volatile @Nullable Work commands;

  LandingEffects(Effects effects, Ladder ladder) {
    this.effects = effects;
    this.ladder = ladder;
  }

  /// What becomes one commit.
  ///
  /// @param own what the message is looked for in before `message` is taken; null for nowhere
  /// @param log what hooks of the repository print goes there
  record Landing(
      String task,
      Merge.Clean merge,
      String author,
      String message,
      @Nullable Sealed own,
      Map<String, String> trailers,
      Path log) {}

  /// A task's commit that is on the branch.
  ///
  /// @param log what hooks of the repository print goes there
  record Landed(String commit, Path log) {}

  /// @param given what a person said is to be in the place of what conflicts; null where nobody did
  /// @param onHead whether `onto` is where the branch is known to be
  /// @param more whether another change may be merged on it
  /// @param log what commands print goes there
  void merge(
      String task,
      Sealed sealed,
      String onto,
      Event.@Nullable ResolutionGiven given,
      boolean onHead,
      boolean more,
      Path log) {
    lane(
        List.of(task),
        "merging",
        () -> {
          Workspace workspace = effects.workspace();
          Merge merge = workspace.merge(sealed, onto);
          if (merge instanceof Merge.Conflicting && onHead) {
            // The attempt may have started from where somebody else has moved the branch meanwhile.
            String head = workspace.head();
            if (!head.equals(onto)) {
              return new Signal.BranchMoved(task, move(onto, head));
            }
          }
          String objection = "";
          @Nullable Settlement settlement = null;
          if (merge instanceof Merge.Conflicting c
              && given != null
              && given.digest().equals(c.digest())) {
            // What a person gave is kept whatever git says of it: they are asked again.
            try {
              merge = workspace.resolve(sealed, onto, given.files());
              settlement =
                  new Settlement(
                      given.by(),
                      List.of(),
                      given.files().keySet().stream().sorted().toList(),
                      workspace
                          .conflict(sealed, onto)
                          .map(conflict -> LeftOut.of(conflict, given.files()))
                          .orElse(List.of()));
            } catch (WorkspaceException e) {
              objection = e.getMessage();
            }
          }
          if (merge instanceof Merge.Clean && settlement == null) {
            // What git merges may be wrong all the same: two files of one number.
            Ladder.Climb climb = ladder.climb(workspace, sealed, onto, merge, log);
            merge = climb.merge();
            settlement = climb.steps().isEmpty() ? null : settlement(climb);
          }
          String tip =
              more && merge instanceof Merge.Clean clean ? workspace.stack(clean, onto) : "";
          return new Signal.Merged(task, onto, merge, tip, settlement, objection);
        });
  }

  private static Settlement settlement(Ladder.Climb climb) {
    return Settlement.byRungs(climb.steps(), climb.paths());
  }

  /// Tries what lies between git's merge and another attempt.
  void climb(String task, Sealed sealed, String onto, Merge.Conflicting merge, Path log) {
    lane(
        List.of(task),
        "resolving",
        () -> {
          Ladder.Climb climb = ladder.climb(effects.workspace(), sealed, onto, merge, log);
          return new Signal.Merged(task, onto, climb.merge(), "", settlement(climb), "");
        });
  }

  /// For a change that is none: it waits for its turn, and lands without a commit.
  void nothingToMerge(String task) {
    lane(List.of(task), "merging", () -> new Signal.NothingMerged(task));
  }

  void check(List<String> tasks, String tree, Path log) {
    lane(tasks, "checking", () -> new Signal.Checked(effects.workspace().check(tree, log)));
  }

  void checkBase(String commit, Path log) {
    lane(
        List.of(),
        "checking",
        () -> new Signal.BaseChecked(effects.workspace().check(commit, log)));
  }

  /// One commit a task, each on the one before it.
  void commit(List<Landing> landings, String onto) {
    lane(
        landings.stream().map(Landing::task).toList(),
        "committing",
        () -> {
          List<String> commits = new ArrayList<>();
          String tip = onto;
          try {
            for (Landing each : landings) {
              switch (commit(each, tip)) {
                case CommitAnswer.Made made -> {
                  commits.add(made.commit());
                  tip = made.commit().isEmpty() ? tip : made.commit();
                }
                case CommitAnswer.Refused refused -> {
                  return new Signal.CommitRefused(each.task(), refused);
                }
              }
            }
          } catch (WorkspaceException e) {
            if ("commit".equals(e.planKey())) {
              return new Signal.NotSigned(
                  landings.stream().map(Landing::task).toList(), e.getMessage());
            }
            throw e;
          }
          return new Signal.Committed(commits);
        });
  }

  private CommitAnswer commit(Landing landing, String onto)
      throws WorkspaceException, InterruptedException {
    Workspace workspace = effects.workspace();
    Sealed own = landing.own();
    String message = own == null ? "" : workspace.messageOf(own);
    return workspace.commit(
        landing.merge(),
        onto,
        landing.author(),
        message.isEmpty() ? landing.message() : message,
        landing.trailers(),
        landing.log());
  }

  /// @param tip the commit of the last of `tasks`
  void land(List<String> tasks, String tip, String expected) {
    lane(
        tasks,
        "landing",
        () -> {
          try {
            boolean landed = effects.workspace().land(tip, expected);
            return new Signal.LandingAnswered(
                tasks, landed ? null : move(expected, effects.workspace().head()));
          } catch (WorkspaceException | RuntimeException e) {
            // The branch may have moved all the same.
            Signal answer = askAboutLanding(tasks, tip, expected);
            if (answer instanceof Signal.LandingAnswered answered && answered.moved() != null) {
              throw e;
            }
            return answer;
          }
        });
  }

  /// What is done once commits are on the branch. They have landed whatever comes of it.
  void afterLanding(List<String> tasks, List<Landed> landed) {
    lane(
        tasks,
        "after landing",
        () -> {
          List<String> notes = new ArrayList<>();
          for (Landed each : landed) {
            try {
              effects.workspace().afterLanding(each.commit(), each.log()).ifPresent(notes::add);
            } catch (WorkspaceException e) {
              notes.add(e.getMessage());
            }
          }
          return new Signal.AfterLanding(notes);
        });
  }

  /// Settles by git whether a landing that a crash cut short had happened.
  void settleLanding(List<String> tasks, String tip, String expected) {
    lane(tasks, "landing", () -> askAboutLanding(tasks, tip, expected));
  }

  private Signal.Move move(String from, String to) throws WorkspaceException, InterruptedException {
    return new Signal.Move(to, effects.workspace().difference(from, to));
  }

  private Signal askAboutLanding(List<String> tasks, String tip, String expected)
      throws InterruptedException {
    try {
      boolean landed = effects.workspace().hasLanded(tip);
      return new Signal.LandingAnswered(
          tasks, landed ? null : move(expected, effects.workspace().head()));
    } catch (WorkspaceException e) {
      return new Signal.LandingUnknown(tasks, e.getMessage());
    } catch (RuntimeException e) {
      return new Signal.LandingUnknown(tasks, Effects.unexpected("landing", tasks, e));
    }
  }

  /// Merges what has come to the base, has it checked, and makes the commit that is to land.
  ///
  /// @param checks how often the check may run on it; 0 where there is none
  void mergeBase(
      String base,
      String onto,
      int checks,
      String message,
      Map<String, String> trailers,
      Path log) {
    lane(
        List.of(),
        "checking",
        () -> {
          Workspace workspace = effects.workspace();
          return switch (workspace.mergeBase(base, onto)) {
            case Merge.Conflicting c ->
                notMerged(Cause.CONFLICT, "it does not fit in " + String.join(", ", c.paths()));
            case Merge.Clean clean when !passes(clean.tree(), checks, log) ->
                notMerged(Cause.CHECK, "the check fails on what comes of it, see " + log);
            case Merge.Clean clean -> {
              Map<String, String> all = new LinkedHashMap<>(trailers);
              if (checks > 0) {
                all.put("Signalbox-Checked", "tree " + clean.tree());
              }
              yield new Signal.BaseMergeMade(
                  workspace.commitBase(clean, onto, base, message, all), clean.writes(), null, "");
            }
          };
        });
  }

  private static Signal notMerged(Cause cause, String why) {
    return new Signal.BaseMergeMade("", List.of(), cause, why);
  }

  private boolean passes(String tree, int checks, Path log)
      throws WorkspaceException, InterruptedException {
    boolean passed = checks == 0;
    for (int i = 0; i < checks && !passed; i++) {
      passed = effects.workspace().check(tree, log).passed();
    }
    return passed;
  }

  /// @param commit on `expected` and on the base
  void landBase(String commit, String expected) {
    lane(
        List.of(),
        "landing",
        () -> {
          Workspace workspace = effects.workspace();
          try {
            boolean landed = workspace.land(commit, expected);
            return new Signal.BaseLanded(landed ? null : move(expected, workspace.head()));
          } catch (WorkspaceException | RuntimeException e) {
            // The branch may have moved all the same.
            if (hasLanded(commit)) {
              return new Signal.BaseLanded(null);
            }
            throw e;
          }
        });
  }

  private boolean hasLanded(String commit) throws WorkspaceException, InterruptedException {
    try {
      return effects.workspace().hasLanded(commit);
    } catch (WorkspaceException e) {
      throw new WorkspaceException("git cannot tell whether it was: " + e.getMessage(), e);
    }
  }

  /// Ends the check that is under way, what makes files anew, or hooks, if one of these is.
  void interruptCheck() {
    Work work = commands;
    if (work != null) {
      work.interrupt(FailureReason.STOPPED);
    }
  }

  /// What can fail on the way to the branch.
  private interface Step {
    Signal take() throws WorkspaceException, InterruptedException;
  }

  /// @param tasks whom it is about; empty for the base
  private void lane(List<String> tasks, String what, Step step) {
    Work work = new Work();
    commands = HAVE_COMMANDS.contains(what) ? work : null;
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
                answer = new Signal.CheckStopped(tasks);
              } catch (WorkspaceException e) {
                work.end();
                answer = new Signal.LaneFailed(tasks, e.getMessage());
              } catch (RuntimeException e) {
                work.end();
                answer = new Signal.LaneFailed(tasks, Effects.unexpected(what, tasks, e));
              }
              effects.report().accept(answer);
            });
  }
}
