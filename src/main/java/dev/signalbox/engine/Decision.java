package dev.signalbox.engine;

import java.time.Instant;

/// What a person decided.
///
/// @param at when
/// @param task about which task; empty for the whole run
/// @param what `approved before`, `rejected landing`, `reordered`, …
/// @param by who
/// @param message with which words, may be empty
public record Decision(Instant at, String task, String what, String by, String message) {
  static String approved(Gate gate) {
    return "approved " + gate.word();
  }

  /// What was decided, as people say it: `approved to start`.
  public String inWords() {
    for (Gate gate : Gate.values()) {
      if (what.equals(approved(gate))) {
        return "approved " + gate.purpose();
      }
    }
    return what;
  }
}
