package dev.signalbox.engine;

import dev.signalbox.plan.Task;
import dev.signalbox.workspace.Resolved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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
          o -> o.answerToWhatWasShown(),
          o -> o.answerToWhatWasShown(),
          o -> o.resolution(),
          o -> o.resolution(),
          o -> o.resolution(),
          o -> new Command.Reject(o.asking(), NAME, "no"),
          o -> new Command.Cancel(o.anyTask(), NAME, "not needed"),
          o -> new Command.Cancel(o.chance.oneIn(4) ? null : o.anyTask(), NAME, "not needed"),
          o -> new Command.Retry(o.anyTask(), NAME, "once more"),
          o -> new Command.Retry(o.anyTask(), NAME, "once more"),
          o -> new Command.Reorder(o.anyTask(), o.chance.oneIn(3) ? null : o.anyTask(), NAME),
          o -> new Command.MoveToFront(o.anyTask(), NAME),
          o -> new Command.SetPriority(o.anyTask(), o.chance.between(-2, 5), NAME),
          o -> new Command.Hold(o.anyTask(), NAME),
          o -> new Command.Release(o.held(), NAME),
          o -> new Command.Release(o.anyTask(), NAME),
          o -> o.letPass(),
          o -> o.letPass(),
          o -> o.letPass(),
          o -> new Command.Yield(o.anyTask(), o.anyTask(), NAME),
          o -> o.sendBack(),
          o -> o.sendBack(),
          o -> o.comeAfter(),
          o -> o.comeAfter(),
          o -> new Command.ComeAfter(o.anyTask(), o.anyTask(), NAME),
          o -> o.turnedEdge(),
          o -> o.turnedEdge(),
          o -> o.endOfAYield(),
          o -> new Command.SetCapacity(o.agent(), o.chance.between(0, 4), NAME),
          o -> new Command.LiftLimit(o.account(), NAME),
          o -> new Command.Remove(o.unstarted(), NAME),
          o -> o.change(),
          o -> o.add());

  private final Chance chance;
  private final Promises promises;
  private final Map<String, String> shown = new HashMap<>();
  private String last = "nobody";
  private int added;

  SimulatedOperator(Chance chance, Promises promises) {
    this.chance = chance;
    this.promises = promises;
  }

  /// What comes to mind; by the time it arrives the run has gone on.
  List<Command> think() {
    Command command = chance.pick(HABITS).think(this);
    if (command instanceof Command.Yield c && chance.oneIn(2)) {
      return List.of(command, new Command.Yield(c.to(), c.task(), NAME));
    }
    String task =
        switch (command) {
          case Command.Cancel c -> c.task();
          case Command.Reject c -> c.task();
          default -> null;
        };
    return task != null && chance.oneIn(2)
        ? List.of(command, new Command.Retry(task, NAME, "after all"))
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

  /// To the question as it stands, or as it stood when it was last looked at.
  private Command answerToWhatWasShown() {
    String task = asking();
    String now = promises.state().task(task).map(TaskStatus::askedDigest).orElse("");
    String digest = chance.oneIn(2) ? now : shown.getOrDefault(task, "something else");
    shown.put(task, now);
    return chance.oneIn(4)
        ? new Command.Reject(task, NAME, "no", digest)
        : new Command.Approve(task, NAME, "yes", digest);
  }

  /// Of the conflict as it stands, or as it stood when it was last looked at; once in a while not
  /// of all of it.
  private Command resolution() {
    String task = one(s -> s.state() == TaskState.ASKING_DECISION && !s.askedDigest().isEmpty());
    String now = promises.state().task(task).map(TaskStatus::askedDigest).orElse("");
    String digest = chance.oneIn(3) ? shown.getOrDefault(task, "something else") : now;
    shown.put(task, now);
    Map<String, Resolved> files = new HashMap<>();
    promises.state().conflicts().stream()
        .filter(c -> c.isOpen() && c.task().equals(task))
        .flatMap(c -> c.conflict().paths().stream())
        .filter(path -> !chance.oneIn(20))
        .forEach(
            path ->
                files.put(
                    path,
                    chance.pick(
                        List.of(
                            new Resolved.Text("by " + NAME + " for " + task),
                            new Resolved.Taken(Resolved.Side.LANDED),
                            new Resolved.Taken(Resolved.Side.TASK),
                            new Resolved.Gone()))));
    return new Command.Resolve(task, NAME, "as I see it", digest, files);
  }

  private Command letPass() {
    String task = one(status -> status.state().carriesChange());
    String to = one(status -> status.state().carriesChange() && !status.id().equals(task));
    return new Command.Yield(task, to, NAME);
  }

  private Command sendBack() {
    String task = one(status -> status.state().carriesChange() || status.state().holdsSlot());
    String to = one(status -> status.holdsClaims() && !status.id().equals(task));
    return new Command.SendBack(task, to, NAME);
  }

  private Command comeAfter() {
    Command.SendBack two = (Command.SendBack) sendBack();
    return new Command.ComeAfter(two.task(), two.to(), NAME);
  }

  private Command turnedEdge() {
    RunState state = promises.state();
    String later = one(s -> s.attempts().isEmpty() && !s.task().dependsOn().isEmpty());
    List<String> before = state.task(later).map(s -> s.task().dependsOn()).orElse(List.of());
    return new Command.TurnEdge(before.isEmpty() ? anyTask() : chance.pick(before), later, NAME);
  }

  private Command endOfAYield() {
    String task = one(status -> !status.yieldsTo().isEmpty());
    List<String> to = promises.state().task(task).map(TaskStatus::yieldsTo).orElse(List.of());
    return new Command.EndYield(task, to.isEmpty() ? anyTask() : chance.pick(to), NAME);
  }

  private String held() {
    return one(status -> !status.heldBy().isEmpty());
  }

  private String unstarted() {
    return one(status -> status.attempts().isEmpty() && !status.state().isFinal());
  }

  private String one(Predicate<TaskStatus> wanted) {
    List<String> some =
        promises.state().tasks().stream().filter(wanted).map(TaskStatus::id).toList();
    return some.isEmpty() ? anyTask() : (last = chance.pick(some));
  }

  private String agent() {
    return chance.pick(agents());
  }

  private String account() {
    List<String> limited = List.copyOf(promises.state().limits().keySet());
    return limited.isEmpty() ? "shared" : chance.pick(limited);
  }

  private List<String> agents() {
    List<String> agents = new ArrayList<>(List.of("A1", "A1", "unheard-of"));
    if (promises.state().hasStarted()) {
      agents.addAll(promises.state().plan().agents().keySet());
    }
    return agents;
  }

  private Command change() {
    String id = unstarted();
    List<Task> others =
        new ArrayList<>(promises.state().tasks().stream().map(TaskStatus::task).toList());
    others.removeIf(task -> task.id().equals(id));
    return new Command.Change(task(id, others, 6), NAME);
  }

  private Task task(String id, List<Task> others, int edges) {
    List<String> resources = new ArrayList<>();
    if (promises.state().hasStarted()) {
      resources.addAll(promises.state().plan().resources().keySet());
    }
    if (chance.oneIn(10)) {
      resources.add("unheard-of");
    }
    return RandomPlans.task(chance, id, others, agents(), edges, chance.oneIn(2), resources);
  }

  /// A task that comes late.
  Command add() {
    var known = promises.state().tasks().stream().map(TaskStatus::task).toList();
    // Never the name of one that has been taken out: its commit may be on the branch.
    Task task = task(chance.oneIn(6) ? anyTask() : "added" + ++added, known, 4);
    return new Command.Add(chance.oneIn(8) ? task.after("nobody") : task, NAME);
  }
}
