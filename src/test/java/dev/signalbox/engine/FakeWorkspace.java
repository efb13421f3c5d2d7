package dev.signalbox.engine;

import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkTree;
import dev.signalbox.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A branch in memory: a list of commits, each a set of paths. A change conflicts when a commit
/// after its base touched one of its paths.
final class FakeWorkspace implements Workspace {
  private record Commit(String id, String task, Set<String> paths) {}

  private final List<Commit> branch = new ArrayList<>(List.of(new Commit("c0", "", Set.of())));
  private final Map<String, Commit> made = new HashMap<>();
  private final Map<String, Set<String>> trees = new HashMap<>();
  final Map<String, Set<String>> writes = new HashMap<>();
  final List<String> checked = new ArrayList<>();
  final List<AttemptKey> abandoned = new ArrayList<>();
  final List<String> goneOn = new ArrayList<>();
  final List<AttemptKey> kept = new ArrayList<>();
  final Set<AttemptKey> open = new HashSet<>();

  /// What the check says of the tasks whose changes are in a tree.
  Predicate<Set<String>> check = tasks -> true;

  boolean somebodyElseMovesIt;
  private int laneCalls;

  @Override
  public synchronized Opened open() {
    return new Opened("/repo", "c0", headNow(), List.of());
  }

  @Override
  public synchronized String head() {
    return headNow();
  }

  private String headNow() {
    return branch.getLast().id();
  }

  @Override
  public synchronized WorkTree prepare(AttemptKey key, Path log) {
    open.add(key);
    return new WorkTree(key, Path.of("/trees/" + key.task() + key.number()), headNow(), 1, 0);
  }

  @Override
  public synchronized List<String> park(WorkTree tree) {
    open.remove(tree.key());
    return List.of();
  }

  @Override
  public synchronized WorkTree goOn(AttemptKey key, AttemptKey parked, Path directory, Path log) {
    open.add(key);
    goneOn.add(key.task());
    return new WorkTree(key, directory, headNow(), 0, 0);
  }

  @Override
  public synchronized void abandon(AttemptKey parked, Path directory) {
    abandoned.add(parked);
  }

  @Override
  public synchronized Sealed seal(WorkTree tree) {
    Set<String> paths = writes.getOrDefault(tree.key().task(), Set.of());
    String commit = paths.isEmpty() ? "" : "s-" + tree.key().task() + "-" + tree.key().number();
    return new Sealed(
        tree.key(),
        tree.base(),
        commit,
        paths.stream().sorted().map(p -> new Sealed.Change('M', p, 1, 1)).toList(),
        List.of());
  }

  @Override
  public synchronized void release(WorkTree tree, boolean keep) {
    open.remove(tree.key());
    if (keep) {
      kept.add(tree.key());
    }
  }

  @Override
  public Merge merge(Sealed change, String onto) {
    return inLane(
        () -> {
          int base = indexOf(change.base());
          int top = indexOf(onto);
          Set<String> paths =
              change.changes().stream().map(Sealed.Change::path).collect(Collectors.toSet());
          List<String> clashes =
              branch.subList(base + 1, top + 1).stream()
                  .flatMap(c -> c.paths().stream())
                  .filter(paths::contains)
                  .distinct()
                  .toList();
          if (!clashes.isEmpty()) {
            return new Merge.Conflicting(clashes, "CONFLICT in " + clashes);
          }
          String tree = "t-" + change.commit() + "-on-" + onto;
          Set<String> tasks = new LinkedHashSet<>();
          branch.forEach(c -> tasks.add(c.task()));
          tasks.add(change.key().task());
          trees.put(tree, tasks);
          return new Merge.Clean(tree, "d-" + change.commit());
        });
  }

  @Override
  public Check check(String commitOrTree, Path log) {
    return inLane(
        () -> {
          checked.add(commitOrTree);
          boolean passed = check.test(trees.getOrDefault(commitOrTree, Set.of()));
          return new Check(passed, passed ? "" : "red");
        });
  }

  @Override
  public String commit(
      Merge.Clean merge, String onto, String author, String message, Map<String, String> trailers) {
    return inLane(
        () -> {
          String task = String.valueOf(trailers.get("Signalbox-Task"));
          String commit = "m-" + merge.tree();
          made.put(commit, new Commit(commit, task, writes.getOrDefault(task, Set.of())));
          return commit;
        });
  }

  @Override
  public boolean land(String commit, String expected) {
    return inLane(
        () -> {
          if (somebodyElseMovesIt) {
            somebodyElseMovesIt = false;
            branch.add(new Commit("m-other", "somebody", Set.of("elsewhere")));
          }
          if (!headNow().equals(expected)) {
            return false;
          }
          Commit landing = made.get(commit);
          branch.add(landing);
          return true;
        });
  }

  @Override
  public synchronized List<LandedTask> landedTasks() {
    return branch.stream()
        .filter(c -> !c.task().isEmpty())
        .map(c -> new LandedTask(c.task(), c.id()))
        .toList();
  }

  @Override
  public synchronized boolean hasLanded(String commit) {
    return branch.contains(made.get(commit));
  }

  @Override
  public void close() {}

  synchronized List<String> landed() {
    return branch.stream().map(Commit::task).filter(t -> !t.isEmpty()).toList();
  }

  private int indexOf(String id) {
    for (int i = 0; i < branch.size(); i++) {
      if (branch.get(i).id().equals(id)) {
        return i;
      }
    }
    throw new AssertionError(id);
  }

  private interface Step<T> {
    T take();
  }

  /// The engine's promise: one at a time.
  private synchronized <T> T inLane(Step<T> step) {
    if (++laneCalls != 1) {
      throw new IllegalStateException("Two steps in the lane at once");
    }
    try {
      return step.take();
    } finally {
      laneCalls--;
    }
  }
}
