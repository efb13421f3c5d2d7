package dev.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.EventLog;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.PastLengths;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.Sealed;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;

class JournalTest {
  private static final Instant START = Instant.parse("2026-11-24T08:00:00.123456789Z");
  @TempDir Path folder;

  @Test
  void whatWasAppendedIsReadBackInOrder() throws Exception {
    List<Entry> entries = entries(started("r1", "p", "", "a", "b"), new Event.Noted("hello"));
    try (Journal journal = Journal.open(folder.resolve("deep/er/journal.db"))) {
      append(journal, "r1", entries);
      append(journal, "r2", entries(started("r2", "p", "", "a")));
      assertThat(journal.read("r1")).isEqualTo(entries);
      assertThat(journal.read("nobody")).isEmpty();
    }
    try (Journal again = Journal.open(folder.resolve("deep/er/journal.db"))) {
      assertThat(again.read("r1")).isEqualTo(entries);
    }
  }

  @Test
  void aLogGoesOnWhereItEnded() throws Exception {
    try (Journal journal = open()) {
      append(journal, "r", entries(started("r", "p", "")));
      Entry second = new Entry(2, START, new Event.RunResumed("h", List.of()));
      append(journal, "r", List.of(second));
      assertThat(journal.read("r")).hasSize(2).endsWith(second);
    }
  }

  @Test
  void entriesWithAGapAreRefused() throws Exception {
    try (Journal journal = open();
        EventLog log = journal.logOf("r")) {
      log.append(entries(started("r", "p", "")));
      assertThatThrownBy(() -> log.append(List.of(new Entry(3, START, new Event.Noted("x")))))
          .isInstanceOf(IllegalStateException.class);
      assertThat(journal.read("r")).hasSize(1);
    }
  }

  @Test
  void aFullDiskKeepsNothingOfABatch() throws Exception {
    try (Journal journal = open();
        EventLog log = journal.logOf("r")) {
      log.append(entries(started("r", "p", "")));
      journal.limitPages(20);
      List<Entry> batch = new ArrayList<>();
      for (int i = 2; i < 100; i++) {
        batch.add(new Entry(i, START, new Event.Noted("x".repeat(10_000))));
      }
      assertThatThrownBy(() -> log.append(batch))
          .isInstanceOf(EventLog.EventLogException.class)
          .hasMessageContaining("no room left")
          .hasMessageContaining("Make room and resume");
      assertThat(journal.read("r")).hasSize(1);
      journal.limitPages(100_000);
      log.append(batch);
      assertThat(journal.read("r")).hasSize(99);
    }
  }

  @Test
  void theListOfRunsFollowsTheirEntries() throws Exception {
    try (Journal journal = open()) {
      append(journal, "r1", entries(started("r1", "first", "/p/one.yaml", "a", "b")));
      List<Entry> entries =
          entries(
              started("r2", "second", "", "a"),
              new Event.TaskAdded(task("b")),
              new Event.Landed("a", "c0ffee", Isolation.SERIALIZABLE),
              new Event.RunEnded(RunOutcome.STOPPED, "you said so"));
      append(journal, "r2", entries);

      assertThat(journal.runs())
          .containsExactly(
              new RunSummary(
                  "r2",
                  "second",
                  "",
                  "/repo",
                  START.plusSeconds(1),
                  START.plusSeconds(4),
                  RunOutcome.STOPPED,
                  1,
                  2),
              new RunSummary(
                  "r1", "first", "/p/one.yaml", "/repo", START.plusSeconds(1), null, null, 0, 2));
      assertThat(journal.latest().orElseThrow().id()).isEqualTo("r2");

      append(journal, "r2", List.of(new Entry(5, START, new Event.RunResumed("", List.of()))));
      assertThat(journal.find("r2").orElseThrow().outcome()).isNull();
      assertThat(journal.find("r2").orElseThrow().ended()).isNull();
    }
  }

