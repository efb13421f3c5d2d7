package dev.signalbox.plan;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Guesses which known name a person meant.
public final class Spelling {
  /// What people write who know the thing under another name.
  private static final Map<String, String> OTHER_WORDS =
      Map.ofEntries(
          Map.entry("after", "depends_on"),
          Map.entry("needs", "depends_on"),
          Map.entry("requires", "depends_on"),
          Map.entry("dependencies", "depends_on"),
          Map.entry("command", "run"),
          Map.entry("script", "run"),
          Map.entry("cmd", "run"),
          Map.entry("files", "writes"),
          Map.entry("outputs", "writes"));

  private Spelling() {}

  /// The key that is meant, as in [#suggest]: by another word for it, else by one that is near.
  static String suggestKey(String written, Collection<String> known) {
    String meant = OTHER_WORDS.get(written.toLowerCase(Locale.ROOT));
    return meant != null && known.contains(meant) ? question(meant) : suggest(written, known);
  }

  /// "Did you mean `x`?" and a space, or nothing where no known name is near.
  public static String suggest(String written, Collection<String> known) {
    return nearest(written, known).map(Spelling::question).orElse("");
  }

  private static String question(String name) {
    return "Did you mean `" + name + "`? ";
  }

  static Optional<String> nearest(String written, Collection<String> known) {
    int allowed = Math.max(1, Math.min(3, written.length() / 3));
    return known.stream()
        .filter(name -> Math.abs(name.length() - written.length()) <= allowed)
        .filter(name -> distance(written, name) <= allowed)
        // Of names that have no letter in common, each is as near as the other.
        .filter(name -> distance(written, name) < Math.max(written.length(), name.length()))
        .min(
            Comparator.<String>comparingInt(name -> distance(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// Letters to change, add, take away or swap with their neighbour; case, `-` and `_` count for
  /// nothing.
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT).replace('-', '_');
    String b = right.toLowerCase(Locale.ROOT).replace('-', '_');
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
