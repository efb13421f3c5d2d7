package dev.signalbox.conflict.live;

import dev.signalbox.conflict.Conflict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How each pair stands, and what was told of it. A pair is told of at once the first time, and
/// then only so often, however much its two go to and fro.
final class Outlooks {
  static final Duration BETWEEN = Duration.ofMillis(1_500);

  /// What is in nobody's way may be many, and grows while others read and write.
  private static final Duration BETWEEN_FAINT = Duration.ofSeconds(30);

  private final Map<PairKey, Outlook> pairs = new HashMap<>();

  private static final class Outlook {
    PairVerdicts.Two two;

    /// What git said last.
    Optional<Conflict> verdict = Optional.empty();

    @Nullable Conflict now;
    @Nullable Conflict told;
    long toldAt;
    boolean everTold;

    Outlook(PairVerdicts.Two two) {
      this.two = two;
    }

    boolean isNews() {
      return now == null ? told != null : !now.equals(told);
    }

    /// How long until it may be told, in nanoseconds.
    long left(long nanos) {
      return everTold ? Math.max(0, toldAt + between().toNanos() - nanos) : 0;
    }

    private Duration between() {
      boolean onlyMore =
          now != null
              && told != null
              && now.kind() == told.kind()
              && !now.isInTheWay()
              && !told.isInTheWay();
      return onlyMore ? BETWEEN_FAINT : BETWEEN;
    }
  }

  /// @param verdict git's, on what the two have changed
  void put(PairVerdicts.Two two, Optional<Conflict> verdict) {
    Optional<Conflict> conflict = withMore(two, verdict);
    Outlook outlook = pairs.get(two.key());
    if (outlook == null) {
      if (conflict.isEmpty()) {
        return;
      }
      outlook = new Outlook(two);
      pairs.put(two.key(), outlook);
    }
    outlook.two = two;
    outlook.verdict = verdict;
    outlook.now = conflict.orElse(null);
  }

  /// One of the two has read more.
  void read(PairVerdicts.Two two) {
    Outlook outlook = pairs.get(two.key());
    put(two, outlook == null ? Optional.empty() : outlook.verdict);
  }

  /// What git cannot merge is all there is to say.
  private static Optional<Conflict> withMore(PairVerdicts.Two two, Optional<Conflict> verdict) {
    return verdict.filter(conflict -> conflict.kind() == Conflict.Kind.TEXT).isPresent()
        ? verdict
        : StaleReads.between(two).or(() -> verdict).or(() -> ClaimDrift.between(two));
  }

  /// The task's attempt is over: whoever is told knows that.
  void forget(String task) {
    pairs.keySet().removeIf(key -> key.has(task));
  }

  /// Both are on the branch: nothing can be in the way any more.
  void forget(PairKey key) {
    pairs.remove(key);
  }

  /// How long until something may be told that could not be at once, in nanoseconds.
  long nextNews(long nanos) {
    return pairs.values().stream()
        .filter(Outlook::isNews)
        .mapToLong(outlook -> outlook.left(nanos))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /// What is different from what was told before, what is in the way first.
  List<Sight> takeNews(long nanos) {
    List<Sight> news = new ArrayList<>();
    for (Outlook outlook : pairs.values()) {
      if (outlook.isNews() && outlook.left(nanos) == 0) {
        outlook.told = outlook.now;
        outlook.toldAt = nanos;
        outlook.everTold = true;
        Party younger = outlook.two.younger().party();
        Party older = outlook.two.older().party();
        news.add(
            new Sight(younger.task(), younger.number(), older.task(), older.number(), outlook.now));
      }
    }
    news.sort(
        Comparator.<Sight>comparingInt(
                s -> s.conflict() == null ? Integer.MAX_VALUE : s.conflict().rank())
            .thenComparing(Sight::task)
            .thenComparing(Sight::other));
    return news;
  }
}
