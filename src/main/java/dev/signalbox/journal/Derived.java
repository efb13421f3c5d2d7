package dev.signalbox.journal;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.workspace.Sealed;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The columns beside the entries, which only save reading every run. They change in the same
/// transaction as the entries they follow from.
final class Derived {
  /// One attempt may change thousands of paths; to propose claims the first of them do.
  private static final int PATHS_KEPT = 200;

  private final String run;

  /// The attempts under way, by task. Those of a process that died do not count: nobody learns how
  /// long they would have taken.
  private final Map<String, UnderWay> underWay = new HashMap<>();

  private record UnderWay(int attempt, String agent, Instant began) {}

  Derived(String run) {
    this.run = run;
  }

  void update(Statements statements, List<Entry> entries) throws SQLException {
    int landed = 0;
    for (Entry entry : entries) {
      update(statements, entry);
      landed +=
          entry.event() instanceof Event.Landed || entry.event() instanceof Event.LandingFound
              ? 1
              : 0;
    }
    if (landed > 0) {
      statements.execute("UPDATE runs SET landed = landed + ? WHERE id = ?", landed, run);
    }
  }

  private void update(Statements statements, Entry entry) throws SQLException {
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
          underWay.put(e.task(), new UnderWay(e.attempt(), e.agent(), entry.at()));
      // How long the command takes is what counts, not the work tree.
      case Event.AttemptPrepared e ->
          underWay.computeIfPresent(
              e.task(), (task, was) -> new UnderWay(was.attempt(), was.agent(), entry.at()));
      case Event.AttemptEnded e -> ended(statements, e, entry.at());
      case Event.AttemptSealed e -> changed(statements, run, e);
      default -> {}
    }
  }

  private void ended(Statements statements, Event.AttemptEnded event, Instant at)
      throws SQLException {
    UnderWay attempt = underWay.remove(event.task());
    if (attempt != null && attempt.attempt() == event.attempt() && event.reason() == null) {
      statements.execute(
          "INSERT OR REPLACE INTO attempts VALUES (?, ?, ?, ?, ?, ?)",
          run,
          event.task(),
          event.attempt(),
          attempt.began().toString(),
          Duration.between(attempt.began(), at).toMillis(),
          attempt.agent());
    }
  }

  private static void changed(Statements statements, String run, Event.AttemptSealed event)
      throws SQLException {
    for (Sealed.Change change : event.sealed().changes().stream().limit(PATHS_KEPT).toList()) {
      statements.execute(
          "INSERT OR IGNORE INTO changed VALUES (?, ?, ?)", run, event.task(), change.path());
    }
  }
}