  @Test
  void aRunIsFoundByTheBeginningOfItsId() throws Exception {
    try (Journal journal = open()) {
      for (String run : List.of("ab", "abc", "axe", "x%y")) {
        append(journal, run, entries(started(run, "p", "")));
      }
      assertThat(journal.find("ax").orElseThrow().id()).isEqualTo("axe");
      assertThat(journal.find("ab").orElseThrow().id()).isEqualTo("ab");
      assertThat(journal.find("%")).isEmpty();
      assertThat(journal.find("nope")).isEmpty();
      assertThatThrownBy(() -> journal.find("a"))
          .isInstanceOf(JournalException.class)
          .hasMessage("3 runs begin with a (axe, abc, ab). Give more of the id.");
    }
  }

  @Test
  void aRunIsOpenOnlyOnce() throws Exception {
    try (Journal journal = open();
        Journal other = open()) {
      EventLog log = journal.logOf("r");
      log.append(entries(started("r", "p", "")));
      for (Journal any : List.of(journal, other)) {
        assertThat(any.isOpen("r")).isTrue();
        assertThatThrownBy(() -> any.logOf("r"))
            .isInstanceOf(JournalException.class)
            .hasMessageContaining("open in another Signalbox (process ")
            .hasMessageContaining("stop it there first");
      }
      other.logOf("s").close();
      log.close();
      assertThat(other.isOpen("r")).isFalse();
      other.logOf("r").close();
    }
  }

  @Test
  void historyIsTheMedianOfWhatEndedWell() throws Exception {
    try (Journal journal = open()) {
      int[] seconds = {3, 9, 5};
      for (int i = 0; i < 3; i++) {
        String run = "r" + i;
        append(
            journal,
            run,
            List.of(
                new Entry(1, START, started(run, "p", "/p.yaml", "a")),
                new Entry(2, START, new Event.AttemptStarted("a", 1, "A", "log")),
                new Entry(3, START, new Event.AttemptPrepared("a", 1, "/d", "b", 1, 1)),
                new Entry(4, START.plusSeconds(100), ended("a", 1, FailureReason.EXIT)),
                new Entry(5, START.minusSeconds(50), new Event.AttemptStarted("a", 2, "A", "log")),
                new Entry(6, START, new Event.AttemptPrepared("a", 2, "/d", "b", 1, 1)),
                new Entry(7, START.plusSeconds(seconds[i]), ended("a", 2, null))));
      }
      assertThat(journal.history("/p.yaml", "q").tasks())
          .isEqualTo(Map.of("a", Duration.ofSeconds(5)));
      assertThat(journal.history("/moved.yaml", "p").tasks()).containsKey("a");
      assertThat(journal.history("", "p").tasks()).containsKey("a");
      assertThat(journal.history("/other.yaml", "other")).isEqualTo(PastLengths.NONE);
    }
  }

