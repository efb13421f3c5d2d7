package dev.signalbox.claim;

import java.util.Arrays;

/// A glob as a nondeterministic automaton without empty steps: state 0 is where it starts; each
/// state has edges, an edge a label and a target.
///
/// A label is a character (0 or more), [#ANY] (every character but `/`), or below that one of the
/// classes. Only the label `/` leads from a name to the next.
final class GlobAutomaton {
  static final int ANY = -1;

  private final int[][] labels;
  private final int[][] targets;
  private final boolean[] accepting;
  private final CharacterSet[] classes;

  GlobAutomaton(int[][] labels, int[][] targets, boolean[] accepting, CharacterSet[] classes) {
    this.labels = labels;
    this.targets = targets;
    this.accepting = accepting;
    this.classes = classes;
  }

  /// The label of class number `index`.
  static int labelOfClass(int index) {
    return -2 - index;
  }

  int states() {
    return accepting.length;
  }

  int[] labels(int state) {
    return labels[state];
  }

  int[] targets(int state) {
    return targets[state];
  }

  boolean accepts(int state) {
    return accepting[state];
  }

  /// The characters that a label other than `/` stands for.
  CharacterSet set(int label) {
    return label == ANY ? CharacterSet.ALL : classes[-2 - label];
  }

  boolean reads(int label, int c) {
    if (label >= 0) {
      return label == c;
    }
    return label == ANY ? c != '/' : classes[-2 - label].contains(c);
  }

  /// Runs all ways through the automaton at once, and [NameRule] beside them.
  boolean matches(String path) {
    int[] now = new int[states()];
    int[] next = new int[states()];
    int[] seenAt = new int[states()];
    Arrays.fill(seenAt, -1);
    int size = 1;
    int name = NameRule.START;
    for (int i = 0; i < path.length() && size > 0; ) {
      int c = path.codePointAt(i);
      if (c == '/' && !NameRule.complete(name)) {
        return false;
      }
      name = c == '/' ? NameRule.START : NameRule.next(name, c);
      int found = 0;
      for (int s = 0; s < size; s++) {
        int[] stateLabels = labels[now[s]];
        for (int e = 0; e < stateLabels.length; e++) {
          int target = targets[now[s]][e];
          if (seenAt[target] != i && reads(stateLabels[e], c)) {
            seenAt[target] = i;
            next[found++] = target;
          }
        }
      }
      int[] swap = now;
      now = next;
      next = swap;
      size = found;
      i += Character.charCount(c);
    }
    if (!NameRule.complete(name)) {
      return false;
    }
    for (int s = 0; s < size; s++) {
      if (accepting[now[s]]) {
        return true;
      }
    }
    return false;
  }
}
