package dev.signalbox.journal;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.workspace.Sealed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/// The columns beside the entries, which only save reading every run. They change in the same
/// transaction as the entries they follow from.
final class Derived {
  /// One attempt may change thousands of paths; to propose claims the first of them do.
  private static final int PATHS_KEPT = 200;

  private Derived() {}

  static void update(Connection connection, String run, Entry entry) throws SQLException {
    switch (entry.event()) {
      case Event.RunStarted e ->
          execute(
              connection,
              "INSERT INTO runs VALUES (?, ?, ?, ?, ?, NULL, NULL, 0, ?)",
              run,
              e.plan().name(),
              e.planFile(),
              e.repository(),
              entry.at().toString(),
              e.plan().tasks().size());
      case Event.RunResumed e ->
          execute(connection, "UPDATE runs SET ended = NULL, outcome = NULL WHERE id = ?", run);
      case Event.RunEnded e ->
          execute(
              connection,
              "UPDATE runs SET ended = ?, outcome = ? WHERE id = ?",
              entry.at().toString(),
              e.outcome().name(),
              run);
      case Event.TaskAdded e ->
          execute(connection, "UPDATE runs SET tasks = tasks + 1 WHERE id = ?", run);
      case Event.Landed _, Event.LandingFound _ ->
          execute(connection, "UPDATE runs SET landed = landed + 1 WHERE id = ?", run);
      case Event.AttemptPrepared e ->
          execute(
              connection,
              "INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, NULL)",
              run,
              e.task(),
              e.attempt(),
              entry.at().toString());
      case Event.AttemptEnded e -> {
        if (e.reason() == null) {
          succeeded(connection, run, e, entry.at());
        }
      }
      case Event.AttemptSealed e -> changed(connection, run, e);
      default -> {}
    }
  }

  private static void succeeded(
      Connection connection, String run, Event.AttemptEnded event, Instant ended)
      throws SQLException {
    String began;
    try (PreparedStatement select =
        statement(
            connection,
            "SELECT began FROM attempts WHERE run = ? AND task = ? AND number = ?",
            run,
            event.task(),
            event.attempt())) {
      ResultSet rows = select.executeQuery();
      if (!rows.next()) {
        return;
      }
      began = rows.getString(1);
    }
    execute(
        connection,
        "UPDATE attempts SET millis = ? WHERE run = ? AND task = ? AND number = ?",
        Duration.between(Instant.parse(began), ended).toMillis(),
        run,
        event.task(),
        event.attempt());
  }

  private static void changed(Connection connection, String run, Event.AttemptSealed event)
      throws SQLException {
    for (Sealed.Change change : event.sealed().changes().stream().limit(PATHS_KEPT).toList()) {
      execute(
          connection,
          "INSERT OR IGNORE INTO changed VALUES (?, ?, ?)",
          run,
          event.task(),
          change.path());
    }
  }

  private static void execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = statement(connection, sql, values)) {
      statement.executeUpdate();
    }
  }

  private static PreparedStatement statement(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }
}
