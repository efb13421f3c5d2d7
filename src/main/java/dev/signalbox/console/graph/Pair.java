package dev.signalbox.console.graph;

import dev.signalbox.graph.Dependency;

/// Two tasks of which the second comes after the first, for whatever reasons.
record Pair(String from, String to) {
  static Pair of(Dependency edge) {
    return new Pair(edge.from(), edge.to());
  }
}
