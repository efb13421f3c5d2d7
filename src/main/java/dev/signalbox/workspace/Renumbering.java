package dev.signalbox.workspace;

import dev.signalbox.plan.Sequence;
import dev.signalbox.plan.Sequence.Numbered;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Numbered files, of which each number is to be there once: git sees no conflict where two changes
/// add the same number under different names.
final class Renumbering {
  private final Git git;

  Renumbering(Git git) {
    this.git = git;
  }

  /// Files of one number, by path.
  private static final class Group extends TreeMap<String, Numbered> {
    private static final long serialVersionUID = 1L;
  }

  /// Which files that a change added get which names. Those from the first number on that others
  /// have taken meanwhile move up, in their order; what is in them stays as it is.
  ///
  /// @param tree of the merge
  SequencedMap<String, String> names(
      String base, String snapshot, String onto, String tree, List<String> patterns)
      throws WorkspaceException, InterruptedException {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    for (String pattern : patterns) {
      Sequence sequence = Sequence.parse(pattern).orElse(null);
      if (sequence != null) {
        Set<String> merged =
            new TreeEdit(git).entries(tree, path -> sequence.of(path).isPresent()).keySet();
        TreeMap<Long, Group> added = added(sequence, base, snapshot);
        added.values().forEach(group -> group.keySet().retainAll(merged));
        names.putAll(names(sequence, merged, added, added(sequence, base, onto)));
      }
    }
    return names;
  }

  private static SequencedMap<String, String> names(
      Sequence sequence, Set<String> merged, TreeMap<Long, Group> added, Map<Long, Group> landed) {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    Optional<Long> first =
        added.entrySet().stream()
            .filter(group -> isTaken(group.getValue(), landed.get(group.getKey())))
            .map(Map.Entry::getKey)
            .findFirst();
    if (first.isEmpty()) {
      return names;
    }
    Map<Long, Group> moving = added.tailMap(first.get(), true);
    Set<Long> used = new TreeSet<>();
    for (String path : merged) {
      long number = sequence.of(path).orElseThrow().number();
      Group group = moving.get(number);
      if (group == null || !group.containsKey(path)) {
        used.add(number);
      }
    }
    long next = first.get();
    for (Group group : moving.values()) {
      while (used.contains(next)) {
        next++;
      }
      for (Map.Entry<String, Numbered> file : group.entrySet()) {
        String name = file.getValue().with(next);
        if (!name.equals(file.getKey())) {
          names.put(file.getKey(), name);
        }
      }
      next++;
    }
    return names;
  }

  private static boolean isTaken(Group mine, @Nullable Group theirs) {
    return !mine.isEmpty() && theirs != null && !mine.keySet().containsAll(theirs.keySet());
  }

  /// What was added, by number.
  private TreeMap<Long, Group> added(Sequence sequence, String from, String to)
      throws WorkspaceException, InterruptedException {
    TreeMap<Long, Group> added = new TreeMap<>();
    for (Map.Entry<String, Changes.Entry> entry :
        Changes.between(git, from, to).entries().entrySet()) {
      if (entry.getValue().kind() == 'A') {
        sequence
            .of(entry.getKey())
            .ifPresent(
                file ->
                    added
                        .computeIfAbsent(file.number(), n -> new Group())
                        .put(entry.getKey(), file));
      }
    }
    return added;
  }
}
