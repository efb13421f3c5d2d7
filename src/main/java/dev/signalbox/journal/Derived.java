package dev.signalbox.journal;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.workspace.Sealed;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The columns beside the entries, which only save reading every run. They change in the same
/// transaction as the entries they follow from.
final class Derived {
  /// One attempt may change thousands of paths; to propose claims the first of them do.
  private static final int PATHS_KEPT = 200;

  private Derived() {}

  static void update(Statements statements, String run, List<Entry> entries) throws SQLException {
    int landed = 0;
    for (Entry entry : entries) {
      update(statements, run, entry);
      landed +=
          entry.event() instanceof Event.Landed || entry.event() instanceof Event.LandingFound
              ? 1
              : 0;
    }
    if (landed > 0) {
      statements.execute("UPDATE runs SET landed = landed + ? WHERE id = ?", landed, run);
    }
  }

  private static void update(Statements statements, String run, Entry entry) throws SQLException {
    switch (entry.event()) {
      case Event.RunStarted e ->
          statements.execute(
              "INSERT INTO runs VALUES (?, ?, ?, ?, ?, NULL, NULL, 0, ?)",
              run,
              e.plan().name(),
              e.planFile(),
              e.repository(),
              entry.at().toString(),
              e.plan().tasks().size());
      case Event.RunResumed e ->
          statements.execute("UPDATE runs SET ended = NULL, outcome = NULL WHERE id = ?", run);
      case Event.RunEnded e ->
          statements.execute(
              "UPDATE runs SET ended = ?, outcome = ? WHERE id = ?",
              entry.at().toString(),
              e.outcome().name(),
              run);
      case Event.TaskAdded e ->
          statements.execute("UPDATE runs SET tasks = tasks + 1 WHERE id = ?", run);
      case Event.AttemptStarted e ->
          statements.execute(
              "INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, NULL, ?)",
              run,
              e.task(),
              e.attempt(),
              entry.at().toString(),
              e.agent());
      // How long the command takes is what counts, not the work tree.
      case Event.AttemptPrepared e ->
          statements.execute(
              "UPDATE attempts SET began = ? WHERE run = ? AND task = ? AND number = ?",
              entry.at().toString(),
              run,
              e.task(),
              e.attempt());
      case Event.AttemptEnded e -> {
        if (e.reason() == null) {
          succeeded(statements, run, e, entry.at());
        }
      }
      case Event.AttemptSealed e -> changed(statements, run, e);
      default -> {}
    }
  }

  private static void succeeded(
      Statements statements, String run, Event.AttemptEnded event, Instant ended)
      throws SQLException {
    statements.execute(
        """
        UPDATE attempts
        SET millis = CAST(round(1000 * (unixepoch(?, 'subsec') - unixepoch(began, 'subsec'))) AS INTEGER)
        WHERE run = ? AND task = ? AND number = ?""",
        ended.toString(),
        run,
        event.task(),
        event.attempt());
  }

  private static void changed(Statements statements, String run, Event.AttemptSealed event)
      throws SQLException {
    for (Sealed.Change change : event.sealed().changes().stream().limit(PATHS_KEPT).toList()) {
      statements.execute(
          "INSERT OR IGNORE INTO changed VALUES (?, ?, ?)", run, event.task(), change.path());
    }
  }
}
