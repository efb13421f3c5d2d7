package dev.signalbox.journal;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// The list of runs beside the entries, which only saves reading every run. It changes in the same
/// transaction as the entries it follows from, and only where a session begins or ends or tasks are
/// added: how much of a run under way has landed is counted by who asks.
final class Derived {
  private Derived() {}

  /// Whether the list of runs says anything of `event`.
  static boolean tellsOf(Event event) {
    return event instanceof Event.RunStarted
        || event instanceof Event.RunResumed
        || event instanceof Event.RunEnded
        || event instanceof Event.TaskAdded;
  }

  /// Adds `run`, which `entry` begins, to the list.
  ///
  /// @return its number
  static long begin(
      Connection connection, Statements statements, String run, Entry entry, Event.RunStarted event)
      throws SQLException {
    statements.execute(
        "INSERT INTO runs VALUES (NULL, ?, ?, ?, ?, ?, NULL, NULL, 0, ?)",
        run,
        event.plan().name(),
        event.planFile(),
        event.repository(),
        entry.at().toString(),
        event.plan().tasks().size());
    return number(connection, run);
  }

  /// The number of `run`; 0 where it is not in the list.
  static long number(Connection connection, String run) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT number FROM runs WHERE id = ?")) {
      select.setString(1, run);
      ResultSet rows = select.executeQuery();
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /// Brings the list up to `entries` of run `number`, which are kept by now.
  static void update(Statements statements, long number, List<Entry> entries) throws SQLException {
    for (Entry entry : entries) {
      switch (entry.event()) {
        case Event.RunResumed _ ->
            statements.execute(
                "UPDATE runs SET ended = NULL, outcome = NULL WHERE number = ?", number);
        case Event.RunEnded e ->
            statements.execute(
                "UPDATE runs SET ended = ?2, outcome = ?3, landed = "
                    + LANDED.formatted("?1")
                    + " WHERE number = ?1",
                number,
                entry.at().toString(),
                e.outcome().name());
        case Event.TaskAdded _ ->
            statements.execute("UPDATE runs SET tasks = tasks + 1 WHERE number = ?", number);
        default -> {}
      }
    }
  }

  /// How many tasks of a run have landed, in SQL; to be formatted with its number.
  static final String LANDED =
      """
      (SELECT count(*) FROM entries
       WHERE place > (%1$s << 32) AND place < ((%1$s + 1) << 32)
         AND type IN ('Landed', 'LandingFound'))""";
}
