package dev.signalbox.engine;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What simulations have come across.
///
/// @param rows of the transition table, those that were taken
/// @param events those that the log had
/// @param commands those that were carried out
/// @param faults those that happened
record Coverage(
    Set<Transitions.Transition> rows,
    Set<Class<? extends Event>> events,
    Set<Class<? extends Command>> commands,
    Set<Chance.Fault> faults) {

  /// Every event but two: what is seen between attempts in flight comes from watching work trees,
  /// and there are none here.
  static final Set<Class<? extends Event>> ALL_EVENTS =
      Stream.concat(
              Arrays.stream(Event.class.getPermittedSubclasses()),
              Arrays.stream(Event.OfTask.class.getPermittedSubclasses()))
          .filter(Class::isRecord)
          .filter(type -> type != Event.ConflictSeen.class && type != Event.ConflictGone.class)
          .<Class<? extends Event>>map(type -> type.asSubclass(Event.class))
          .collect(Collectors.toUnmodifiableSet());

  Coverage() {
    this(new HashSet<>(), new HashSet<>(), new HashSet<>(), EnumSet.noneOf(Chance.Fault.class));
  }

  /// Whether there is nothing that they have not come across.
  boolean isComplete() {
    return rows.containsAll(Transitions.all())
        && events.containsAll(ALL_EVENTS)
        && commands.containsAll(List.of(Command.class.getPermittedSubclasses()))
        && faults.containsAll(EnumSet.allOf(Chance.Fault.class));
  }

  void add(Coverage other) {
    rows.addAll(other.rows);
    events.addAll(other.events);
    commands.addAll(other.commands);
    faults.addAll(other.faults);
  }
}
