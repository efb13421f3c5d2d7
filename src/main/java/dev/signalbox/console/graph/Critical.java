package dev.signalbox.console.graph;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The critical path as the lines it passes.
final class Critical {
  private Critical() {}

  static Set<Pair> pairs(List<String> path) {
    Set<Pair> pairs = new HashSet<>();
    for (int i = 1; i < path.size(); i++) {
      pairs.add(new Pair(path.get(i - 1), path.get(i)));
    }
    return pairs;
  }
}
