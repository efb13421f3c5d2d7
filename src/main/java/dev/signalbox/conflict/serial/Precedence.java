package dev.signalbox.conflict.serial;

/// One task has to come before another in every serial order.
///
/// @param key what makes it so; empty for [Kind#TOLD]
public record Precedence(String before, String after, Kind kind, String key) {

  /// The kinds of dependency between two transactions (Adya, Liskov, O'Neil 2000), and our own.
  public enum Kind {
    /// It read what the other had written.
    READ,
    /// Both wrote the same, in this order.
    WRITE,
    /// It read what the other has changed since.
    STALE,
    /// The plan says so.
    TOLD
  }
}
