package dev.signalbox.engine;

import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Changes of tasks that touch different files, merged one on the other: one check on the last tree
/// is about all of them, and they land by one move of the branch.
final class Batch {
  private final List<Member> members = new ArrayList<>();
  private final Set<String> written = new HashSet<>();
  private int checks;

  /// One change.
  ///
  /// @param onto the branch's head, or the `tip` of the one before it
  /// @param tip a commit for the next to be merged on; empty where there is none
  /// @param isolation what will be said of it where it lands after those before it
  record Member(String task, String onto, Merge.Clean merge, String tip, Isolation isolation) {}

  boolean isEmpty() {
    return members.isEmpty();
  }

  int size() {
    return members.size();
  }

  /// In the order in which they land.
  List<Member> members() {
    return List.copyOf(members);
  }

  List<String> tasks() {
    return members.stream().map(Member::task).toList();
  }

  /// Whoever lands before one that comes next.
  List<SerialHistory.Ahead> ahead() {
    return members.stream().map(m -> new SerialHistory.Ahead(m.task(), m.isolation())).toList();
  }

  /// What all of them together leave.
  String tree() {
    return members.getLast().merge().tree();
  }

  /// The branch's head that the first was merged on.
  String onto() {
    return members.getFirst().onto();
  }

  /// A commit for the next to be merged on; empty where there is none.
  String tip() {
    return members.getLast().tip();
  }

  /// Whether a change is about a file that one of these is about.
  boolean meets(Sealed change) {
    return change.changes().stream().anyMatch(c -> written.contains(c.path()));
  }

  void add(Member member) {
    members.add(member);
    written.addAll(member.merge().writes());
    checks = 0;
  }

  /// Leaves the first `many` in.
  ///
  /// @return the others, in their order
  List<String> keep(int many) {
    List<Member> others = members.subList(many, members.size());
    List<String> tasks = others.stream().map(Member::task).toList();
    if (!tasks.isEmpty()) {
      others.clear();
      written.clear();
      members.forEach(m -> written.addAll(m.merge().writes()));
      checks = 0;
    }
    return tasks;
  }

  /// The check runs on [#tree].
  ///
  /// @return for which time
  int countCheck() {
    return ++checks;
  }

  /// How often the check has run on [#tree].
  int checks() {
    return checks;
  }
}
