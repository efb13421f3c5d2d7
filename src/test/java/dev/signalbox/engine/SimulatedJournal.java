package dev.signalbox.engine;

import dev.signalbox.engine.Chance.Fault;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The journal of a simulated run, over all its sessions: refuses, crashes, and loses in a power
/// cut what was not followed by an entry that must survive one.
final class SimulatedJournal {
  private static final MethodHandle SYNCED = rule();

  private final Chance chance;
  private final Consumer<List<Entry>> kept;
  private final List<Entry> entries = new ArrayList<>();

  /// Where each batch since the last sync ends; a batch is kept whole or not at all.
  private final List<Integer> unsynced = new ArrayList<>();

  /// Where each batch ends.
  private final TreeSet<Integer> ends = new TreeSet<>();

  private int synced;

  /// @param kept hears of each batch once it is kept, before anybody else
  SimulatedJournal(Chance chance, Consumer<List<Entry>> kept) {
    this.chance = chance;
    this.kept = kept;
  }

  /// The console dies here.
  static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
      super(where, null, false, false);
    }
  }

  List<Entry> entries() {
    return entries;
  }

  /// How many entries no power cut can take away.
  int synced() {
    return synced;
  }

  /// The log as one session of the engine has it.
  EventLog forSession() {
    return new EventLog() {
      @Override
      public void append(List<Entry> batch) throws EventLogException {
        SimulatedJournal.this.append(batch);
      }

      @Override
      public List<Entry> read() {
        return List.copyOf(entries);
      }

      @Override
      public void close() {}
    };
  }

  private void append(List<Entry> batch) throws EventLog.EventLogException {
    if (chance.happens(Fault.JOURNAL_FAILS)) {
      throw new EventLog.EventLogException("The disk is full.", new AssertionError());
    }
    if (chance.happens(Fault.CRASH_BEFORE_APPEND)) {
      throw new Crash("before append");
    }
    keep(batch);
    if (chance.happens(Fault.JOURNAL_FAILS_BUT_KEEPS)) {
      throw new EventLog.EventLogException("The disk went away.", new AssertionError());
    }
    if (chance.happens(Fault.CRASH_AFTER_APPEND)) {
      throw new Crash("after append");
    }
  }

  private void keep(List<Entry> batch) {
    for (Entry entry : batch) {
      if (entry.sequence() != entries.size() + 1) {
        throw new AssertionError("Entry %s cannot follow %d".formatted(entry, entries.size()));
      }
      if ((entry.sequence() == 1) != (entry.event() instanceof Event.RunStarted)) {
        throw new AssertionError("A run begins with RunStarted, and only once");
      }
      entries.add(entry);
    }
    if (batch.stream().anyMatch(entry -> mustSurviveAPowerCut(entry.event()))) {
      synced = entries.size();
      unsynced.clear();
    } else {
      unsynced.add(entries.size());
    }
    ends.add(entries.size());
    kept.accept(batch);
  }

  /// The machine goes down: some of the batches that were not synced are gone, the last first.
  ///
  /// @return whether any were
  boolean losePower() {
    int survives = chance.between(0, unsynced.size());
    int end = survives == 0 ? synced : unsynced.get(survives - 1);
    boolean lost = end < entries.size();
    ends.tailSet(end, false).clear();
    entries.subList(end, entries.size()).clear();
    unsynced.subList(survives, unsynced.size()).clear();
    return lost;
  }

  /// Somebody puts an older copy of the journal in its place: mostly one from when a task that has
  /// landed by now was in a state that seems to lead nowhere.
  ///
  /// @return whether it lacks something
  boolean putBack() {
    Map<TaskState, List<Integer>> unlikely = new EnumMap<>(TaskState.class);
    Set<String> landed = new HashSet<>();
    entries.forEach(
        entry -> {
          if (entry.event() instanceof Event.Landed e && !e.commit().isEmpty()) {
            landed.add(e.task());
          }
        });
    RunState then = new RunState();
    for (Entry entry : entries) {
      then.apply(entry);
      for (String task :
          ends.contains(Math.toIntExact(entry.sequence())) ? landed : Set.<String>of()) {
        then.task(task)
            .map(TaskStatus::state)
            .filter(SimulatedJournal::leadsNowhere)
            .ifPresent(
                state ->
                    unlikely
                        .computeIfAbsent(state, s -> new ArrayList<>())
                        .add(Math.toIntExact(entry.sequence())));
      }
    }
    int moment =
        unlikely.isEmpty() || chance.oneIn(4)
            ? chance.between(0, entries.size())
            : chance.pick(chance.pick(List.copyOf(unlikely.values())));
    if (moment == 0) {
      return false;
    }
    int kept = Objects.requireNonNull(ends.ceiling(moment));
    ends.tailSet(kept, false).clear();
    boolean lost = kept < entries.size();
    entries.subList(kept, entries.size()).clear();
    synced = kept;
    unsynced.clear();
    return lost;
  }

  private static boolean leadsNowhere(TaskState state) {
    return state.isAsking() || (state.isFinal() && state != TaskState.LANDED);
  }

  private static boolean mustSurviveAPowerCut(Event event) {
    try {
      return (boolean) SYNCED.invokeExact(event);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  // The journal's own rule, which is nobody's business in the programme itself.
  private static MethodHandle rule() {
    try {
      Method rule =
          Class.forName("dev.signalbox.journal.RunLog")
              .getDeclaredMethod("mustSurviveAPowerCut", Event.class);
      rule.setAccessible(true);
      return MethodHandles.lookup()
          .unreflect(rule)
          .asType(MethodType.methodType(boolean.class, Event.class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("The journal's rule on what is synced is elsewhere now", e);
    }
  }
}
