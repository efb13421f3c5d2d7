package dev.signalbox.journal;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.EventLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

/// The log of one run, held by this process alone.
final class RunLog implements EventLog {
  /// So many entries are added by one statement: the more, the fewer calls; a step of the engine
  /// has a handful a task.
  private static final int ROWS = 32;

  /// By how many entries they add.
  private static final String[] INSERTS = inserts();

  private final Database database;
  private final EventCodec codec;
  private final String run;
  private final RunLock lock;

  /// The run's number in the journal; 0 before its first entry.
  private long number;

  private long last;
  private boolean closed;

  /// @param number what the journal knows the run by, 0 where it does not
  /// @param last the sequence number of the last entry that is kept already, 0 for none
  RunLog(Database database, EventCodec codec, String run, RunLock lock, long number, long last) {
    this.database = database;
    this.codec = codec;
    this.run = run;
    this.lock = lock;
    this.number = number;
    this.last = last;
  }

  @Override
  public synchronized void append(List<Entry> entries) throws EventLogException {
    if (closed) {
      throw new IllegalStateException("The log of run %s is closed".formatted(run));
    }
    if (entries.isEmpty()) {
      return;
    }
    checkOrder(entries);
    boolean durable = entries.stream().anyMatch(e -> mustSurviveAPowerCut(e.event()));
    try {
      if (entries.size() <= ROWS && entries.stream().noneMatch(e -> Derived.tellsOf(e.event()))) {
        database.write(durable, INSERTS[entries.size()], rows(codec, number, entries));
      } else {
        number =
            database.write(
                durable,
                connection ->
                    insert(connection, database.statements(), codec, run, number, entries));
      }
    } catch (JournalException e) {
      throw new EventLogException(String.valueOf(e.getMessage()), e);
    }
    last = entries.getLast().sequence();
  }

  @Override
  public List<Entry> read() throws EventLogException {
    try {
      return Journal.read(database, codec, run);
    } catch (JournalException e) {
      throw new EventLogException(String.valueOf(e.getMessage()), e);
    }
  }

  /// @param number of the run; 0 where `entries` begin it
  /// @return its number from now on
  static long insert(
      Connection connection,
      Statements statements,
      EventCodec codec,
      String run,
      long number,
      List<Entry> entries)
      throws SQLException {
    Entry first = entries.getFirst();
    long known =
        first.event() instanceof Event.RunStarted e
            ? Derived.begin(connection, statements, run, first, e)
            : number;
    for (int from = 0; from < entries.size(); from += ROWS) {
      List<Entry> some = entries.subList(from, Math.min(from + ROWS, entries.size()));
      statements.execute(INSERTS[some.size()], rows(codec, known, some));
    }
    Derived.update(statements, known, entries);
    return known;
  }

  private static Object[] rows(EventCodec codec, long number, List<Entry> entries) {
    Object[] rows = new Object[4 * entries.size()];
    Instant written = entries.getFirst().at();
    String at = written.toString();
    int i = 0;
    for (Entry entry : entries) {
      // What happens in one step mostly happens in one millisecond.
      if (!entry.at().equals(written)) {
        written = entry.at();
        at = written.toString();
      }
      EventCodec.Encoded text = codec.encode(entry.event());
      rows[i++] = Place.of(number, entry.sequence());
      rows[i++] = at;
      rows[i++] = text.type();
      rows[i++] = text.body();
    }
    return rows;
  }

  private static String[] inserts() {
    String[] inserts = new String[ROWS + 1];
    for (int n = 1; n <= ROWS; n++) {
      inserts[n] =
          "INSERT INTO entries VALUES " + String.join(", ", Collections.nCopies(n, "(?, ?, ?, ?)"));
    }
    return inserts;
  }

  /// What is announced before it takes effect outside, and what people said, is on the disk before
  /// anything follows from it. To lose the tail after that is no worse than a crash a moment
  /// earlier: a resume runs again what ran, and asks git about the landing it finds begun. So a
  /// task costs one sync of the disk and not a dozen.
  private static boolean mustSurviveAPowerCut(Event event) {
    return switch (event) {
      case Event.RunStarted _,
          Event.RunResumed _,
          Event.Paused _,
          Event.Continued _,
          Event.Draining _,
          Event.Stopping _,
          Event.ParallelChanged _,
          Event.CapacityChanged _,
          Event.LimitReached _,
          Event.LimitLifted _,
          Event.Reordered _,
          Event.RunEnded _,
          Event.TaskAdded _,
          Event.TaskChanged _,
          Event.TaskRemoved _,
          Event.TaskHeld _,
          Event.TaskReleased _,
          Event.Yielded _,
          Event.SentBack _,
          Event.DependencyAdded _,
          Event.YieldEnded _,
          Event.AttemptParked _,
          Event.Approved _,
          Event.Rejected _,
          Event.ResolutionGiven _,
          Event.LandingStarted _,
          Event.BaseLandingStarted _,
          Event.TaskCancelled _,
          Event.TaskReset _ ->
          true;
      case Event.HeadMoved _,
          Event.Throttled _,
          Event.BreakerOpened _,
          Event.BreakerHalfOpened _,
          Event.BreakerClosed _,
          Event.Unparked _,
          Event.BaseMoved _,
          Event.BaseMergeStarted _,
          Event.BaseMerged _,
          Event.BaseNotMerged _,
          Event.BaseCheckStarted _,
          Event.BaseChecked _,
          Event.CheckDoubted _,
          Event.Noted _,
          Event.BecameReady _,
          Event.NoLongerReady _,
          Event.ApprovalAsked _,
          Event.Reminded _,
          Event.AttemptStarted _,
          Event.AttemptPrepared _,
          Event.AttemptEnded _,
          Event.AttemptSealed _,
          Event.Queued _,
          Event.MergeStarted _,
          Event.Merged _,
          Event.CheckStarted _,
          Event.CheckPassed _,
          Event.CheckFailed _,
          Event.HookRefused _,
          Event.SigningFailed _,
          Event.Landed _,
          Event.LandingFound _,
          Event.ConflictFound _,
          Event.ConflictClosed _,
          Event.ConflictSeen _,
          Event.ConflictGone _,
          Event.TrialStarted _,
          Event.TrialEnded _,
          Event.DecisionAsked _,
          Event.ConflictResolved _,
          Event.RungsTried _,
          Event.RetryScheduled _,
          Event.RetryDue _,
          Event.TaskFailed _,
          Event.TaskSkipped _,
          Event.AttemptLost _ ->
          false;
    };
  }

  private void checkOrder(List<Entry> entries) {
    long expected = last + 1;
    for (Entry entry : entries) {
      if (entry.sequence() != expected) {
        throw new IllegalStateException(
            "Entry %d of run %s cannot follow entry %d"
                .formatted(entry.sequence(), run, expected - 1));
      }
      if ((expected == 1) != (entry.event() instanceof Event.RunStarted)) {
        throw new IllegalStateException("A run begins with RunStarted, and only once");
      }
      expected++;
    }
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      lock.close();
    }
  }
}
