package dev.signalbox.process;

import java.util.Map;
import java.util.regex.Pattern;

/// What every process of a command carries in its environment, so that it is known wherever it
/// went: `RUN.SESSION.NUMBER`. A Signalbox that was itself started by an agent hands on the marks
/// it has, separated by spaces, so that its processes belong to both.
///
/// @param run the run's id: letters, digits, `-` and `_`
/// @param session one owner's commands of that run, told apart from those of an earlier one
/// @param number of the command within the session
record Mark(String run, String session, long number) {
  static final String VARIABLE = "SIGNALBOX_PROCESS";

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]+");

  Mark {
    if (!PART.matcher(run).matches() || !PART.matcher(session).matches()) {
      throw new IllegalArgumentException("Not fit for a mark: " + run + " and " + session);
    }
  }

  /// What the marks of every session of `run` begin with.
  static String ofRun(String run) {
    return run + ".";
  }

  /// What the marks of one session begin with.
  static String ofSession(String run, String session) {
    return ofRun(run) + session + ".";
  }

  String text() {
    return ofSession(run, session) + number;
  }

  /// Puts this mark into an environment.
  ///
  /// @param outer the marks that this process has itself; may be empty
  void putInto(Map<String, String> environment, String outer) {
    environment.put(VARIABLE, outer.isEmpty() ? text() : outer + " " + text());
  }
}
