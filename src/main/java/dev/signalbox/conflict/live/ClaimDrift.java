package dev.signalbox.conflict.live;

import dev.signalbox.claim.Glob;
import dev.signalbox.conflict.Conflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What of two changes lies in what the other claims to write, and has perhaps not written yet.
/// Tasks whose claims meet never work at the same time, so one of the two strays from its claims,
/// or has none.
final class ClaimDrift {
  private static final int MOST_PATHS = 20;

  private ClaimDrift() {}

  static Optional<Conflict> between(PairVerdicts.Two two) {
    if (two.younger().isOneLanded(two.older())) {
      return Optional.empty();
    }
    List<String> younger = inClaims(two.younger(), two.older());
    List<String> older = inClaims(two.older(), two.younger());
    if (younger.isEmpty() && older.isEmpty()) {
      return Optional.empty();
    }
    Side writer = younger.isEmpty() ? two.older() : two.younger();
    Side other = younger.isEmpty() ? two.younger() : two.older();
    List<String> words = new ArrayList<>();
    words.add(words(writer, other, younger.isEmpty() ? older : younger));
    if (!younger.isEmpty() && !older.isEmpty()) {
      words.add(words(other, writer, older));
    }
    TreeSet<String> paths = new TreeSet<>(younger);
    paths.addAll(older);
    return Optional.of(
        new Conflict(
            Conflict.Kind.CLAIM,
            List.of(writer.party().task(), other.party().task()),
            List.copyOf(paths),
            String.join(" ", words)));
  }

  private static List<String> inClaims(Side writer, Side other) {
    List<Glob> claims = other.party().claims().knownWrites();
    return claims.isEmpty()
        ? List.of()
        : writer.changes().all().stream()
            .filter(path -> claims.stream().anyMatch(glob -> glob.matches(path)))
            .sorted()
            .limit(MOST_PATHS)
            .toList();
  }

  private static String words(Side writer, Side other, List<String> paths) {
    List<Glob> own = writer.party().claims().knownWrites();
    boolean outside =
        paths.stream().anyMatch(path -> own.stream().noneMatch(glob -> glob.matches(path)));
    String strays =
        writer.party().isBase()
            ? ""
            : !writer.party().claims().declaresWrites()
                ? " It claims nothing itself."
                : outside ? " That is outside of what it claims itself." : "";
    return "%s changed %s, which %s claims to write.%s"
        .formatted(writer.party().task(), StaleReads.names(paths), other.party().task(), strays);
  }
}
