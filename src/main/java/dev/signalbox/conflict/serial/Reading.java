package dev.signalbox.conflict.serial;

import java.util.List;
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

  /// Certain keys, and everything below certain folders.
  ///
  /// @param subtrees paths; empty for the top
  static Reading of(Set<String> keys, List<String> subtrees) {
    if (subtrees.isEmpty()) {
      return new Of(keys);
    }
    Set<String> certain = Set.copyOf(keys);
    List<String> beginnings = subtrees.stream().map(t -> t.isEmpty() ? "" : t + "/").toList();
    return new Matching(
        key -> certain.contains(key) || beginnings.stream().anyMatch(key::startsWith));
  }

  /// Nothing is known not to have been read.
  static Reading everything() {
    return new Matching(key -> true);
  }
}
