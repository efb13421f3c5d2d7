package dev.signalbox.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Somebody at the controls who asks for anything at any time, of any task in any state.
final class SimulatedOperator {

  /// One thing that operators do. A new command needs one here; the test of the simulator counts.
  private interface Habit {
    Command think(SimulatedOperator by);
  }

  private static final String NAME = "eve";

  private static final List<Habit> HABITS =
      List.of(
          o -> new Command.Pause(NAME),
          o -> new Command.Continue(NAME),
          o -> new Command.Continue(NAME),
          o -> new Command.Drain(NAME),
          o -> new Command.Stop(NAME, "enough", o.chance.oneIn(2)),
          o -> new Command.SetParallel(o.chance.between(0, 4), NAME),
          o -> new Command.Approve(o.asking(), NAME, "yes"),
          o -> new Command.Approve(o.asking(), NAME, "yes"),
          o -> new Command.Approve(o.anyTask(), NAME, "yes"),
          o -> new Command.Reject(o.asking(), NAME, "no"),
          o -> new Command.Cancel(o.anyTask(), NAME, "not needed"),
          o -> new Command.Cancel(o.chance.oneIn(4) ? null : o.anyTask(), NAME, "not needed"),
          o -> new Command.Retry(o.anyTask(), NAME, "once more"),
          o -> new Command.Retry(o.anyTask(), NAME, "once more"),
          o -> new Command.Reorder(o.anyTask(), o.chance.oneIn(3) ? null : o.anyTask(), NAME),
          o -> o.add());

  private final Chance chance;
  private final Promises promises;
  private String last = "nobody";

  SimulatedOperator(Chance chance, Promises promises) {
    this.chance = chance;
    this.promises = promises;
  }

  /// What comes to mind; by the time it arrives the run has gone on.
  List<Command> think() {
    Command command = chance.pick(HABITS).think(this);
    return command instanceof Command.Cancel cancel && cancel.task() != null && chance.oneIn(2)
        ? List.of(command, new Command.Retry(cancel.task(), NAME, "after all"))
        : List.of(command);
  }

  /// Often the one that came to mind before, as with second thoughts. Of the others, each state
  /// that a task is in has the same share, however short it lasts.
  private String anyTask() {
    if (chance.oneIn(3)) {
      return last;
    }
    return last = freshTask();
  }

  private String freshTask() {
    RunState state = promises.state();
    List<TaskState> states =
        Arrays.stream(TaskState.values()).filter(each -> state.count(each) > 0).toList();
    return states.isEmpty() || chance.oneIn(30)
        ? "nobody"
        : chance.pick(List.copyOf(state.inState(chance.pick(states))));
  }

  private String asking() {
    List<String> asking =
        promises.state().tasks().stream()
            .filter(status -> status.state().isAsking())
            .map(TaskStatus::id)
            .toList();
    return asking.isEmpty() ? anyTask() : (last = chance.pick(asking));
  }

  private Command add() {
    List<String> agents = new ArrayList<>(List.of("A1", "A1", "unheard-of"));
    if (promises.state().hasStarted()) {
      agents.addAll(promises.state().plan().agents().keySet());
    }
    var known = promises.state().tasks().stream().map(TaskStatus::task).toList();
    String id = chance.oneIn(6) ? anyTask() : "added" + known.size();
    var task = RandomPlans.task(chance, id, known, agents, 4, chance.oneIn(2));
    return new Command.Add(chance.oneIn(8) ? task.after("nobody") : task, NAME);
  }
}
