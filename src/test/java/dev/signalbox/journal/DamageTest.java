package dev.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.EventLog;
import dev.signalbox.engine.RunOutcome;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a disk, a copy or a power cut can do to a journal: what can be read goes on, the damaged
/// file is kept, and what was lost is named.
class DamageTest {
  private static final int PAGE = Database.PAGE;
  private static final int RUNS = 12;
  @TempDir Path folder;

  @Test
  void aPageOverwrittenInTheMiddleCostsNoMoreThanWhatLayThere() throws Exception {
    int rescues = 0;
    for (long page : List.of(2L, 3L, 9L, 20L, 31L, 40L, 47L)) {
      Path file = Files.createDirectory(folder.resolve("page" + page)).resolve("journal.db");
      Map<String, List<Entry>> written = fill(file);
      overwrite(file, page);
      byte[] damaged = Files.readAllBytes(file);
      Health.suspect(file);
      try (Journal journal = Journal.open(file)) {
        String story = Journal.untold(file).orElse("");
        if (story.isEmpty()) {
          // An index, or a page that holds nothing: then nothing may be missing.
          assertWhole(journal, written);
          continue;
        }
        rescues++;
        assertThat(story).contains("was damaged; it is kept as").contains("journal.db.damaged-1");
        assertThat(Files.readAllBytes(file.resolveSibling("journal.db.damaged-1")))
            .isEqualTo(damaged);
        int gone = 0;
        for (var run : written.entrySet()) {
          List<Entry> kept = journal.read(run.getKey());
          assertThat(begins(run.getValue(), kept)).as(story).isTrue();
          if (kept.size() < run.getValue().size()) {
            gone++;
            assertThat(story).as("says what is missing").contains(run.getKey());
          }
        }
        assertThat(gone).as("of %d runs: %s", RUNS, story).isLessThan(RUNS / 2);
        assertGoesOn(journal);
      }
      try (Journal again = Journal.open(file)) {
        assertThat(Journal.untold(file)).as("said once").isEmpty();
      }
    }
    assertThat(rescues).isGreaterThan(2);
  }

