package dev.signalbox.app.pairs;

import dev.signalbox.workspace.History;
import dev.signalbox.workspace.MergeOracle;
import dev.signalbox.workspace.MergePair;
import dev.signalbox.workspace.Quarantine;
import dev.signalbox.workspace.Verdict;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Asks git for its verdict on pairs, however many: in the order they came, and with no more of
/// them in memory than are being worked on.
public final class PairJudge {
  /// So many lines are read before the first names are looked up, by one process for all.
  private static final int PAGE = 4_096;

  /// A row of pairs goes to one process. More in one leaves processors idle at the end; with fewer
  /// each process reads the same history again.
  private static final int LONGEST_ROW = 200;

  private static final int SHORTEST_ROW = 25;

  private final Path repository;
  private final Map<String, String> environment;
  private final int processors;

  /// What to do with verdicts.
  @FunctionalInterface
  public interface Sink {
    void take(List<JudgedPair> pairs) throws IOException;
  }

  /// @param repository a folder in the repository
  /// @param environment the environment git starts from
  public PairJudge(Path repository, Map<String, String> environment) {
    this.repository = repository;
    this.environment = environment;
    this.processors = Runtime.getRuntime().availableProcessors();
  }

  /// Judges all pairs of `source`.
  public void judge(PairSource source, Sink sink)
      throws WorkspaceException, IOException, InterruptedException {
    History history = History.open(repository, environment);
    ExecutorService workers =
        Executors.newFixedThreadPool(processors, Thread.ofVirtual().factory());
    try (Quarantine quarantine = Quarantine.of(history, environment)) {
      try {
        MergeOracle oracle = new MergeOracle(quarantine.holding(history.git()));
        Sides sides = new Sides(history, quarantine, workers);
        Queue<Future<List<JudgedPair>>> underWay = new ArrayDeque<>();
        for (List<NamedPair> page = source.next(PAGE); !page.isEmpty(); page = source.next(PAGE)) {
          Set<String> names = new LinkedHashSet<>();
          page.forEach(pair -> names.addAll(pair.names()));
          Map<String, Sides.Side> found = sides.find(names);
          for (List<NamedPair> row : rows(page)) {
            underWay.add(workers.submit(() -> judge(row, found, oracle)));
            // One waits for a worker, so that none waits for us.
            if (underWay.size() > processors + 1) {
              sink.take(Sides.get(underWay.remove()));
            }
          }
        }
        for (Future<List<JudgedPair>> row : underWay) {
          sink.take(Sides.get(row));
        }
      } finally {
        // Before the objects go that the others are working with.
        workers.shutdownNow();
        workers.close();
      }
    }
  }

  private List<List<NamedPair>> rows(List<NamedPair> page) {
    int all = page.size();
    int count =
        Math.max(
            (all + LONGEST_ROW - 1) / LONGEST_ROW, Math.clamp(all / SHORTEST_ROW, 1, processors));
    List<List<NamedPair>> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(page.subList(i * all / count, (i + 1) * all / count));
    }
    return rows;
  }

  private static List<JudgedPair> judge(
      List<NamedPair> row, Map<String, Sides.Side> sides, MergeOracle oracle)
      throws WorkspaceException, InterruptedException {
    List<MergePair> asked = new ArrayList<>();
    for (NamedPair pair : row) {
      if (problem(pair, sides).isEmpty()) {
        asked.add(new MergePair(id(pair.left(), sides), id(pair.right(), sides)));
      }
    }
    var verdicts = oracle.verdicts(asked).iterator();
    List<JudgedPair> judged = new ArrayList<>(row.size());
    for (NamedPair pair : row) {
      String problem = problem(pair, sides);
      judged.add(
          new JudgedPair(
              pair, problem.isEmpty() ? verdicts.next() : new Verdict.Unusable(problem)));
    }
    return judged;
  }

  private static String problem(NamedPair pair, Map<String, Sides.Side> sides) {
    if (!pair.problem().isEmpty()) {
      return pair.problem();
    }
    for (String name : pair.names()) {
      if (sides.get(name) instanceof Sides.Side.Unknown(String why)) {
        return why;
      }
    }
    return "";
  }

  private static String id(String name, Map<String, Sides.Side> sides) {
    if (sides.get(name) instanceof Sides.Side.Commit(String id)) {
      return id;
    }
    throw new IllegalStateException("No commit is known for " + name);
  }
}
