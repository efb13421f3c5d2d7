package dev.signalbox.conflict.live;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.Conflict.Stale;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What of two changes that git merges each had read before the other changed it.
///
/// Who had read comes first in a serial run. That is no harm as long as nothing else says that it
/// comes second: as soon as something does, whoever lands second fits in no serial run.
final class StaleReads {
  /// Of more paths nobody reads the names.
  private static final int MOST_PATHS = 20;

  private static final int MOST_NAMED = 3;

  private StaleReads() {}

  /// What one has read of what the other changes.
  private record Glimpse(Side reader, Side writer, List<String> paths) {
    static Glimpse of(Side reader, Side writer) {
      return new Glimpse(reader, writer, reader.reads().of(writer.changes()));
    }

    boolean isThere() {
      return !paths.isEmpty() || isAll();
    }

    private boolean hasContent() {
      return paths.stream().anyMatch(path -> !path.endsWith("/"));
    }

    /// Everything counts as read: that is said, and nothing listed.
    boolean isAll() {
      return reader.reads().everything() && !writer.changes().isEmpty();
    }

    /// @param tied whether something else has the reader come second
    Optional<Stale> stale(boolean tied) {
      // Who has landed is overtaken by nobody. That everything may have been read, or that names
      // were
      // listed, which everybody does, is alone nothing to tell of.
      if (!isThere() || reader.party().hasLanded() || (!tied && !hasContent())) {
        return Optional.empty();
      }
      return Optional.of(
          new Stale(reader.party().task(), some(paths), tied && !writer.party().isLast()));
    }

    String words() {
      String one = reader.party().task();
      String other = writer.party().task();
      return isAll()
          ? "What %s has read is not known exactly, so what %s changed counts too."
              .formatted(one, other)
          : "%s had read %s, which %s changed.".formatted(one, names(paths), other);
    }
  }

  static Optional<Conflict> between(PairVerdicts.Two two) {
    Glimpse younger = Glimpse.of(two.younger(), two.older());
    Glimpse older = Glimpse.of(two.older(), two.younger());
    List<String> shared = two.younger().changes().shared(two.older().changes());
    List<Stale> stale = new ArrayList<>();
    younger.stale(older.isThere() || !shared.isEmpty()).ifPresent(stale::add);
    older.stale(younger.isThere() || !shared.isEmpty()).ifPresent(stale::add);
    if (stale.isEmpty()) {
      return Optional.empty();
    }
    TreeSet<String> paths = new TreeSet<>();
    stale.forEach(read -> paths.addAll(read.paths()));
    if (paths.isEmpty()) {
      paths.addAll(some(shared));
    }
    List<String> words = new ArrayList<>();
    for (Glimpse glimpse : List.of(younger, older)) {
      if (glimpse.isThere()) {
        words.add(glimpse.words());
      }
    }
    words.add(consequence(stale, two, shared));
    return Optional.of(
        new Conflict(
            Conflict.Kind.STALE_READ,
            List.of(two.younger().party().task(), two.older().party().task()),
            List.copyOf(paths),
            String.join(" ", words),
            List.of(),
            Map.of(),
            stale));
  }

  private static String consequence(List<Stale> stale, PairVerdicts.Two two, List<String> shared) {
    List<String> overtaken = stale.stream().filter(Stale::overtaken).map(Stale::task).toList();
    if (overtaken.isEmpty() && (two.younger().party().isLast() || two.older().party().isLast())) {
      return "That does no harm: %s comes first in a serial order, and lands first."
          .formatted(stale.getFirst().task());
    }
    if (overtaken.isEmpty()) {
      return "Alone that does no harm: %s comes first in a serial order, whichever lands first."
          .formatted(stale.getFirst().task());
    }
    String both =
        overtaken.size() == 1 && !shared.isEmpty()
            ? "Both change %s. ".formatted(names(shared))
            : "";
    if (overtaken.size() > 1) {
      return "Whichever lands second fits in no serial order.";
    }
    boolean landed = two.younger().isOneLanded(two.older());
    String reader = overtaken.getFirst();
    String writer =
        two.younger().party().task().equals(reader)
            ? two.older().party().task()
            : two.younger().party().task();
    return both
        + (landed
            ? "%s has landed, and %s fits in no serial order.".formatted(writer, reader)
            : "If %s lands first, %s fits in no serial order.".formatted(writer, reader));
  }

  static String names(List<String> paths) {
    String first = String.join(", ", paths.subList(0, Math.min(paths.size(), MOST_NAMED)));
    return paths.size() <= MOST_NAMED
        ? first
        : "%s and %d more".formatted(first, paths.size() - MOST_NAMED);
  }

  private static List<String> some(List<String> paths) {
    return List.copyOf(paths.subList(0, Math.min(paths.size(), MOST_PATHS)));
  }
}
