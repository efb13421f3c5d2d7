package dev.signalbox.graph;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Many lists of numbers that only grow, most of them short: an array each, and no objects.
final class IntLists {
  private static final int[] EMPTY = {};
  private int[][] lists;
  private int[] sizes;
  private int count;

  /// Whether an array may be another's too, and so must not be written to.
  private final boolean shared;

  IntLists() {
    lists = new int[16][];
    sizes = new int[16];
    shared = false;
  }

  /// Takes over what is there; the other must not grow any more.
  IntLists(IntLists other) {
    lists = other.lists.clone();
    sizes = other.sizes.clone();
    count = other.count;
    shared = true;
  }

  /// One more list, empty, at the end.
  void append() {
    if (count == lists.length) {
      lists = Arrays.copyOf(lists, 2 * count);
      sizes = Arrays.copyOf(sizes, 2 * count);
    }
    lists[count++] = EMPTY;
  }

  int count() {
    return count;
  }

  int size(int list) {
    return sizes[list];
  }

  int get(int list, int index) {
    return lists[list][index];
  }

  void add(int list, int value) {
    int size = sizes[list]++;
    if (shared || size == lists[list].length) {
      lists[list] = Arrays.copyOf(lists[list], shared || size == 0 ? size + 1 : 2 * size);
    }
    lists[list][size] = value;
  }

  IntStream stream(int list) {
    return Arrays.stream(lists[list], 0, sizes[list]);
  }

  boolean contains(int list, int value) {
    for (int i = 0; i < sizes[list]; i++) {
      if (lists[list][i] == value) {
        return true;
      }
    }
    return false;
  }
}
