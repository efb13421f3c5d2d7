package dev.signalbox.graph;

import dev.signalbox.plan.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Tasks that the same things keep from starting: one agent, the same resources, the same claims.
/// Most plans have few such lanes, or one a task.
final class Lanes {
  /// Who draws on the same agent and resources.
  record Pool(String agent, List<String> uses) {}

  /// @param alone whether its tasks exclude all others
  /// @param writes the numbers of the globs that its tasks write
  record Lane(Pool pool, boolean alone, List<Integer> writes) {}

  /// All lanes.
  final List<Lane> lanes = new ArrayList<>();

  /// The numbers of the written globs that those of each lane meet.
  final List<int[]> meets = new ArrayList<>();

  private final int[] laneOf;

  Lanes(List<Task> tasks, Writers writers) {
    laneOf = new int[tasks.size()];
    Map<Lane, Integer> known = new HashMap<>();
    Map<Pool, Pool> pools = new HashMap<>();
    for (int i = 0; i < laneOf.length; i++) {
      Task task = tasks.get(i);
      int[] ids = writers.written(i);
      Pool pool = pools.computeIfAbsent(new Pool(task.agent(), task.uses()), same -> same);
      Lane lane = new Lane(pool, writers.isAlone(i), IntStream.of(ids).sorted().boxed().toList());
      laneOf[i] =
          known.computeIfAbsent(
              lane,
              added -> {
                lanes.add(added);
                meets.add(writers.globs.meeting(ids));
                return lanes.size() - 1;
              });
    }
  }

  /// The number of a task's lane.
  int of(int position) {
    return laneOf[position];
  }
}
