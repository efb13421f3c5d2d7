package dev.signalbox.conflict.live;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.workspace.Git;
import dev.signalbox.workspace.MergeOracle;
import dev.signalbox.workspace.MergePair;
import dev.signalbox.workspace.Verdict;
import dev.signalbox.workspace.WorkspaceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/// What git says of pairs of changes, as conflicts.
final class PairVerdicts {
  private static final Logger LOG = Logger.getLogger(PairVerdicts.class.getName());

  /// A conflict at more paths is one all the same.
  private static final int MOST_PATHS = 100;

  private static final int MOST_WORDS = 2_000;

  private final MergeOracle oracle;
  private final Hunks hunks;

  /// By pair, the places found last, and in what.
  private final Map<PairKey, Found> found = new HashMap<>();

  private record Found(List<Verdict.Stage> stages, List<Conflict.Hunk> hunks) {}

  /// @param git git on the repository, whose objects go to the quarantine
  PairVerdicts(Git git) {
    this.oracle = new MergeOracle(git);
    this.hunks = new Hunks(git);
  }

  /// Two changes, the younger first.
  record Two(Side younger, Side older) {
    static Two of(Side one, Side other) {
      return one.party().isYoungerThan(other.party()) ? new Two(one, other) : new Two(other, one);
    }

    PairKey key() {
      return PairKey.of(younger.party().task(), older.party().task());
    }
  }

  /// How each pair stands, by one process for all of them.
  ///
  /// @return for each pair its conflict; empty where the two fit
  Map<Two, Optional<Conflict>> of(List<Two> pairs) throws WorkspaceException, InterruptedException {
    List<Verdict> verdicts =
        oracle.verdicts(
            pairs.stream()
                .map(two -> new MergePair(two.younger().commit(), two.older().commit()))
                .toList());
    Map<Two, Optional<Conflict>> stand = new LinkedHashMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      Two two = pairs.get(i);
      stand.put(
          two,
          switch (verdicts.get(i)) {
            case Verdict.Clean _ -> sameFile(two);
            case Verdict.Conflicting c -> text(two, c);
            case Verdict.Unusable u -> {
              LOG.log(
                  Level.INFO, "git has no verdict on {0}: {1}", new Object[] {two.key(), u.why()});
              yield Optional.empty();
            }
          });
    }
    return stand;
  }

  private static Optional<Conflict> sameFile(Two two) {
    List<String> shared = two.younger().changes().shared(two.older().changes());
    return shared.isEmpty() || two.younger().isOneLanded(two.older())
        ? Optional.empty()
        : Optional.of(new Conflict(Conflict.Kind.FILE, tasks(two), some(shared), ""));
  }

  private Optional<Conflict> text(Two two, Verdict.Conflicting verdict)
      throws WorkspaceException, InterruptedException {
    List<String> paths = verdict.paths();
    if (!two.younger().party().base().equals(two.older().party().base())) {
      // What landed between the two bases is not theirs.
      paths =
          paths.stream()
              .filter(path -> two.younger().mayTouch(path) && two.older().mayTouch(path))
              .toList();
    }
    if (paths.isEmpty()) {
      return sameFile(two);
    }
    String words = verdict.messages();
    return Optional.of(
        new Conflict(
            Conflict.Kind.TEXT,
            tasks(two),
            some(paths),
            words.length() <= MOST_WORDS ? words : words.substring(0, MOST_WORDS) + "…",
            places(two, verdict.stages(), paths),
            Map.of()));
  }

  /// Most of what is written changes nothing in a file that is in conflict already.
  private List<Conflict.Hunk> places(Two two, List<Verdict.Stage> stages, List<String> paths)
      throws WorkspaceException, InterruptedException {
    Found before = found.get(two.key());
    if (before == null || !before.stages().equals(stages)) {
      before =
          new Found(stages, hunks.between(two.younger().commit(), two.older().commit(), paths));
      found.put(two.key(), before);
    }
    return before.hunks();
  }

  /// The task's attempt is over.
  void forget(String task) {
    found.keySet().removeIf(key -> key.has(task));
  }

  private static List<String> tasks(Two two) {
    return List.of(two.younger().party().task(), two.older().party().task());
  }

  private static List<String> some(List<String> paths) {
    return new ArrayList<>(paths.subList(0, Math.min(paths.size(), MOST_PATHS)));
  }
}
