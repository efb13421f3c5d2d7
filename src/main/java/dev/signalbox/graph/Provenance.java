package dev.signalbox.graph;

/// Why one task comes after another.
public enum Provenance {
  /// The plan says `depends_on`.
  DECLARED,
  /// A value of the one is the output of the other.
  DATA,
  /// The one reads what the other, earlier in the file, writes.
  CLAIM,
  /// Somebody added it while the run was under way.
  ADDED
}
