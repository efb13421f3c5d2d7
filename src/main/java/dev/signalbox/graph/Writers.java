package dev.signalbox.graph;

import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/// Which positions may write what, by their claims.
final class Writers {
  private static final int[] EMPTY = {};
  final GlobIndex globs;

  /// Who writes a glob, ascending, by the glob's number.
  private final IntLists byGlob;

  /// The numbers of the globs that each position writes.
  private final IntLists written;

  /// Who holds its claims beside nobody.
  private final BitSet alone;

  Writers() {
    globs = new GlobIndex();
    byGlob = new IntLists();
    written = new IntLists();
    alone = new BitSet();
  }

  /// Takes over what is there; the other must not grow any more.
  Writers(Writers other) {
    globs = other.globs;
    byGlob = new IntLists(other.byGlob);
    written = new IntLists(other.written);
    alone = (BitSet) other.alone.clone();
  }

  /// One more position at the end.
  void append(Task task, Undeclared undeclared) {
    int position = written.count();
    written.append();
    for (int id : globs.writtenIds(task.claims().knownWrites())) {
      written.add(position, id);
      while (byGlob.count() <= id) {
        byGlob.append();
      }
      byGlob.add(id, position);
    }
    alone.set(position, undeclared == Undeclared.EXCLUSIVE && !task.claims().declaresWrites());
  }

  /// Who writes something that one of the globs matches, ascending.
  int[] of(List<Glob> wanted) {
    return holding(globs.meeting(wanted));
  }

  private int[] holding(int[] ids) {
    if (ids.length == 0) {
      return ids;
    }
    // A graph that was made from this one may have added globs that nobody writes here.
    IntStream all = IntStream.of(ids).filter(id -> id < byGlob.count()).flatMap(byGlob::stream);
    return all.sorted().distinct().toArray();
  }

  boolean isAlone(int position) {
    return alone.get(position);
  }

  /// The numbers of the globs that a position writes.
  int[] written(int position) {
    return written.stream(position).toArray();
  }

  /// Who cannot hold its claims at the same time as a position, leaving paths aside; ascending.
  int[] rivals(int position) {
    if (isAlone(position)) {
      return IntStream.range(0, written.count()).filter(other -> other != position).toArray();
    }
    int[] writers = holding(globs.meeting(written(position)));
    return alone.isEmpty() && writers.length < 2
        ? EMPTY
        : IntStream.concat(IntStream.of(writers), alone.stream())
            .filter(other -> other != position)
            .sorted()
            .toArray();
  }
}
