package dev.signalbox.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// The difference between two trees, path by path.
///
/// @param entries files by path, in git's order
/// @param lists the folders whose lists of names differ, each with a `/` behind it
record Changes(SequencedMap<String, Entry> entries, Set<String> lists) {
  static final String GITLINK = "160000";
  private static final String TREE = "040000";

  /// @param kind `A`, `M`, `D` or `T`
  /// @param oldMode `000000` where it was not there
  /// @param newMode `000000` where it is gone
  record Entry(
      char kind,
      String oldMode,
      String newMode,
      String oldId,
      String newId,
      int added,
      int removed) {}

  static Changes between(Git git, String from, String to)
      throws WorkspaceException, InterruptedException {
    return parse(
        git.run(
                "diff-tree",
                "-r",
                "-t",
                "-z",
                "--no-renames",
                "--no-ext-diff",
                "--no-textconv",
                "--raw",
                "--numstat",
                from,
                to)
            .fields());
  }

  // First `:100644 100644 ID ID M`, path, … then `1<TAB>2<TAB>path`, …
  static Changes parse(List<String> fields) {
    int raw = 0;
    while (raw < fields.size() && fields.get(raw).startsWith(":")) {
      raw += 2;
    }
    Map<String, int[]> lines = new HashMap<>();
    for (String field : fields.subList(raw, fields.size())) {
      String[] parts = field.split("\t", 3);
      lines.put(parts[2], new int[] {count(parts[0]), count(parts[1])});
    }
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    Set<String> lists = new LinkedHashSet<>();
    for (int i = 0; i < raw; i += 2) {
      String[] parts = fields.get(i).substring(1).split(" ", 5);
      String path = fields.get(i + 1);
      if (parts[4].equals("A") || parts[4].equals("D")) {
        int end = path.lastIndexOf('/');
        lists.add(end < 0 ? "/" : path.substring(0, end + 1));
      }
      if (parts[0].equals(TREE) || parts[1].equals(TREE)) {
        continue;
      }
      int[] counts = lines.getOrDefault(path, new int[] {-1, -1});
      entries.put(
          path,
          new Entry(
              parts[4].charAt(0), parts[0], parts[1], parts[2], parts[3], counts[0], counts[1]));
    }
    return new Changes(entries, lists);
  }

  private static int count(String number) {
    return number.equals("-") ? -1 : Integer.parseInt(number);
  }

  /// Everything whose value differs: files, and lists of names.
  List<String> keys() {
    List<String> keys = new ArrayList<>(entries.keySet());
    keys.addAll(lists);
    return keys;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  List<Sealed.Change> forPeople() {
    List<Sealed.Change> changes = new ArrayList<>();
    entries.forEach(
        (path, e) -> changes.add(new Sealed.Change(e.kind(), path, e.added(), e.removed())));
    return changes;
  }
}
