package dev.signalbox.workspace;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The paths at which two trees differ, a rename as two.
///
/// @param all every one
/// @param added those that only the second tree has
/// @param deleted those that only the first has
public record ChangedPaths(Set<String> all, Set<String> added, Set<String> deleted) {
  public static final ChangedPaths NONE = new ChangedPaths(Set.of(), Set.of(), Set.of());

  public ChangedPaths {
    all = Set.copyOf(all);
    added = Set.copyOf(added);
    deleted = Set.copyOf(deleted);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /// The paths that both changed, in order.
  public List<String> shared(ChangedPaths other) {
    Set<String> small = all.size() <= other.all.size() ? all : other.all;
    Set<String> large = small == all ? other.all : all;
    return small.stream().filter(large::contains).sorted().toList();
  }

  /// Whether two changes of one tree can be in each other's way at all. Where they cannot, git
  /// merges them; where they can, it has to be asked.
  public boolean mayMeet(ChangedPaths other) {
    return !Collections.disjoint(all, other.all)
        || isBelow(other)
        || other.isBelow(this)
        // What others add to a folder follows it to where it was renamed.
        || (mayRename() && !other.added.isEmpty())
        || (other.mayRename() && !added.isEmpty());
  }

  /// Whether it may hold a rename.
  public boolean mayRename() {
    return !added.isEmpty() && !deleted.isEmpty();
  }

  /// Whether one of these lies in a folder that is a file of the other's.
  private boolean isBelow(ChangedPaths other) {
    for (String path : all) {
      for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
        if (other.all.contains(path.substring(0, at))) {
          return true;
        }
      }
    }
    return false;
  }

  /// @param from a commit or tree
  /// @param to another
  public static ChangedPaths between(Git git, String from, String to)
      throws WorkspaceException, InterruptedException {
    List<String> fields =
        new ArrayList<>(
            git.run("diff-tree", "-r", "-z", "--no-renames", "--name-status", from, to).fields());
    Set<String> all = new TreeSet<>();
    Set<String> added = new TreeSet<>();
    Set<String> deleted = new TreeSet<>();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      String path = fields.get(i + 1);
      all.add(path);
      switch (fields.get(i)) {
        case "A" -> added.add(path);
        case "D" -> deleted.add(path);
        default -> {}
      }
    }
    return new ChangedPaths(all, added, deleted);
  }
}
