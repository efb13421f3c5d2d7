package dev.signalbox.journal;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.EventLog;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.PastLengths;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Every run's log in one SQLite file. Safe for use by several threads, and by several processes as
/// long as each goes on with a run of its own: [#logOf] sees to that.
public final class Journal implements AutoCloseable {
  private static final String SUMMARY =
      """
      SELECT id, plan, plan_file, repository, started, ended, outcome,
        CASE WHEN ended IS NULL THEN %s ELSE landed END, tasks
      FROM runs\s"""
          .formatted(Derived.LANDED.formatted("number"));

  private static final Map<Path, String> UNTOLD = new ConcurrentHashMap<>();

  private final Database database;
  private final Path locks;
  private final EventCodec codec = new EventCodec();

  private final OpenMark mark;

  private Journal(Database database, Path locks, OpenMark mark) {
    this.database = database;
    this.locks = locks;
    this.mark = mark;
  }

  /// Opens the journal in `file`; makes it, and its folder, where there is none. A damaged one is
  /// kept beside a new one that has what could be read; see [#untold].
  ///
  /// @throws JournalException where it cannot be used; the message is a sentence with the remedy
  public static Journal open(Path file) throws JournalException {
    Database.makeFolder(file);
    Path locks = file.resolveSibling("locks");
    OpenMark mark =
        OpenMark.take(
            file,
            locks,
            () -> Rescue.ifNeeded(file, locks).ifPresent(story -> rescued(file, story)));
    boolean done = false;
    try {
      Database database = Database.open(file);
      done = true;
      return new Journal(database, locks, mark);
    } finally {
      if (!done) {
        mark.close();
      }
    }
  }

  private static void rescued(Path file, String story) {
    System.getLogger(Journal.class.getName()).log(System.Logger.Level.WARNING, story);
    UNTOLD.merge(key(file), story, (before, now) -> before + "\n" + now);
  }

  /// What a person should know about damage that this process found in the journal in `file`. Given
  /// out once: whoever opened the journal may have had nobody to tell.
  public static Optional<String> untold(Path file) {
    return Optional.ofNullable(UNTOLD.remove(key(file)));
  }

