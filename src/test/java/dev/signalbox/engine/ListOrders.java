package dev.signalbox.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/// Schedules by a fixed order of the tasks: whenever a slot is free, the first of the order that
/// can start does.
final class ListOrders {
  private ListOrders() {}

  /// The shortest of the schedules that `orders` random orders give.
  static long best(RandomDags.Dag dag, int slots, int orders, Random random) {
    int[] place = new int[dag.size()];
    Arrays.setAll(place, i -> i);
    long best = Long.MAX_VALUE;
    for (int k = 0; k < orders; k++) {
      for (int i = place.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = place[i];
        place[i] = place[j];
        place[j] = swapped;
      }
      best = Math.min(best, makespan(dag, slots, place));
    }
    return best;
  }

  private static long makespan(RandomDags.Dag dag, int slots, int[] place) {
    int size = dag.size();
    int[] missing = new int[size];
    int[][] after = after(dag);
    PriorityQueue<Integer> ready = new PriorityQueue<>(Comparator.comparingInt(i -> place[i]));
    PriorityQueue<long[]> running = new PriorityQueue<>(Comparator.comparingLong(e -> e[0]));
    for (int i = 0; i < size; i++) {
      missing[i] = dag.before()[i].length;
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    long now = 0;
    while (true) {
      while (!ready.isEmpty() && running.size() < slots) {
        int i = ready.remove();
        running.add(new long[] {now + dag.millis()[i], i});
      }
      if (running.isEmpty()) {
        return now;
      }
      long[] ended = running.remove();
      now = ended[0];
      for (int a : after[(int) ended[1]]) {
        if (--missing[a] == 0) {
          ready.add(a);
        }
      }
    }
  }

  private static int[][] after(RandomDags.Dag dag) {
    int[] many = new int[dag.size()];
    for (int[] before : dag.before()) {
      for (int b : before) {
        many[b]++;
      }
    }
    int[][] after = new int[dag.size()][];
    Arrays.setAll(after, i -> new int[many[i]]);
    for (int i = 0; i < dag.size(); i++) {
      for (int b : dag.before()[i]) {
        after[b][--many[b]] = i;
      }
    }
    return after;
  }
}
