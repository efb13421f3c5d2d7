package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The agents of a run in the order of their colours, which is the plan's.
final class Agents {
  /// How many colours the style sheet has.
  private static final int COLOURS = 8;

  private final List<String> ids;

  Agents(RunState state) {
    Set<String> all = new LinkedHashSet<>(state.plan().agents().keySet());
    state.tasks().forEach(t -> all.add(t.task().agent()));
    ids = new ArrayList<>(all);
  }

  List<String> ids() {
    return ids;
  }

  /// The class by which the style sheet colours `agent`.
  String tone(String agent) {
    return "agent" + Math.max(0, ids.indexOf(agent)) % COLOURS;
  }
}
