package dev.signalbox.journal;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Goes on after damage to the journal: what can be read goes into a new one, run by run up to the
/// first entry that cannot, and the damaged file stays beside it. A run that lost its tail can be
/// resumed like one whose process died: the branch says what had landed.
///
/// A new journal is written under another name and takes the place of the damaged one by renames,
/// which a later opening finishes where they were cut short.
final class Rescue {
  private final Path file;
  private final Path locks;
  private final EventCodec codec = new EventCodec();

  /// The runs' numbers, in a journal that finds entries by them.
  private final Map<String, Long> numbers = new HashMap<>();

  private boolean numbered;
  private final List<String> whole = new ArrayList<>();
  private final List<String> partly = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();

  private Rescue(Path file, Path locks) {
    this.file = file;
    this.locks = locks;
  }

  /// What could be read of a run.
  ///
  /// @param entries from the first on, without a gap
  /// @param all whether nothing came after them
  private record Readable(String run, List<Entry> entries, boolean all) {
    Instant started() {
      return entries.getFirst().at();
    }
  }

  /// Mends the journal in `file` where that is needed. Only for somebody who is alone with it.
  ///
  /// @return what was done, in sentences, or nothing
  static Optional<String> ifNeeded(Path file, Path locks) throws JournalException {
    Rescue rescue = new Rescue(file, locks);
    try {
      rescue.finishRenames();
      return Health.isDamaged(file) ? Optional.of(rescue.mend()) : Optional.empty();
    } catch (IOException e) {
      throw new JournalException(
          "The journal %s is damaged, and what can be read of it could not be written beside it. See that there is room on the disk and that you may write in its folder."
              .formatted(file),
          e);
    }
  }

  private String mend() throws JournalException, IOException {
    numbered = Health.version(file) >= Database.NUMBERED;
    Path next = beside(".rescuing");
    for (String end : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(beside(".rescuing" + end));
    }
    try (Database target = Database.open(next)) {
      List<Readable> found = new ArrayList<>();
      for (String run : runs()) {
        Readable readable = read(run);
        if (readable.entries().isEmpty()) {
          lost.add(run);
        } else {
          found.add(readable);
          if (readable.all()) {
            whole.add(run);
          } else {
            partly.add("%s (its first %d entries)".formatted(run, readable.entries().size()));
          }
        }
      }
      found.sort(Comparator.comparing(Readable::started));
      for (Readable readable : found) {
        target.write(
            true,
            connection -> {
              List<Entry> entries = readable.entries();
              return RunLog.insert(
                  connection, target.statements(), codec, readable.run(), 0, entries);
            });
      }
    }
    Path damaged = damaged();
    String story = story(damaged);
    Files.writeString(damaged.resolveSibling(damaged.getFileName() + ".txt"), story + "\n");
    Files.move(next, beside(".rescued"), StandardCopyOption.ATOMIC_MOVE);
    finishRenames();
    return story;
  }

  /// From here on the new journal is complete; the order keeps the damaged one's parts together.
  private void finishRenames() throws IOException {
    Path rescued = beside(".rescued");
    if (!Files.exists(rescued)) {
      return;
    }
    Path damaged = damaged();
    Path log = beside("-wal");
    if (Files.exists(log)) {
      Files.move(log, damaged.resolveSibling(damaged.getFileName() + "-wal"));
    }
    Files.deleteIfExists(beside("-shm"));
    if (Files.exists(file)) {
      Files.move(file, damaged);
    }
    Files.move(rescued, file, StandardCopyOption.ATOMIC_MOVE);
    Health.forgetSuspicion(file);
  }

  private Path damaged() {
    int number = 1;
    while (Files.exists(beside(".damaged-" + number))) {
      number++;
    }
    return beside(".damaged-" + number);
  }

  private Path beside(String end) {
    return file.resolveSibling(file.getFileName() + end);
  }

  private String story(Path damaged) {
    StringBuilder story = new StringBuilder();
    story.append("The journal %s was damaged; it is kept as %s.".formatted(file, damaged));
    story.append(" Runs read whole: %d.".formatted(whole.size()));
    if (!partly.isEmpty()) {
      story.append(
          " Read in part: %s; resume goes on from there, and what had landed stays."
              .formatted(String.join(", ", partly)));
    }
    if (!lost.isEmpty()) {
      story.append(
          " Lost: %s; what they landed is on their branches, and their snapshots are under refs/signalbox/ in their repositories."
              .formatted(String.join(", ", lost)));
    }
    return story.toString();
  }

  // ---- reading what is damaged ------------------------------------------------------------------

