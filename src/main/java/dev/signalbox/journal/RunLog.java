package dev.signalbox.journal;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.EventLog;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The log of one run, held by this process alone.
final class RunLog implements EventLog {
  private final Database database;
  private final EventCodec codec;
  private final String run;
  private final RunLock lock;
  private final Derived derived;
  private long last;
  private boolean closed;

  /// @param last the sequence number of the last entry that is kept already, 0 for none
  RunLog(Database database, EventCodec codec, String run, RunLock lock, long last) {
    this.database = database;
    this.codec = codec;
    this.run = run;
    this.lock = lock;
    this.derived = new Derived(run);
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
    try {
      database.write(
          entries.stream().anyMatch(e -> mustSurviveAPowerCut(e.event())),
          connection -> {
            insert(database.statements(), codec, run, derived, entries);
            return entries.size();
          });
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

  static void insert(
      Statements statements, EventCodec codec, String run, Derived derived, List<Entry> entries)
      throws SQLException {
    // First the run's own row, which the entries refer to.
    derived.update(statements, entries);
    Instant written = entries.getFirst().at();
    String at = written.toString();
    for (Entry entry : entries) {
      // What happens in one step mostly happens in one millisecond.
      if (!entry.at().equals(written)) {
        written = entry.at();
        at = written.toString();
      }
      EventCodec.Encoded text = codec.encode(entry.event());
      // No batch: the driver would clear as much for each step as its largest ever took.
      statements.execute(
          "INSERT INTO entries VALUES (?, ?, ?, ?, ?)",
          run,
          entry.sequence(),
          at,
          text.type(),
          text.body());
    }
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
          Event.AttemptParked _,
          Event.Approved _,
          Event.Rejected _,
          Event.ResolutionGiven _,
          Event.LandingStarted _,
          Event.TaskCancelled _,
          Event.TaskReset _ ->
          true;
      case Event.HeadMoved _,
          Event.Throttled _,
          Event.BreakerOpened _,
          Event.BreakerHalfOpened _,
          Event.BreakerClosed _,
          Event.Unparked _,
          Event.BaseCheckStarted _,
          Event.BaseChecked _,
          Event.Noted _,
          Event.BecameReady _,
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
          Event.Landed _,
          Event.LandingFound _,
          Event.ConflictFound _,
          Event.ConflictClosed _,
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
