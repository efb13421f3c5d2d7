package dev.signalbox.graph;

import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// Which positions may write what, by their claims.
final class Writers {
  final GlobIndex globs;

  /// Who writes a glob, ascending, by the glob's number.
  private final IntLists byGlob;

  /// Who holds its claims beside nobody.
  private final BitSet alone;

  Writers() {
    globs = new GlobIndex();
    byGlob = new IntLists();
    alone = new BitSet();
  }

  /// Takes over what is there; the other must not grow any more.
  Writers(Writers other) {
    globs = other.globs;
    byGlob = new IntLists(other.byGlob);
    alone = (BitSet) other.alone.clone();
  }

  /// @param position higher than any before
  void add(int position, Task task, Undeclared undeclared) {
    for (int id : globs.writtenIds(task.claims().knownWrites())) {
      while (byGlob.count() <= id) {
        byGlob.append();
      }
      byGlob.add(id, position);
    }
    alone.set(position, undeclared == Undeclared.EXCLUSIVE && !task.claims().declaresWrites());
  }

  /// Who writes something that one of the globs matches, ascending.
  int[] of(List<Glob> wanted) {
    int[] ids = globs.meeting(wanted);
    if (ids.length == 0) {
      return ids;
    }
    // A graph that was made from this one may have added globs that nobody writes here.
    IntStream all =
        IntStream.of(ids)
            .filter(id -> id < byGlob.count())
            .flatMap(id -> IntStream.range(0, byGlob.size(id)).map(k -> byGlob.get(id, k)));
    return all.sorted().distinct().toArray();
  }

  boolean isAlone(int position) {
    return alone.get(position);
  }

  /// Who cannot hold its claims at the same time as `task`, leaving paths aside; ascending.
  int[] rivals(int position, Task task, int size) {
    if (isAlone(position)) {
      return IntStream.range(0, size).filter(other -> other != position).toArray();
    }
    int[] writers = of(task.claims().knownWrites());
    return IntStream.concat(IntStream.of(writers), alone.stream())
        .filter(other -> other != position)
        .sorted()
        .toArray();
  }
}
