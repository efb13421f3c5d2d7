package dev.signalbox.journal;

import dev.signalbox.engine.Event;
import dev.signalbox.plan.PastLengths;
import dev.signalbox.workspace.Sealed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/// What the newest runs of a plan tell the next: how long its tasks took, and what they changed.
/// Read from their entries, so that a run need not write it down a second time.
final class PastRuns {
  /// How many runs are looked at.
  private static final int RUNS = 50;

  /// How many of a task's newest attempts its median is taken over: enough to be steady, few enough
  /// to follow a task that has become slower.
  private static final int REMEMBERED = 15;

  /// The same of an agent, which has many tasks.
  private static final int REMEMBERED_OF_AGENT = 100;

  /// One attempt may change thousands of paths; to propose claims the first of them do.
  private static final int PATHS_KEPT = 200;

  private final Connection connection;
  private final EventCodec codec;

  PastRuns(Connection connection, EventCodec codec) {
    this.connection = connection;
    this.codec = codec;
  }

  private record UnderWay(int attempt, String agent, Instant began) {}

  private record Length(String task, String agent, long millis) {}

  private interface Reader {
    void take(Instant at, Event event);
  }

  /// Over those newest attempts that ended well: of a task the median, and of an agent the mean,
  /// since its tasks differ and what is asked is what one more adds up to.
  ///
  /// @param column of the list of runs that tells the plan
  PastLengths lengths(String column, String plan) throws SQLException, JournalException {
    Map<String, List<Long>> ofTask = new LinkedHashMap<>();
    Map<String, List<Long>> ofAgent = new LinkedHashMap<>();
    for (long run : runs(column, plan)) {
      for (Length length : lengths(run).reversed()) {
        remember(ofTask, length.task(), REMEMBERED, length.millis());
        remember(ofAgent, length.agent(), REMEMBERED_OF_AGENT, length.millis());
      }
    }
    return new PastLengths(each(ofTask, PastRuns::median), each(ofAgent, PastRuns::mean));
  }

  /// Attempts of a process that died do not count: nobody learns how long they would have taken.
  private List<Length> lengths(long run) throws SQLException, JournalException {
    Map<String, UnderWay> underWay = new HashMap<>();
    List<Length> lengths = new ArrayList<>();
    each(
        run,
        "'AttemptStarted', 'AttemptPrepared', 'AttemptEnded'",
        (at, event) -> {
          switch (event) {
            case Event.AttemptStarted e ->
                underWay.put(e.task(), new UnderWay(e.attempt(), e.agent(), at));
            // How long the command takes is what counts, not the work tree.
            case Event.AttemptPrepared e ->
                underWay.computeIfPresent(
                    e.task(), (task, was) -> new UnderWay(was.attempt(), was.agent(), at));
            case Event.AttemptEnded e -> {
              UnderWay was = underWay.remove(e.task());
              if (was != null && was.attempt() == e.attempt() && e.reason() == null) {
                long millis = Duration.between(was.began(), at).toMillis();
                lengths.add(new Length(e.task(), was.agent(), millis));
              }
            }
            default -> {}
          }
        });
    return lengths;
  }

  /// Paths relative to the repository, by task, both sorted.
  Map<String, SequencedSet<String>> changes(String column, String plan)
      throws SQLException, JournalException {
    Map<String, SequencedSet<String>> paths = new TreeMap<>();
    for (long run : runs(column, plan)) {
      each(
          run,
          "'AttemptSealed'",
          (at, event) -> {
            if (event instanceof Event.AttemptSealed e && !e.sealed().changes().isEmpty()) {
              SequencedSet<String> known = paths.computeIfAbsent(e.task(), t -> new TreeSet<>());
              e.sealed().changes().stream()
                  .limit(PATHS_KEPT)
                  .map(Sealed.Change::path)
                  .forEach(known::add);
            }
          });
    }
    return paths;
  }

  private List<Long> runs(String column, String plan) throws SQLException {
    List<Long> runs = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT number FROM runs WHERE %s = ? ORDER BY number DESC LIMIT %d"
                .formatted(column, RUNS))) {
      select.setString(1, plan);
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        runs.add(rows.getLong(1));
      }
    }
    return runs;
  }

  private void each(long run, String types, Reader reader) throws SQLException, JournalException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT at, type, body FROM entries
            WHERE place > ? AND place < ? AND type IN (%s) ORDER BY place"""
                .formatted(types))) {
      select.setLong(1, Place.begin(run));
      select.setLong(2, Place.end(run));
      ResultSet rows = select.executeQuery();
      while (rows.next()) {
        reader.take(
            Instant.parse(rows.getString(1)), codec.decode(rows.getString(2), rows.getString(3)));
      }
    }
  }

  private static void remember(Map<String, List<Long>> known, String of, int most, long millis) {
    List<Long> values = known.computeIfAbsent(of, key -> new ArrayList<>());
    if (values.size() < most) {
      values.add(millis);
    }
  }

  private static Map<String, Duration> each(
      Map<String, List<Long>> millis, ToLongFunction<List<Long>> middle) {
    Map<String, Duration> lengths = new LinkedHashMap<>();
    millis.forEach((of, all) -> lengths.put(of, Duration.ofMillis(middle.applyAsLong(all))));
    return lengths;
  }

  private static long median(List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static long mean(List<Long> values) {
    return Math.round(values.stream().mapToLong(Long::longValue).average().orElseThrow());
  }
}