  @Test
  void ofAnAgentHistoryIsTheMeanOverWhateverItDid() throws Exception {
    try (Journal journal = open()) {
      append(
          journal,
          "r",
          List.of(
              new Entry(1, START, started("r", "p", "/p.yaml", "a", "b")),
              new Entry(2, START, new Event.AttemptStarted("a", 1, "A", "log")),
              new Entry(3, START, new Event.AttemptPrepared("a", 1, "/d", "b", 1, 1)),
              new Entry(4, START, new Event.AttemptStarted("b", 1, "A", "log")),
              new Entry(5, START, new Event.AttemptPrepared("b", 1, "/d", "b", 1, 1)),
              new Entry(6, START.plusSeconds(2), ended("a", 1, null)),
              new Entry(7, START.plusSeconds(5), ended("b", 1, null)),
              new Entry(8, START, new Event.AttemptStarted("c", 1, "B", "log")),
              new Entry(9, START, new Event.AttemptPrepared("c", 1, "/d", "b", 1, 1)),
              new Entry(10, START.plusSeconds(9), ended("c", 1, FailureReason.EXIT))));
      assertThat(journal.history("/p.yaml", "p").agents())
          .isEqualTo(Map.of("A", Duration.ofMillis(3_500)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aJournalOfAnOlderVersionIsBroughtUpWithAllItSays(int version) throws Exception {
    older(version);
    try (Journal journal = open()) {
      assertThat(journal.read("r1")).isEqualTo(OLDER);
      assertThat(journal.read("r2")).isEqualTo(OLDER);
      assertThat(journal.runs().stream().map(RunSummary::id)).containsExactly("r2", "r1");
      assertThat(journal.find("r1").orElseThrow().landed()).isEqualTo(1);
      assertThat(journal.history("/p.yaml", "p"))
          .isEqualTo(
              new PastLengths(
                  Map.of("a", Duration.ofSeconds(2)), Map.of("A", Duration.ofSeconds(2))));
      assertThat(journal.changedPaths("", "p").get("a")).containsExactly("src/A.java");
      append(journal, "r1", List.of(new Entry(7, START, new Event.RunResumed("", List.of()))));
      append(journal, "r3", entries(started("r3", "p", "")));
      assertThat(journal.read("r1")).hasSize(7);
    }
    try (Journal again = open()) {
      assertThat(again.read("r1")).hasSize(7).startsWith(OLDER.toArray(Entry[]::new));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aDamagedJournalOfAnOlderVersionIsReadAsFarAsItCanBe(int version) throws Exception {
    older(version);
    Path file = folder.resolve("journal.db");
    sql("UPDATE entries SET body = zeroblob(9000) WHERE run = 'r2' AND sequence = 5");
    sql("CREATE TABLE last_page (x)");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(bytes.length() - 4096);
    }
    try (Journal journal = open()) {
      assertThat(Journal.untold(file)).hasValueSatisfying(t -> assertThat(t).contains("damaged"));
      assertThat(journal.read("r1")).isEqualTo(OLDER);
      assertThat(journal.read("r2")).isEqualTo(OLDER.subList(0, 4));
    }
  }

  private static final List<Entry> OLDER =
      List.of(
          new Entry(1, START, started("r", "p", "/p.yaml", "a")),
          new Entry(2, START, new Event.AttemptStarted("a", 1, "A", "log")),
          new Entry(3, START, new Event.AttemptPrepared("a", 1, "/d", "b", 1, 1)),
          new Entry(4, START.plusSeconds(2), ended("a", 1, null)),
          new Entry(5, START.plusSeconds(2), sealed("a", "src/A.java")),
          new Entry(
              6, START.plusSeconds(3), new Event.Landed("a", "c0ffee", Isolation.SERIALIZABLE)));

  /// A journal as an older Signalbox left it, with two runs cut short.
  private void older(int version) throws Exception {
    EventCodec codec = new EventCodec();
    try (Connection c =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"))) {
      Database.bringUp(c, 0, version);
      for (String run : List.of("r1", "r2")) {
        try (var insert =
            c.prepareStatement(
                "INSERT INTO runs VALUES (?, 'p', '/p.yaml', '/repo', ?, NULL, NULL, 1, 1)")) {
          insert.setString(1, run);
          insert.setString(2, START.toString());
          insert.executeUpdate();
        }
        try (var insert = c.prepareStatement("INSERT INTO entries VALUES (?, ?, ?, ?, ?)")) {
          for (Entry entry : OLDER) {
            EventCodec.Encoded text = codec.encode(entry.event());
            insert.setString(1, run);
            insert.setLong(2, entry.sequence());
            insert.setString(3, entry.at().toString());
            insert.setString(4, text.type());
            insert.setString(5, text.body());
            insert.executeUpdate();
          }
        }
      }
    }
  }

  @Test
  void whatTasksChangedIsRemembered() throws Exception {
    try (Journal journal = open()) {
      append(
          journal,
          "r",
          entries(started("r", "p", ""), sealed("a", "src/B.java", "src/A.java"), sealed("b")));
      append(journal, "s", entries(started("s", "p", ""), sealed("a", "src/A.java", "doc.md")));
      assertThat(journal.changedPaths("", "p")).containsOnlyKeys("a");
      assertThat(journal.changedPaths("", "p").get("a"))
          .containsExactly("doc.md", "src/A.java", "src/B.java");
    }
  }

  @Test
  void aJournalOfANewerSignalboxIsRefused() throws Exception {
    open().close();
    sql("PRAGMA user_version = 99");
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("newer Signalbox (version 99, this one knows 3)")
        .hasMessageContaining("XDG_STATE_HOME");
  }

  @Test
  void whatIsNoJournalIsRefused() throws Exception {
    Files.writeString(folder.resolve("journal.db"), "hello, this is a letter ".repeat(100));
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("damaged or not a journal")
        .hasMessageContaining("Move it away");
  }

  @Test
  void aFolderInItsPlaceIsRefused() throws Exception {
    Files.createDirectory(folder.resolve("journal.db"));
    assertThatThrownBy(this::open)
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be opened");
  }

  @Test
  void aFileInPlaceOfItsFolderIsRefused() throws Exception {
    Files.writeString(folder.resolve("state"), "");
    assertThatThrownBy(() -> Journal.open(folder.resolve("state/journal.db")))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("cannot be made");
  }

  @Test
  void aMissingOrMangledEntryIsSaid() throws Exception {
    try (Journal journal = open()) {
      append(
          journal,
          "r",
          entries(started("r", "p", ""), new Event.Noted("one"), new Event.Noted("two")));
      sql("UPDATE entries SET body = '{' WHERE place & 0xffffffff = 3");
      assertThatThrownBy(() -> journal.read("r"))
          .hasMessageContaining("Entry 3 of run r")
          .hasMessageContaining("Noted");
      sql("DELETE FROM entries WHERE place & 0xffffffff = 2");
      assertThatThrownBy(() -> journal.read("r"))
          .hasMessageContaining("entry 2 of run r is missing");
    }
  }

  @Test
  void everyTroubleWithTheFileIsASentenceWithARemedy() {
    Path file = Path.of("/state/journal.db");
    for (SQLiteErrorCode code :
        List.of(
            SQLiteErrorCode.SQLITE_READONLY,
            SQLiteErrorCode.SQLITE_READONLY_DBMOVED,
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_IOERR_WRITE)) {
      JournalException said =
          JournalException.of(file, new SQLException("internal words", "", code.code));
      assertThat(said).hasMessageContaining("/state/journal.db").hasMessageEndingWith(".");
      assertThat(said.getMessage()).doesNotContain("internal words");
    }
  }

  // ---- what it is made of -----------------------------------------------------------------------

  private Journal open() throws JournalException {
    return Journal.open(folder.resolve("journal.db"));
  }

  private void sql(String sql) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db"));
        var statement = c.createStatement()) {
      statement.execute(sql);
    }
  }

  static void append(Journal journal, String run, List<Entry> entries) throws Exception {
    try (EventLog log = journal.logOf(run)) {
      log.append(entries);
    }
  }

  static List<Entry> entries(Event... events) {
    return IntStream.rangeClosed(1, events.length)
        .mapToObj(i -> new Entry(i, START.plusSeconds(i), events[i - 1]))
        .toList();
  }

  static Event started(String run, String plan, String planFile, String... tasks) {
    List<Task> all = java.util.Arrays.stream(tasks).map(JournalTest::task).toList();
    return new Event.RunStarted(
        run, Plan.ofTasks(plan, 2, all), planFile, "/repo", "base", "head", List.of());
  }

  private static Task task(String id) {
    return new Task(id, "A", "", Map.of());
  }

  private static Event ended(String task, int attempt, @Nullable FailureReason reason) {
    return new Event.AttemptEnded(task, attempt, reason == null ? 0 : 1, reason, "", Map.of());
  }

  private static Event sealed(String task, String... paths) {
    List<Sealed.Change> changes =
        java.util.Arrays.stream(paths).map(p -> new Sealed.Change('M', p, 1, 1)).toList();
    return new Event.AttemptSealed(
        task,
        1,
        new Sealed(new AttemptKey("r", task, 1), "b", "c", changes, List.of(), Reads.UNKNOWN));
  }
}
