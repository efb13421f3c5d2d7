package dev.signalbox.conflict;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What is proposed to be done about a conflict.
public sealed interface Resolution {

  /// The versions fit together after all: every line that either side changed is in it.
  ///
  /// @param contents the merged text of every path of the conflict
  record Merged(SequencedMap<String, String> contents) implements Resolution {
    public Merged {
      contents = Collections.unmodifiableSequencedMap(new TreeMap<>(contents));
    }

    public Merged(Map<String, String> contents) {
      this(new TreeMap<>(contents));
    }
  }

  /// A task runs again, on what has landed meanwhile.
  ///
  /// @param task which
  /// @param why one sentence
  record Rerun(String task, String why) implements Resolution {}

  /// Only a person can tell.
  ///
  /// @param places the places that do not fit: their text with both sides where it is at hand, else
  ///   their paths
  /// @param why one sentence
  record AskPerson(List<String> places, String why) implements Resolution {
    public AskPerson {
      places = List.copyOf(places);
    }
  }
}
