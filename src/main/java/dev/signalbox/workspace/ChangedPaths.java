package dev.signalbox.workspace;

import java.util.ArrayList;
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
