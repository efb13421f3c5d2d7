package dev.signalbox.journal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConfig;

/// The SQLite file: its settings, its schema, and one connection each for writing and for reading,
/// so that reading a long run never holds up the engine.
final class Database implements AutoCloseable {
  /// What the newest of [#STEPS] leads to; a file with a higher one was written by a newer
  /// Signalbox.
  static final int VERSION = 3;

  /// The first version in which the entries of a run are found by its number: see [Place].
  static final int NUMBERED = 3;

  /// Small, because a step of the engine is one transaction and most often changes one page, which
  /// is written to the log as a whole. A file that exists keeps the size it was made with.
  static final int PAGE = 2_048;

  /// How a file comes from one version to the next, from none to the first.
  private static final List<List<String>> STEPS =
      List.of(
          List.of(
              """
    CREATE TABLE runs (
      id TEXT NOT NULL UNIQUE,
      plan TEXT NOT NULL,
      plan_file TEXT NOT NULL,
      repository TEXT NOT NULL,
      started TEXT NOT NULL,
      ended TEXT,
      outcome TEXT,
      landed INTEGER NOT NULL,
      tasks INTEGER NOT NULL)""",
              """
    CREATE TABLE entries (
      run TEXT NOT NULL REFERENCES runs (id),
      sequence INTEGER NOT NULL,
      at TEXT NOT NULL,
      type TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (run, sequence)) WITHOUT ROWID""",
              """
    CREATE TABLE attempts (
      run TEXT NOT NULL REFERENCES runs (id),
      task TEXT NOT NULL,
      number INTEGER NOT NULL,
      began TEXT NOT NULL,
      millis INTEGER,
      PRIMARY KEY (run, task, number)) WITHOUT ROWID""",
              """
    CREATE TABLE changed (
      run TEXT NOT NULL REFERENCES runs (id),
      task TEXT NOT NULL,
      path TEXT NOT NULL,
      PRIMARY KEY (run, task, path)) WITHOUT ROWID""",
              "CREATE INDEX runs_by_plan_file ON runs (plan_file)",
              "CREATE INDEX runs_by_plan ON runs (plan)"),
          // Who did it; unknown of what an older Signalbox wrote.
          List.of("ALTER TABLE attempts ADD COLUMN agent TEXT"),
          // A run has a number, and its entries one key each that only grows: to add one costs half
          // as much. What was derived from them beside the list of runs is read from them instead.
          List.of(
              "ALTER TABLE runs RENAME TO old_runs",
              "ALTER TABLE entries RENAME TO old_entries",
              """
    CREATE TABLE runs (
      number INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      plan TEXT NOT NULL,
      plan_file TEXT NOT NULL,
      repository TEXT NOT NULL,
      started TEXT NOT NULL,
      ended TEXT,
      outcome TEXT,
      landed INTEGER NOT NULL,
      tasks INTEGER NOT NULL)""",
              """
    CREATE TABLE entries (
      place INTEGER PRIMARY KEY,
      at TEXT NOT NULL,
      type TEXT NOT NULL,
      body TEXT NOT NULL)""",
              """
    INSERT INTO runs
      SELECT rowid, id, plan, plan_file, repository, started, ended, outcome, landed, tasks
      FROM old_runs""",
              """
    INSERT INTO entries
      SELECT (runs.number << 32) + sequence, at, type, body
      FROM runs JOIN old_entries ON run = id ORDER BY number, sequence""",
              "DROP TABLE changed",
              "DROP TABLE attempts",
              "DROP TABLE old_entries",
              "DROP TABLE old_runs",
              "CREATE INDEX runs_by_plan_file ON runs (plan_file)",
              "CREATE INDEX runs_by_plan ON runs (plan)"));

  /// Pages after which the write-ahead log is folded into the file, which costs two syncs of the
  /// disk and all that a run wrote again and again only once.
  private static final int PAGES_TO_FOLD = 16_000;

  private final Path file;
  private final Connection writer;
  private final Connection reader;
  private final Statements statements;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock reading = new ReentrantLock();
  private String synchronous = "FULL";

  private Database(Path file, Connection writer, Connection reader) {
    this.file = file;
    this.writer = writer;
    this.reader = reader;
    this.statements = new Statements(writer);
  }

  /// Something done with a connection.
  @FunctionalInterface
  interface Work<T> {
    T with(Connection connection) throws SQLException, JournalException;
  }

  static Database open(Path file) throws JournalException {
    Connection writer = null;
    try {
      writer = connect(file);
      try (Statement statement = writer.createStatement()) {
        // In this order: in WAL mode the size is for ever.
        statement.execute("PRAGMA page_size = " + PAGE);
        statement.execute("PRAGMA journal_mode = WAL");
        statement.execute("PRAGMA wal_autocheckpoint = " + PAGES_TO_FOLD);
      }
      prepare(writer, file);
      return new Database(file, writer, connect(file));
    } catch (SQLException e) {
      close(writer, e);
      throw JournalException.of(file, e);
    } catch (JournalException e) {
      close(writer, e);
      throw e;
    }
  }

  Path file() {
    return file;
  }

  /// The statements of the connection for writing: for use within [#write] alone.
  Statements statements() {
    return statements;
  }

