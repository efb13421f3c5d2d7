package dev.signalbox.app;

import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RunSummary;

/// Finds runs as people name them.
public final class Runs {
  private Runs() {}

  /// The run whose id is or begins with `name`; the latest where `name` is empty.
  ///
  /// @throws SetupException where there is none, or more than one
  public static RunSummary find(Journal journal, String name)
      throws JournalException, SetupException {
    if (name.isEmpty()) {
      return journal
          .latest()
          .orElseThrow(
              () -> new SetupException("There is no run yet. Start one: signalbox run PLAN"));
    }
    return journal
        .find(name)
        .orElseThrow(
            () ->
                new SetupException(
                    "There is no run %s. See them all: signalbox runs".formatted(name)));
  }
}
