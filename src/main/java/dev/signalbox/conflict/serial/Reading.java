package dev.signalbox.conflict.serial;

import java.util.Set;
import java.util.function.Predicate;

/// What a task read of the tree that it started from. A key is the path of a file, or that of a
/// folder with a `/` behind it for the list of its names.
public sealed interface Reading {

  boolean reads(String key);

  /// Exactly these.
  record Of(Set<String> keys) implements Reading {
    public Of {
      keys = Set.copyOf(keys);
    }

    @Override
    public boolean reads(String key) {
      return keys.contains(key);
    }
  }

  /// Whatever a rule says: a claim, or everything where nothing better is known.
  record Matching(Predicate<String> rule) implements Reading {
    @Override
    public boolean reads(String key) {
      return rule.test(key);
    }
  }

  /// Nothing is known not to have been read.
  static Reading everything() {
    return new Matching(key -> true);
  }
}
