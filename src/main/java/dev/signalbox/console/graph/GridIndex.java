package dev.signalbox.console.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.geometry.Rectangle2D;

/// Finds what lies in a part of the drawing without looking at all of it. What is large is kept in
/// a list of its own, so that one long edge does not fill a thousand cells.
final class GridIndex<T> {
  private static final double CELL = 320;
  private static final int LARGE = 48;

  private final Map<Long, List<Entry<T>>> cells = new HashMap<>();
  private final List<Entry<T>> large = new ArrayList<>();
  private final List<Entry<T>> all = new ArrayList<>();

  private record Entry<T>(T item, Rectangle2D box) {}

  void add(T item, Rectangle2D box) {
    Entry<T> entry = new Entry<>(item, box);
    all.add(entry);
    if (cellsOf(box) > LARGE) {
      large.add(entry);
      return;
    }
    for (int column = cell(box.getMinX()); column <= cell(box.getMaxX()); column++) {
      for (int row = cell(box.getMinY()); row <= cell(box.getMaxY()); row++) {
        cells.computeIfAbsent(key(column, row), k -> new ArrayList<>()).add(entry);
      }
    }
  }

  /// What touches `area`, each once.
  List<T> in(Rectangle2D area) {
    List<T> hits = new ArrayList<>();
    if (cellsOf(area) > cells.size()) {
      for (Entry<T> entry : all) {
        if (entry.box.intersects(area)) {
          hits.add(entry.item);
        }
      }
      return hits;
    }
    Set<Entry<T>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Entry<T>> candidates = new ArrayList<>(large);
    for (int column = cell(area.getMinX()); column <= cell(area.getMaxX()); column++) {
      for (int row = cell(area.getMinY()); row <= cell(area.getMaxY()); row++) {
        candidates.addAll(cells.getOrDefault(key(column, row), List.of()));
      }
    }
    for (Entry<T> entry : candidates) {
      if (seen.add(entry) && entry.box.intersects(area)) {
        hits.add(entry.item);
      }
    }
    return hits;
  }

  private static double cellsOf(Rectangle2D box) {
    return (Math.floor(box.getMaxX() / CELL) - Math.floor(box.getMinX() / CELL) + 1)
        * (Math.floor(box.getMaxY() / CELL) - Math.floor(box.getMinY() / CELL) + 1);
  }

  private static int cell(double at) {
    return (int) Math.floor(at / CELL);
  }

  private static long key(int column, int row) {
    return ((long) column << 32) ^ (row & 0xffffffffL);
  }
}
