package dev.signalbox.graph;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// The relation of a graph by the plainest means, to hold the graph against: a table of distances,
/// filled anew by Floyd and Warshall whenever it is asked for.
final class Matrix {
  static final int NEVER = 1_000_000;
  private final List<String> ids;
  private final int[][] distance;

  Matrix(List<String> ids, Collection<Dependency> edges) {
    this.ids = ids;
    int size = ids.size();
    distance = new int[size][size];
    for (int[] row : distance) {
      Arrays.fill(row, NEVER);
    }
    edges.forEach(e -> distance[ids.indexOf(e.from())][ids.indexOf(e.to())] = 1);
    for (int k = 0; k < size; k++) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          distance[i][j] = Math.min(distance[i][j], distance[i][k] + distance[k][j]);
        }
      }
    }
  }

  boolean reaches(String from, String to) {
    return distance(from, to) < NEVER;
  }

  boolean ordered(String a, String b) {
    return reaches(a, b) || reaches(b, a);
  }

  /// How many edges lie between them; for a task and itself, the shortest ring.
  int distance(String from, String to) {
    return distance[ids.indexOf(from)][ids.indexOf(to)];
  }
}