  /// Its first process died before it had a write-ahead log: SQLite keeps what to take back in a
  /// file of its own then, which nobody who only reads may use.
  @Test
  void whatWasBeingMadeWhenItsProcessDiedIsTakenBack() throws Exception {
    Path file = Files.createDirectory(folder.resolve("made")).resolve("journal.db");
    Map<String, List<Entry>> written = fill(file);
    Path killed = Files.createDirectory(folder.resolve("killed")).resolve("journal.db");
    Path rollback = killed.resolveSibling("journal.db-journal");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode = DELETE");
      statement.execute("PRAGMA cache_size = 1");
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("CREATE TABLE half (a)");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
              + " INSERT INTO half SELECT hex(randomblob(100)) FROM n");
      Files.copy(file, killed);
      Files.copy(file.resolveSibling("journal.db-journal"), rollback);
      statement.execute("ROLLBACK");
    }
    assertThat(rollback).isNotEmptyFile();
    try (Journal journal = Journal.open(killed)) {
      assertThat(Journal.untold(killed)).isEmpty();
      assertWhole(journal, written);
    }
    assertThat(rollback).doesNotExist();
  }

  @Test
  void aTruncatedFileIsNoticedAtOnceAndItsFrontGoesOn() throws Exception {
    Path file = folder.resolve("journal.db");
    Map<String, List<Entry>> written = fill(file);
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() * 2 / 3);
    }
    try (Journal journal = Journal.open(file)) {
      assertThat(Journal.untold(file)).isPresent();
      long whole = 0;
      for (var run : written.entrySet()) {
        List<Entry> kept = journal.read(run.getKey());
        assertThat(begins(run.getValue(), kept)).as(run.getKey()).isTrue();
        whole += kept.size() == run.getValue().size() ? 1 : 0;
      }
      assertThat(whole).isPositive();
      assertGoesOn(journal);
    }
  }

  @Test
  void aLostWriteAheadLogCostsATailAndNoMore() throws Exception {
    Path file = folder.resolve("journal.db");
    fill(file);
    Path copy = Files.createDirectory(folder.resolve("copy")).resolve("journal.db");
    List<Entry> entries;
    try (Journal journal = Journal.open(file)) {
      entries = run("late", 50);
      JournalTest.append(journal, "late", entries);
      Files.copy(file, copy);
    }
    try (Journal journal = Journal.open(copy)) {
      assertThat(Journal.untold(copy)).isEmpty();
      assertThat(begins(entries, journal.read("late"))).isTrue();
      assertThat(journal.read("run0")).isNotEmpty();
      assertGoesOn(journal);
    }
  }

  @Test
  void aTornWriteAheadLogCostsATailAndNoMore() throws Exception {
    Path file = folder.resolve("journal.db");
    Path copy = Files.createDirectory(folder.resolve("copy")).resolve("journal.db");
    List<Entry> entries = run("late", 200);
    try (Journal journal = Journal.open(file)) {
      JournalTest.append(journal, "late", entries.subList(0, 100));
      JournalTest.append(journal, "late", entries.subList(100, 200));
      Files.copy(file, copy);
      Files.copy(folder.resolve("journal.db-wal"), folder.resolve("copy/journal.db-wal"));
    }
    try (RandomAccessFile log =
        new RandomAccessFile(folder.resolve("copy/journal.db-wal").toFile(), "rw")) {
      log.setLength(log.length() - 5 * PAGE);
    }
    try (Journal journal = Journal.open(copy)) {
      assertThat(journal.read("late").equals(entries.subList(0, 100))).isTrue();
    }
  }

  @Test
  void damageFoundWhileItIsOpenIsMendedAtTheNextStart() throws Exception {
    Path file = folder.resolve("journal.db");
    Map<String, List<Entry>> written = fill(file);
    for (long page = 6; page < 40; page++) {
      overwrite(file, page);
    }
    try (Journal journal = Journal.open(file)) {
      assertThat(Journal.untold(file)).as("a clean end is believed").isEmpty();
      assertThatThrownBy(() -> written.keySet().forEach(run -> read(journal, run)))
          .hasMessageContaining("is damaged. Close every Signalbox and start one again");
      try (Journal second = Journal.open(file)) {
        assertThat(Journal.untold(file)).as("not while somebody has it open").isEmpty();
      }
    }
    try (Journal journal = Journal.open(file)) {
      assertThat(Journal.untold(file)).isPresent();
      assertGoesOn(journal);
    }
  }

  @Test
  void aRescueCutShortIsFinishedByTheNext() throws Exception {
    Path file = folder.resolve("journal.db");
    Map<String, List<Entry>> written = fill(file);
    Path rescued = folder.resolve("journal.db.rescued");
    Files.copy(file, rescued);
    // The new one is complete; the damaged one has lost its log to its new name already.
    Files.writeString(file, "damaged");
    Files.writeString(folder.resolve("journal.db.damaged-1-wal"), "its log");
    try (Journal journal = Journal.open(file)) {
      assertWhole(journal, written);
    }
    assertThat(folder.resolve("journal.db.damaged-1")).hasContent("damaged");
    assertThat(rescued).doesNotExist();
    Files.move(file, rescued, StandardCopyOption.ATOMIC_MOVE);
    try (Journal journal = Journal.open(file)) {
      assertWhole(journal, written);
    }
  }

  // ---- what it is made of -----------------------------------------------------------------------

  private static void read(Journal journal, String run) {
    try {
      journal.read(run);
    } catch (JournalException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static Map<String, List<Entry>> fill(Path file) throws Exception {
    Map<String, List<Entry>> written = new HashMap<>();
    try (Journal journal = Journal.open(file)) {
      for (int i = 0; i < RUNS; i++) {
        List<Entry> entries = run("run" + i, 60);
        JournalTest.append(journal, "run" + i, entries);
        written.put("run" + i, entries);
      }
    }
    assertThat(file.resolveSibling("journal.db-wal")).as("ended cleanly").doesNotExist();
    assertThat(Files.size(file)).isGreaterThan(48 * PAGE);
    return written;
  }

  private static List<Entry> run(String run, int notes) {
    List<Event> events = new ArrayList<>();
    events.add(JournalTest.started(run, "p", "", "a"));
    for (int i = 0; i < notes - 2; i++) {
      events.add(new Event.Noted("note %d of %s: ".formatted(i, run) + "x".repeat(200)));
    }
    events.add(new Event.RunEnded(RunOutcome.FAILED, "enough"));
    return JournalTest.entries(events.toArray(Event[]::new));
  }

  /// @param page from 1
  private static void overwrite(Path file, long page) throws Exception {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] junk = new byte[PAGE];
      new Random(page).nextBytes(junk);
      bytes.seek((page - 1) * PAGE);
      bytes.write(junk);
    }
  }

  private static boolean begins(List<Entry> all, List<Entry> first) {
    return all.size() >= first.size() && all.subList(0, first.size()).equals(first);
  }

  private static void assertWhole(Journal journal, Map<String, List<Entry>> written)
      throws Exception {
    for (var run : written.entrySet()) {
      assertThat(journal.read(run.getKey()).equals(run.getValue())).as(run.getKey()).isTrue();
    }
  }

  private static void assertGoesOn(Journal journal) throws Exception {
    try (EventLog log = journal.logOf("next")) {
      log.append(JournalTest.entries(JournalTest.started("next", "p", "", "a")));
    }
    assertThat(journal.runs().getFirst().id()).isEqualTo("next");
    assertThat(journal.read("next").getFirst().at()).isAfter(Instant.EPOCH);
  }
}