  /// Does `work` in one transaction: all of it is kept, or nothing.
  ///
  /// A committed transaction outlives the death of the process in any case. With `durable` it also
  /// outlives a power cut, with everything before it, and costs a sync of the disk: milliseconds.
  /// Without, a power cut may take the newest transactions, always a whole tail of them.
  <T> T write(boolean durable, Work<T> work) throws JournalException {
    writing.lock();
    try {
      synchronize(durable);
      return transact(statements, writer, work);
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      writing.unlock();
    }
  }

  /// Executes one statement, which is a transaction of its own: the same as [#write] of it alone,
  /// at a third of the calls.
  void write(boolean durable, String sql, Object... values) throws JournalException {
    writing.lock();
    try {
      synchronize(durable);
      statements.execute(sql, values);
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      writing.unlock();
    }
  }

  private void synchronize(boolean durable) throws SQLException {
    // In WAL mode FULL syncs the log at each commit, NORMAL only before it is folded into the file.
    String level = durable ? "FULL" : "NORMAL";
    if (!level.equals(synchronous)) {
      try (Statement statement = writer.createStatement()) {
        statement.execute("PRAGMA synchronous = " + level);
      }
      synchronous = level;
    }
  }

  /// Does `work`, which only reads.
  <T> T read(Work<T> work) throws JournalException {
    reading.lock();
    try {
      return work.with(reader);
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      reading.unlock();
    }
  }

  private JournalException failed(SQLException e) {
    if (JournalException.isDamage(e)) {
      Health.suspect(file);
    }
    return JournalException.of(file, e);
  }

  void limitPages(int pages) throws JournalException {
    write(
        false,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute("PRAGMA max_page_count = " + pages);
          }
        });
  }

  @Override
  public void close() throws JournalException {
    writing.lock();
    reading.lock();
    try (reader;
        writer) {
      // The last one to close folds the write-ahead log into the file.
    } catch (SQLException e) {
      throw JournalException.of(file, e);
    } finally {
      reading.unlock();
      writing.unlock();
    }
  }

  private static <T> T transact(Statements statements, Connection connection, Work<T> work)
      throws SQLException, JournalException {
    // Immediate: a transaction that turned from reading to writing could find itself outdated.
    statements.execute("BEGIN IMMEDIATE");
    boolean done = false;
    try {
      T result = work.with(connection);
      statements.execute("COMMIT");
      done = true;
      return result;
    } finally {
      if (!done) {
        rollBack(connection);
      }
    }
  }

  private static void rollBack(Connection connection) {
    try (Statement statement = connection.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      // SQLite has already rolled back by itself after a full disk or an input/output error, and
      // then says that there is no transaction. What went wrong is on its way to the caller.
      System.getLogger(Database.class.getName())
          .log(System.Logger.Level.DEBUG, "nothing to roll back", e);
    }
  }

  /// A connection of its own that only looks, and leaves the file and its log as they are.
  static Connection reading(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(10_000);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  /// Takes back what a process that died while it made `file`, before there was a write-ahead log,
  /// had not finished; SQLite does so for whoever may write. Only for somebody who is alone with
  /// it.
  static void rollBack(Path file) throws SQLException {
    if (Files.exists(file.resolveSibling(file.getFileName() + "-journal"))) {
      try (Connection connection = connect(file);
          Statement statement = connection.createStatement();
          ResultSet unused = statement.executeQuery("SELECT count(*) FROM sqlite_schema")) {
        // To look is enough.
      }
    }
  }

  private static Connection connect(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    // Where it starts; each transaction then says how much it needs.
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    // Another process (a second window, `signalbox approve`) writes for milliseconds at a time.
    config.setBusyTimeout(10_000);
    config.enforceForeignKeys(true);
    // Otherwise the driver asks for the row's number after each insert.
    config.setGetGeneratedKeys(false);
    return config.createConnection("jdbc:sqlite:" + file);
  }

  private static void prepare(Connection connection, Path file)
      throws SQLException, JournalException {
    int version = version(connection);
    if (version < VERSION) {
      version =
          transact(
              new Statements(connection),
              connection,
              c -> {
                // Somebody else may have made the tables between the two looks.
                int now = version(c);
                if (now < VERSION) {
                  bringUp(c, now, VERSION);
                }
                return Math.max(now, VERSION);
              });
    }
    if (version > VERSION) {
      throw new JournalException(
          ("The journal %s was written by a newer Signalbox (version %d, this one knows %d)."
                  + " Use that one, or set XDG_STATE_HOME to another folder.")
              .formatted(file, version, VERSION));
    }
  }

  static void bringUp(Connection connection, int from, int to) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (List<String> step : STEPS.subList(from, to)) {
        for (String sql : step) {
          statement.execute(sql);
        }
      }
      statement.execute("PRAGMA user_version = " + to);
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("PRAGMA user_version")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  static void makeFolder(Path file) throws JournalException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || Files.isDirectory(folder)) {
      return;
    }
    try {
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        // Commands and outputs are nobody else's business.
        Files.createDirectories(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } else {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      String why = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : "";
      throw new JournalException(
          "The folder %s for the journal cannot be made%s. Make it, or set XDG_STATE_HOME to a folder you may write."
              .formatted(folder, why.isEmpty() ? "" : ": " + why),
          e);
    }
  }

  private static void close(@org.jspecify.annotations.Nullable Connection writer, Exception why) {
    if (writer != null) {
      try {
        writer.close();
      } catch (SQLException e) {
        why.addSuppressed(e);
      }
    }
  }
}
