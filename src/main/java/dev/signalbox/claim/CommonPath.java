package dev.signalbox.claim;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The search for a shortest path that two automata both accept.
///
/// A situation is a state of the one, a state of the other, and a state of [NameRule]; one
/// character leads from a situation to the next. The search goes breadth first, so that the first
/// situation where all three accept is a shortest path, and remembers for each situation where it
/// came from. Where several characters lead to the same situation the most readable stands for all
/// of them.
final class CommonPath {
  private final GlobAutomaton left;
  private final GlobAutomaton right;
  private final long[] seen;

  // The queue, also the memory of the way: situation, index of the one before, character read.
  private int[] situations = new int[64];
  private int[] before = new int[64];
  private int[] characters = new int[64];
  private int size;

  private CommonPath(GlobAutomaton left, GlobAutomaton right) {
    this.left = left;
    this.right = right;
    this.seen = new long[(left.states() * right.states() * NameRule.STATES >> 6) + 1];
  }

  static @Nullable String find(GlobAutomaton left, GlobAutomaton right) {
    return new CommonPath(left, right).search();
  }

  private @Nullable String search() {
    offer(0, 0, NameRule.START, -1, 0);
    for (int i = 0; i < size; i++) {
      int name = situations[i] % NameRule.STATES;
      int pair = situations[i] / NameRule.STATES;
      int a = pair / right.states();
      int b = pair % right.states();
      if (left.accepts(a) && right.accepts(b) && NameRule.complete(name)) {
        return path(i);
      }
      follow(i, a, b, name);
    }
    return null;
  }

  private void follow(int i, int a, int b, int name) {
    int[] leftLabels = left.labels(a);
    int[] rightLabels = right.labels(b);
    for (int e = 0; e < leftLabels.length; e++) {
      int target = left.targets(a)[e];
      for (int f = 0; f < rightLabels.length; f++) {
        meet(i, leftLabels[e], rightLabels[f], target, right.targets(b)[f], name);
      }
    }
  }

  private void meet(int i, int leftLabel, int rightLabel, int a, int b, int name) {
    if (leftLabel >= 0) {
      if (right.reads(rightLabel, leftLabel)) {
        read(i, leftLabel, a, b, name);
      }
    } else if (rightLabel >= 0) {
      if (left.reads(leftLabel, rightLabel)) {
        read(i, rightLabel, a, b, name);
      }
    } else {
      readOneOf(i, left.set(leftLabel).and(right.set(rightLabel)), a, b, name);
    }
  }

  private void read(int i, int c, int a, int b, int name) {
    if (c != '/') {
      offer(a, b, NameRule.next(name, c), i, c);
    } else if (NameRule.complete(name)) {
      offer(a, b, NameRule.START, i, c);
    }
  }

  /// One character for each way the name can go on.
  private void readOneOf(int i, CharacterSet set, int a, int b, int name) {
    String risky = NameRule.risky(name);
    int good = ReadableCharacter.of(set, risky);
    if (good != ReadableCharacter.NONE) {
      read(i, good, a, b, name);
    }
    for (int r = 0; r < risky.length(); r++) {
      if (set.contains(risky.charAt(r))) {
        read(i, risky.charAt(r), a, b, name);
      }
    }
  }

  private void offer(int a, int b, int name, int from, int c) {
    int situation = (a * right.states() + b) * NameRule.STATES + name;
    long bit = 1L << (situation & 63);
    if ((seen[situation >> 6] & bit) != 0) {
      return;
    }
    seen[situation >> 6] |= bit;
    if (size == situations.length) {
      situations = Arrays.copyOf(situations, 2 * size);
      before = Arrays.copyOf(before, 2 * size);
      characters = Arrays.copyOf(characters, 2 * size);
    }
    situations[size] = situation;
    before[size] = from;
    characters[size++] = c;
  }

  private String path(int end) {
    int length = 0;
    for (int i = end; before[i] >= 0; i = before[i]) {
      length++;
    }
    int[] path = new int[length];
    for (int i = end; before[i] >= 0; i = before[i]) {
      path[--length] = characters[i];
    }
    return new String(path, 0, path.length);
  }
}
