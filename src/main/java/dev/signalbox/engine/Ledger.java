package dev.signalbox.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The log as the engine's thread writes it. An event is folded at once, so that the next decision
/// sees it, and kept together with all others of the same step; only then do listeners hear of it
/// and effects happen.
final class Ledger {
  private static final Logger LOG = Logger.getLogger(Ledger.class.getName());

  private final EventLog log;
  private final EngineClock clock;
  private final RunState state = new RunState();
  private final List<Entry> step = new ArrayList<>();
  private final List<Runnable> afterwards = new ArrayList<>();
  private final List<Consumer<List<Entry>>> listeners = new ArrayList<>();

  Ledger(EventLog log, EngineClock clock, List<Entry> past) {
    this.log = log;
    this.clock = clock;
    past.forEach(state::apply);
  }

  RunState state() {
    return state;
  }

  EngineClock clock() {
    return clock;
  }

  void emit(Event event) {
    Entry entry = new Entry(state.sequence() + 1, clock.now(), event);
    state.apply(entry);
    step.add(entry);
  }

  /// Does `effect` once everything emitted so far is kept.
  void then(Runnable effect) {
    afterwards.add(effect);
  }

  /// Between steps, so that what the log has is what the others have heard.
  void subscribe(Consumer<List<Entry>> listener) {
    try {
      if (tell(listener, log.read())) {
        listeners.add(listener);
      }
    } catch (EventLog.EventLogException e) {
      LOG.log(Level.SEVERE, "A listener cannot be told what has happened so far", e);
    }
  }

  void unsubscribe(Consumer<List<Entry>> listener) {
    listeners.remove(listener);
  }

  /// Ends the step: keeps its events, tells the listeners, does the effects.
  void flush() throws EventLog.EventLogException {
    if (!step.isEmpty()) {
      List<Entry> entries = List.copyOf(step);
      log.append(entries);
      step.clear();
      listeners.removeIf(listener -> !tell(listener, entries));
    }
    List<Runnable> effects = List.copyOf(afterwards);
    afterwards.clear();
    effects.forEach(Runnable::run);
  }

  /// A view that fails is dropped; the run goes on.
  private static boolean tell(Consumer<List<Entry>> listener, List<Entry> entries) {
    try {
      listener.accept(entries);
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "A listener failed and is not called again", e);
      return false;
    }
  }
}