  private static Path key(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /// The log of `run`, to go on with. Nobody else can have it until it is closed.
  ///
  /// @throws JournalException where another process, or this one, has it open
  public EventLog logOf(String run) throws JournalException {
    RunLock lock = RunLock.take(locks, run);
    boolean handedOver = false;
    try {
      long number = database.read(connection -> Derived.number(connection, run));
      EventLog log = new RunLog(database, codec, run, lock, number, last(number));
      handedOver = true;
      return log;
    } finally {
      if (!handedOver) {
        lock.close();
      }
    }
  }

  /// Whether some process has the log of `run` open at this moment.
  public boolean isOpen(String run) throws JournalException {
    return RunLock.isTaken(locks, run);
  }

  /// Every entry of `run`, in order; none where there is no such run.
  public List<Entry> read(String run) throws JournalException {
    return read(database, codec, run);
  }

  static List<Entry> read(Database database, EventCodec codec, String run) throws JournalException {
    return database.read(
        connection -> {
          List<Entry> entries = new ArrayList<>();
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT place, at, type, body FROM entries
                  WHERE place > ? AND place < ? ORDER BY place""")) {
            between(select, Derived.number(connection, run));
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
              entries.add(entry(database, codec, run, entries.size() + 1, rows));
            }
          }
          return entries;
        });
  }

  /// Every run, the newest first.
  public List<RunSummary> runs() throws JournalException {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SUMMARY + "ORDER BY number DESC")) {
            return summaries(select);
          }
        });
  }

  /// The run that was started last.
  public Optional<RunSummary> latest() throws JournalException {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(SUMMARY + "ORDER BY number DESC LIMIT 1")) {
            return summaries(select).stream().findFirst();
          }
        });
  }

  /// The run whose id is `idOrPrefix`, or the only one whose id begins with it.
  ///
  /// @throws JournalException where several begin with it
  public Optional<RunSummary> find(String idOrPrefix) throws JournalException {
    List<RunSummary> found =
        database.read(
            connection -> {
              try (PreparedStatement select =
                  connection.prepareStatement(
                      SUMMARY + "WHERE substr(id, 1, ?) = ? ORDER BY number DESC")) {
                select.setInt(1, idOrPrefix.codePointCount(0, idOrPrefix.length()));
                select.setString(2, idOrPrefix);
                return summaries(select);
              }
            });
    Optional<RunSummary> exact = found.stream().filter(r -> r.id().equals(idOrPrefix)).findFirst();
    if (exact.isPresent() || found.size() < 2) {
      return exact.or(() -> found.stream().findFirst());
    }
    String some = found.stream().limit(5).map(RunSummary::id).collect(Collectors.joining(", "));
    throw new JournalException(
        "%d runs begin with %s (%s%s). Give more of the id."
            .formatted(found.size(), idOrPrefix, some, found.size() > 5 ? ", …" : ""));
  }

  /// A run that nobody else can open as long as this is not closed.
  public interface Hold extends AutoCloseable {
    /// Takes the run out of the journal for ever: the last thing to do of all there is of it, so
    /// that it is found again where that was cut short.
    void forget() throws JournalException;

    @Override
    void close();
  }

  /// Keeps others from opening `run`.
  ///
  /// @throws JournalException where a process has it open
  public Hold hold(String run) throws JournalException {
    RunLock lock = RunLock.take(locks, run);
    return new Hold() {
      @Override
      public void forget() throws JournalException {
        database.write(true, connection -> delete(connection, run));
        lock.remove();
      }

      @Override
      public void close() {
        lock.close();
      }
    };
  }

  private static boolean delete(Connection connection, String run) throws SQLException {
    long number = Derived.number(connection, run);
    try (PreparedStatement entries =
            connection.prepareStatement("DELETE FROM entries WHERE place > ? AND place < ?");
        PreparedStatement listed =
            connection.prepareStatement("DELETE FROM runs WHERE number = ?")) {
      between(entries, number);
      entries.executeUpdate();
      listed.setLong(1, number);
      listed.executeUpdate();
    }
    return true;
  }

  /// How many bytes the log of `run` takes in the journal, about.
  public long bytes(String run) throws JournalException {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  """
                  SELECT coalesce(sum(length(body) + 50), 0) FROM entries
                  WHERE place > ? AND place < ?""")) {
            between(select, Derived.number(connection, run));
            ResultSet rows = select.executeQuery();
            return rows.next() ? rows.getLong(1) : 0L;
          }
        });
  }

  /// How long commands took in the newest earlier runs of the same plan file, or, where there are
  /// none, of a plan of the same name: see [PastRuns#lengths].
  ///
  /// @param planFile as in `RunStarted`; may be empty
  public PastLengths history(String planFile, String planName) throws JournalException {
    return database.read(
        connection -> {
          PastRuns past = new PastRuns(connection, codec);
          PastLengths ofFile =
              planFile.isEmpty() ? PastLengths.NONE : past.lengths("plan_file", planFile);
          return ofFile.equals(PastLengths.NONE) ? past.lengths("plan", planName) : ofFile;
        });
  }

  /// What each task changed in those runs: paths relative to the repository, sorted. Of an attempt
  /// that changed hundreds of paths not all are known.
  public Map<String, SequencedSet<String>> changedPaths(String planFile, String planName)
      throws JournalException {
    return database.read(
        connection -> {
          PastRuns past = new PastRuns(connection, codec);
          Map<String, SequencedSet<String>> ofFile =
              planFile.isEmpty() ? Map.of() : past.changes("plan_file", planFile);
          return ofFile.isEmpty() ? past.changes("plan", planName) : ofFile;
        });
  }

  /// Gives back the file; logs that are still open must not be used any more.
  @Override
  public void close() throws JournalException {
    try (mark) {
      database.close();
    }
  }

  /// For tests: lets the file grow to so many pages and no further, as a full disk would.
  void limitPages(int pages) throws JournalException {
    database.limitPages(pages);
  }

  private static void between(PreparedStatement statement, long number) throws SQLException {
    statement.setLong(1, Place.begin(number));
    statement.setLong(2, Place.end(number));
  }

  private long last(long number) throws JournalException {
    return database.read(
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT max(place) FROM entries WHERE place > ? AND place < ?")) {
            between(select, number);
            ResultSet rows = select.executeQuery();
            return rows.next() ? Place.sequence(rows.getLong(1)) : 0L;
          }
        });
  }

  private static Entry entry(
      Database database, EventCodec codec, String run, long expected, ResultSet row)
      throws SQLException, JournalException {
    long sequence = Place.sequence(row.getLong(1));
    if (sequence != expected) {
      throw new JournalException(
          "The journal %s is damaged: entry %d of run %s is missing. Put a copy of the journal back, or run the plan again."
              .formatted(database.file(), expected, run));
    }
    try {
      return new Entry(
          sequence,
          Instant.parse(row.getString(2)),
          codec.decode(row.getString(3), row.getString(4)));
    } catch (JournalException | java.time.DateTimeException e) {
      throw new JournalException(
          "Entry %d of run %s in the journal %s cannot be used. %s"
              .formatted(sequence, run, database.file(), e.getMessage()),
          e);
    }
  }

  private static List<RunSummary> summaries(PreparedStatement select) throws SQLException {
    List<RunSummary> found = new ArrayList<>();
    ResultSet rows = select.executeQuery();
    while (rows.next()) {
      String ended = rows.getString(6);
      String outcome = rows.getString(7);
      found.add(
          new RunSummary(
              rows.getString(1),
              rows.getString(2),
              rows.getString(3),
              rows.getString(4),
              Instant.parse(rows.getString(5)),
              ended == null ? null : Instant.parse(ended),
              outcome == null ? null : RunOutcome.valueOf(outcome),
              rows.getInt(8),
              rows.getInt(9)));
    }
    return found;
  }
}
