package dev.signalbox.claim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The characters of a class such as `[a-z_]`, as sorted ranges that neither touch nor overlap. `/`
/// and NUL are never in it: no class reaches over the end of a name.
final class CharacterSet {

  /// From `first` to `last`, both included.
  record Range(int first, int last) {}

  /// Everything a name can hold.
  static final CharacterSet ALL = of(List.of(new Range(1, Character.MAX_CODE_POINT)), false);

  private final int[] bounds;

  private CharacterSet(int[] bounds) {
    this.bounds = bounds;
  }

  /// @param negated whether all but `ranges` is meant
  static CharacterSet of(List<Range> ranges, boolean negated) {
    List<Range> all = merged(ranges);
    return new CharacterSet(flat(without(negated ? complement(all) : all, '/')));
  }

  boolean contains(int codePoint) {
    for (int i = 0; i < bounds.length; i += 2) {
      if (codePoint <= bounds[i + 1]) {
        return codePoint >= bounds[i];
      }
    }
    return false;
  }

  boolean isEmpty() {
    return bounds.length == 0;
  }

  CharacterSet and(CharacterSet other) {
    if (this == ALL || other == ALL) {
      return this == ALL ? other : this;
    }
    int[] both = new int[bounds.length + other.bounds.length];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < bounds.length && j < other.bounds.length) {
      int first = Math.max(bounds[i], other.bounds[j]);
      int last = Math.min(bounds[i + 1], other.bounds[j + 1]);
      if (first <= last) {
        both[size++] = first;
        both[size++] = last;
      }
      if (bounds[i + 1] < other.bounds[j + 1]) {
        i += 2;
      } else {
        j += 2;
      }
    }
    return new CharacterSet(Arrays.copyOf(both, size));
  }

  /// The bounds of the ranges in turn, for [ReadableCharacter].
  int[] bounds() {
    return bounds;
  }

  private static List<Range> merged(List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.comparingInt(Range::first));
    List<Range> merged = new ArrayList<>();
    for (Range range : sorted) {
      if (!merged.isEmpty() && range.first() <= merged.getLast().last() + 1) {
        Range last = merged.removeLast();
        merged.add(new Range(last.first(), Math.max(last.last(), range.last())));
      } else {
        merged.add(range);
      }
    }
    return merged;
  }

  private static List<Range> complement(List<Range> ranges) {
    List<Range> rest = new ArrayList<>();
    int next = 1;
    for (Range range : ranges) {
      if (range.first() > next) {
        rest.add(new Range(next, range.first() - 1));
      }
      next = Math.max(next, range.last() + 1);
    }
    if (next <= Character.MAX_CODE_POINT) {
      rest.add(new Range(next, Character.MAX_CODE_POINT));
    }
    return rest;
  }

  private static List<Range> without(List<Range> ranges, int codePoint) {
    List<Range> rest = new ArrayList<>();
    for (Range range : ranges) {
      if (codePoint < range.first() || codePoint > range.last()) {
        rest.add(range);
        continue;
      }
      if (range.first() < codePoint) {
        rest.add(new Range(range.first(), codePoint - 1));
      }
      if (codePoint < range.last()) {
        rest.add(new Range(codePoint + 1, range.last()));
      }
    }
    return rest;
  }

  private static int[] flat(List<Range> ranges) {
    int[] flat = new int[2 * ranges.size()];
    for (int i = 0; i < ranges.size(); i++) {
      flat[2 * i] = ranges.get(i).first();
      flat[2 * i + 1] = ranges.get(i).last();
    }
    return flat;
  }
}
