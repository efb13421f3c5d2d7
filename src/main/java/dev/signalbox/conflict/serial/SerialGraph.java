package dev.signalbox.conflict.serial;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// Who has to come before whom, so that a serial run gives what the parallel one gave: the direct
/// serialization graph of the landed tasks (Adya, Liskov, O'Neil 2000). A reader comes after the
/// writer of the version it saw and before the writer of the next one; writers of one key keep the
/// order in which they landed. Where there is no ring, an order that keeps to all of it is a serial
/// run with the same reads and the same result; it need not be the order of the landings.
public final class SerialGraph {
  private final List<Footprint> landed;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<List<Precedence>> out = new ArrayList<>();

  /// @param landed in the order in which they landed
  public SerialGraph(List<Footprint> landed) {
    this.landed = List.copyOf(landed);
    for (Footprint footprint : landed) {
      if (places.put(footprint.task(), places.size()) != null) {
        throw new IllegalArgumentException(footprint.task() + " landed twice");
      }
      out.add(new ArrayList<>());
    }
    Map<String, List<Integer>> writers = writers();
    writers.forEach(this::writersInTheirOrder);
    for (int reader = 0; reader < landed.size(); reader++) {
      read(reader, writers);
      for (String before : landed.get(reader).after()) {
        Integer place = places.get(before);
        if (place != null) {
          add(place, reader, Precedence.Kind.TOLD, "");
        }
      }
    }
  }

  private Map<String, List<Integer>> writers() {
    Map<String, List<Integer>> writers = new TreeMap<>();
    for (int place = 0; place < landed.size(); place++) {
      for (String key : landed.get(place).writes()) {
        writers.computeIfAbsent(key, k -> new ArrayList<>()).add(place);
      }
    }
    return writers;
  }

  private void writersInTheirOrder(String key, List<Integer> writers) {
    // Names that come and go in a folder do not overwrite each other.
    if (key.endsWith("/")) {
      return;
    }
    for (int i = 1; i < writers.size(); i++) {
      add(writers.get(i - 1), writers.get(i), Precedence.Kind.WRITE, key);
    }
  }

  private void read(int reader, Map<String, List<Integer>> writers) {
    switch (landed.get(reader).reading()) {
      case Reading.Of(var keys) ->
          keys.forEach(key -> read(reader, key, writers.getOrDefault(key, List.of())));
      case Reading.Matching(var rule) ->
          writers.forEach(
              (key, those) -> {
                if (rule.test(key)) {
                  read(reader, key, those);
                }
              });
    }
  }

  private void read(int reader, String key, List<Integer> writers) {
    int saw = landed.get(reader).startedAfter();
    // A folder's list is the work of all who changed it, in whatever order.
    boolean list = key.endsWith("/");
    int next = 0;
    while (next < writers.size() && writers.get(next) < saw) {
      next++;
    }
    for (int i = list ? 0 : Math.max(0, next - 1); i < next; i++) {
      add(writers.get(i), reader, Precedence.Kind.READ, key);
    }
    for (int i = next; i < writers.size(); i++) {
      if (writers.get(i) != reader) {
        add(reader, writers.get(i), Precedence.Kind.STALE, key);
        if (!list) {
          return;
        }
      }
    }
  }

  private void add(int before, int after, Precedence.Kind kind, String key) {
    if (before != after) {
      out.get(before)
          .add(new Precedence(landed.get(before).task(), landed.get(after).task(), kind, key));
    }
  }

  /// Everything that was found, by the place of the earlier one.
  public List<Precedence> precedences() {
    return out.stream().flatMap(List::stream).toList();
  }

  /// A ring that `task` is part of, from it to itself; the shortest there is.
  public Optional<List<Precedence>> ringThrough(String task) {
    int start = places.getOrDefault(task, -1);
    if (start < 0) {
      return Optional.empty();
    }
    Precedence[] by = new Precedence[landed.size()];
    Deque<Integer> next = new ArrayDeque<>(List.of(start));
    while (!next.isEmpty()) {
      for (Precedence edge : out.get(next.remove())) {
        int to = places.getOrDefault(edge.after(), -1);
        if (by[to] != null) {
          continue;
        }
        by[to] = edge;
        if (to == start) {
          return Optional.of(ring(by, start));
        }
        next.add(to);
      }
    }
    return Optional.empty();
  }

  private List<Precedence> ring(Precedence[] by, int start) {
    List<Precedence> ring = new ArrayList<>();
    int at = start;
    do {
      ring.add(by[at]);
      at = places.getOrDefault(by[at].before(), start);
    } while (at != start);
    Collections.reverse(ring);
    return ring;
  }

  /// An order in which the tasks could have run alone, as near to that of their landings as can be;
  /// empty where there is none.
  public Optional<List<String>> order() {
    int[] missing = new int[landed.size()];
    for (Precedence edge : precedences()) {
      missing[places.getOrDefault(edge.after(), 0)]++;
    }
    PriorityQueue<Integer> free = new PriorityQueue<>();
    for (int place = 0; place < missing.length; place++) {
      if (missing[place] == 0) {
        free.add(place);
      }
    }
    List<String> order = new ArrayList<>();
    while (!free.isEmpty()) {
      int place = free.remove();
      order.add(landed.get(place).task());
      for (Precedence edge : out.get(place)) {
        int after = places.getOrDefault(edge.after(), 0);
        if (--missing[after] == 0) {
          free.add(after);
        }
      }
    }
    return Arrays.stream(missing).allMatch(m -> m == 0) ? Optional.of(order) : Optional.empty();
  }
}
