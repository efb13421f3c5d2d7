package dev.signalbox.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Places a graph in columns, after Sugiyama, Tagawa and Toda (*Methods for visual understanding of
/// hierarchical system structures*, 1981): an edge that crosses columns gets a place of its own in
/// each, columns are ordered by the barycentre of their neighbours, and then everything moves as
/// close to its neighbours as its own column lets it.
final class LayeredLayout {
  private static final int SWEEPS = 8;
  private static final double NODE_GAP = 1;

  /// A line that passes needs less room than a node.
  private static final double LINE_GAP = 0.5;

  /// An edge by its ends.
  record Edge(String from, String to) {}

  /// @param column from 0
  /// @param row its middle, in heights of a row, the topmost 0
  record Place(int column, double row) {}

  private static final class Slot {
    final int column;
    final boolean line;
    final List<Slot> before = new ArrayList<>();
    final List<Slot> after = new ArrayList<>();
    double row;

    Slot(int column, boolean line) {
      this.column = column;
      this.line = line;
    }

    Place place() {
      return new Place(column, row);
    }
  }

  private final List<List<Slot>> columns = new ArrayList<>();
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Map<Edge, List<Slot>> bends = new LinkedHashMap<>();

  /// @param levels the nodes, each level waiting for something in the one before
  LayeredLayout(List<List<String>> levels, List<Edge> edges) {
    for (List<String> level : levels) {
      List<Slot> column = new ArrayList<>();
      for (String id : level) {
        Slot slot = new Slot(columns.size(), false);
        slots.put(id, slot);
        column.add(slot);
      }
      columns.add(column);
    }
    edges.stream().distinct().forEach(this::route);
    columns.forEach(LayeredLayout::stack);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean forward = sweep % 2 == 0;
      for (int i = 0; i < columns.size(); i++) {
        order(columns.get(forward ? i : columns.size() - 1 - i), forward);
      }
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean forward = sweep % 2 == 0;
      for (int i = 0; i < columns.size(); i++) {
        pull(columns.get(forward ? i : columns.size() - 1 - i));
      }
    }
    double top = columns.stream().flatMap(List::stream).mapToDouble(s -> s.row).min().orElse(0);
    // Snapped to quarters, so that what is nearly in line is in line; all gaps are quarters too.
    columns.forEach(column -> column.forEach(s -> s.row = Math.round((s.row - top) * 4) / 4.0));
  }

  Place place(String id) {
    Slot slot = slots.get(id);
    if (slot == null) {
      throw new IllegalArgumentException("There is no task " + id);
    }
    return slot.place();
  }

  /// Where an edge goes through the columns between its ends.
  List<Place> bends(Edge edge) {
    return bends.getOrDefault(edge, List.of()).stream().map(Slot::place).toList();
  }

  /// How many rows high everything is.
  double height() {
    return columns.stream().flatMap(List::stream).mapToDouble(s -> s.row).max().orElse(0) + 1;
  }

  private void route(Edge edge) {
    Slot from = slots.get(edge.from());
    Slot to = slots.get(edge.to());
    if (from == null || to == null) {
      return;
    }
    List<Slot> through = new ArrayList<>();
    Slot last = from;
    for (int column = from.column + 1; column <= to.column; column++) {
      Slot next = column == to.column ? to : new Slot(column, true);
      if (next.line) {
        columns.get(column).add(next);
        through.add(next);
      }
      last.after.add(next);
      next.before.add(last);
      last = next;
    }
    bends.put(edge, through);
  }

  private static void order(List<Slot> column, boolean forward) {
    ToDoubleFunction<Slot> key = s -> mean(forward ? s.before : s.after, s.row);
    column.sort(Comparator.comparingDouble(key)); // stable: equals stay in the plan's order
    stack(column);
  }

  /// One below the other, the middle at 0.
  private static void stack(List<Slot> column) {
    double row = 0;
    for (int i = 0; i < column.size(); i++) {
      row += i == 0 ? 0 : gap(column.get(i - 1), column.get(i));
      column.get(i).row = row;
    }
    double middle = row / 2;
    column.forEach(s -> s.row -= middle);
  }

  /// As close to the neighbours on both sides as the order and the gaps let it: slots that want the
  /// same place form a block, which goes to the mean of what its members want.
  private static void pull(List<Slot> column) {
    List<List<Slot>> blocks = new ArrayList<>();
    List<Double> tops = new ArrayList<>();
    for (Slot slot : column) {
      List<Slot> block = new ArrayList<>(List.of(slot));
      double top = wanted(slot);
      while (!blocks.isEmpty()
          && bottom(blocks.getLast(), tops.getLast(), block.getFirst()) > top) {
        List<Slot> above = blocks.removeLast();
        tops.removeLast();
        above.addAll(block);
        block = above;
        top = top(block);
      }
      blocks.add(block);
      tops.add(top);
    }
    for (int i = 0; i < blocks.size(); i++) {
      double row = tops.get(i);
      List<Slot> block = blocks.get(i);
      for (int j = 0; j < block.size(); j++) {
        row += j == 0 ? 0 : gap(block.get(j - 1), block.get(j));
        block.get(j).row = row;
      }
    }
  }

  private static double bottom(List<Slot> block, double top, Slot next) {
    double row = top;
    for (int i = 1; i < block.size(); i++) {
      row += gap(block.get(i - 1), block.get(i));
    }
    return row + gap(block.getLast(), next);
  }

  private static double top(List<Slot> block) {
    double offset = 0;
    double sum = 0;
    for (int i = 0; i < block.size(); i++) {
      offset += i == 0 ? 0 : gap(block.get(i - 1), block.get(i));
      sum += wanted(block.get(i)) - offset;
    }
    return sum / block.size();
  }

  private static double wanted(Slot slot) {
    List<Slot> neighbours = new ArrayList<>(slot.before);
    neighbours.addAll(slot.after);
    return mean(neighbours, slot.row);
  }

  private static double mean(List<Slot> slots, double otherwise) {
    return slots.stream().mapToDouble(s -> s.row).average().orElse(otherwise);
  }

  private static double gap(Slot above, Slot below) {
    return ((above.line ? LINE_GAP : NODE_GAP) + (below.line ? LINE_GAP : NODE_GAP)) / 2;
  }
}
