package dev.signalbox.app.pairs;

import dev.signalbox.workspace.CommitNames;
import dev.signalbox.workspace.Git;
import dev.signalbox.workspace.History;
import dev.signalbox.workspace.MergePair;
import dev.signalbox.workspace.Quarantine;
import dev.signalbox.workspace.TreeSnapshot;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// What the names in pairs stand for. A name stands for the same commit throughout, even where a
/// branch moves or a file changes meanwhile.
final class Sides {
  private static final String WORK_TREE = "worktree:";

  private final History history;
  private final Quarantine quarantine;
  private final Git git;
  private final ExecutorService workers;
  private final Map<String, Side> known = new HashMap<>();

  /// What one name stands for.
  sealed interface Side {
    record Commit(String id) implements Side {}

    /// @param why a sentence
    record Unknown(String why) implements Side {}
  }

  /// @param workers who snapshot work trees
  Sides(History history, Quarantine quarantine, ExecutorService workers) {
    this.history = history;
    this.quarantine = quarantine;
    this.git = quarantine.holding(history.git());
    this.workers = workers;
  }

  /// What each of `names` stands for.
  Map<String, Side> find(Collection<String> names) throws WorkspaceException, InterruptedException {
    Map<String, Side> found = new HashMap<>();
    Set<String> commits = new LinkedHashSet<>();
    Map<String, Future<Side>> trees = new LinkedHashMap<>();
    for (String name : names) {
      Side side = known.get(name);
      if (side != null) {
        found.put(name, side);
      } else if (name.startsWith(WORK_TREE)) {
        trees.computeIfAbsent(name, tree -> workers.submit(() -> snapshot(tree)));
      } else {
        commits.add(name);
      }
    }
    Map<String, String> ids = CommitNames.find(git, commits);
    for (String name : commits) {
      String id = ids.get(name);
      found.put(name, id == null ? unknown(name) : new Side.Commit(id));
    }
    for (var tree : trees.entrySet()) {
      found.put(tree.getKey(), get(tree.getValue()));
    }
    // A full id needs no memory to stay the same.
    found.forEach(
        (name, side) -> {
          if (!MergePair.isId(name)) {
            known.put(name, side);
          }
        });
    return found;
  }

  private Side unknown(String name) {
    return new Side.Unknown(
        "There is no branch or commit " + name + " in " + history.folder() + ".");
  }

  private Side snapshot(String name) throws InterruptedException {
    try {
      Path folder = Path.of(name.substring(WORK_TREE.length())).toAbsolutePath();
      TreeSnapshot.Taken taken = TreeSnapshot.of(history, quarantine, folder).everything();
      if (taken.leftOut().isEmpty()) {
        return new Side.Commit(taken.commit());
      }
      return new Side.Unknown(
          "git cannot add some files of the work tree "
              + folder
              + ", so that its content is not known: "
              + String.join(", ", taken.leftOut())
              + ".");
    } catch (WorkspaceException e) {
      return new Side.Unknown(e.getMessage());
    } catch (InvalidPathException e) {
      return new Side.Unknown("There is no folder " + e.getInput() + ".");
    }
  }

  static <T> T get(Future<T> future) throws WorkspaceException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case WorkspaceException known -> throw known;
        case RuntimeException bug -> throw bug;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
