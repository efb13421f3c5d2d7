package dev.signalbox.engine;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What simulations have come across.
///
/// @param rows of the transition table, those that were taken
/// @param commands those that were carried out
/// @param faults those that happened
record Coverage(
    Set<Transitions.Transition> rows,
    Set<Class<? extends Command>> commands,
    Set<Chance.Fault> faults) {

  Coverage() {
    this(new HashSet<>(), new HashSet<>(), EnumSet.noneOf(Chance.Fault.class));
  }

  /// Whether there is nothing that they have not come across.
  boolean isComplete() {
    return rows.containsAll(Transitions.all())
        && commands.containsAll(List.of(Command.class.getPermittedSubclasses()))
        && faults.containsAll(EnumSet.allOf(Chance.Fault.class));
  }

  void add(Coverage other) {
    rows.addAll(other.rows);
    commands.addAll(other.commands);
    faults.addAll(other.faults);
  }
}