  /// Every run that any part of the journal names, or that was ever opened.
  private Set<String> runs() throws IOException {
    Set<String> runs = new LinkedHashSet<>();
    String number = numbered ? "number" : "rowid";
    for (String order : List.of("ASC", "DESC")) {
      each(
          "SELECT id, %s FROM runs ORDER BY %s %s".formatted(number, number, order),
          row -> {
            runs.add(row.getString(1));
            numbers.put(row.getString(1), row.getLong(2));
          });
      eachRunOfEntries(order.equals("ASC") ? ">" : "<", order, runs);
    }
    if (Files.isDirectory(locks)) {
      try (var files = Files.newDirectoryStream(locks, "*" + RunLock.SUFFIX)) {
        for (Path lock : files) {
          String name = String.valueOf(lock.getFileName());
          runs.add(name.substring(0, name.length() - RunLock.SUFFIX.length()));
        }
      }
    }
    return runs;
  }

  private Connection connect() throws SQLException {
    Connection connection = Database.reading(file);
    try (Statement statement = connection.createStatement()) {
      // Else not one page of a truncated file can be read.
      statement.execute("PRAGMA writable_schema = ON");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private interface Row {
    void take(ResultSet row) throws SQLException;
  }

  /// @return whether all rows could be read
  private boolean each(String sql, Row taker, Object... values) {
    try (Connection connection = connect();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        taker.take(rows);
      }
      return true;
    } catch (SQLException e) {
      System.getLogger(Rescue.class.getName())
          .log(System.Logger.Level.DEBUG, "Reading stops here: " + sql, e);
      return false;
    }
  }

  private void eachRunOfEntries(String beyond, String order, Set<String> runs) {
    String key = numbered ? "place" : "run";
    String sql = "SELECT %1$s FROM entries %2$s ORDER BY %1$s %3$s LIMIT 1";
    try (Connection connection = connect();
        Statement first = connection.createStatement();
        PreparedStatement next =
            connection.prepareStatement(
                sql.formatted(key, "WHERE %s %s ?".formatted(key, beyond), order))) {
      ResultSet row = first.executeQuery(sql.formatted(key, "", order));
      while (row.next()) {
        if (numbered) {
          long number = Place.run(row.getLong(1));
          name(number).ifPresent(runs::add);
          next.setLong(1, beyond.equals(">") ? Place.end(number) : Place.begin(number));
        } else {
          runs.add(row.getString(1));
          next.setString(1, row.getString(1));
        }
        row = next.executeQuery();
      }
    } catch (SQLException e) {
      System.getLogger(Rescue.class.getName())
          .log(System.Logger.Level.DEBUG, "Listing the runs stops here", e);
    }
  }

  /// What the first entry of run `number` says it is called.
  private Optional<String> name(long number) {
    List<String> found = new ArrayList<>();
    each(
        "SELECT 1, at, type, body FROM entries WHERE place = ?",
        row ->
            entry(row, 1)
                .filter(entry -> entry.event() instanceof Event.RunStarted)
                .ifPresent(entry -> found.add(((Event.RunStarted) entry.event()).run())),
        Place.of(number, 1));
    found.forEach(run -> numbers.put(run, number));
    return found.stream().findFirst();
  }

  private Readable read(String run) {
    List<Entry> entries = new ArrayList<>();
    boolean[] all = {true};
    Row taker =
        row -> {
          Optional<Entry> entry = all[0] ? entry(row, entries.size() + 1) : Optional.empty();
          entry.ifPresent(entries::add);
          all[0] &= entry.isPresent();
        };
    long number = numbers.getOrDefault(run, 0L);
    boolean read =
        numbered
            ? each(
                """
                SELECT place & 0xffffffff, at, type, body FROM entries
                WHERE place > ? AND place < ? ORDER BY place""",
                taker,
                Place.begin(number),
                Place.end(number))
            : each(
                "SELECT sequence, at, type, body FROM entries WHERE run = ? ORDER BY sequence",
                taker,
                run);
    boolean begins = !entries.isEmpty() && entries.getFirst().event() instanceof Event.RunStarted;
    return new Readable(run, begins ? entries : List.of(), read && all[0]);
  }

  private Optional<Entry> entry(ResultSet row, long expected) throws SQLException {
    try {
      return row.getLong(1) == expected
          ? Optional.of(
              new Entry(
                  expected,
                  Instant.parse(row.getString(2)),
                  codec.decode(row.getString(3), row.getString(4))))
          : Optional.empty();
    } catch (JournalException | DateTimeException | NullPointerException e) {
      return Optional.empty();
    }
  }
}
