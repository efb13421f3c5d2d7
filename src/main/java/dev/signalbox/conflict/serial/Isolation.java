package dev.signalbox.conflict.serial;

/// How well it is known that a landed task did what it would have done in some serial order.
public enum Isolation {
  /// All that it was seen to read is what it would have read at its place in the serial order.
  SERIALIZABLE("serializable"),
  /// As above, but it changed a file that another changed at the same time without either reading
  /// the other's change, and git put the two together.
  COMMUTING("commuting"),
  /// A person looked at a conflict or a stale read and had it land.
  OPERATOR_DECIDED("operator decided"),
  /// It read what another has changed since, and there is no serial order; the plan lets it land.
  NOT_SERIAL("not serial"),
  /// Others landed while it worked, and nobody saw what it read.
  NOT_VALIDATED("not validated");

  private final String word;

  Isolation(String word) {
    this.word = word;
  }

  /// The most that may be said of a task that is in no ring.
  ///
  /// @param alone whether nothing had landed between its start and its landing
  /// @param known whether it is known what it read
  /// @param shared whether a file that it changed was changed by what landed meanwhile
  public static Isolation atMost(boolean alone, boolean known, boolean shared) {
    if (alone) {
      return SERIALIZABLE;
    }
    if (!known) {
      return NOT_VALIDATED;
    }
    return shared ? COMMUTING : SERIALIZABLE;
  }

  /// Whether it says that the task has a place in a serial order.
  public boolean isClaimed() {
    return this == SERIALIZABLE || this == COMMUTING;
  }

  /// As people and reports read it.
  public String word() {
    return word;
  }
}
