package dev.signalbox.conflict.resolve;

import dev.signalbox.conflict.resolve.ThreeWay.Hunk;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Both sides raised one version, each to another: the higher one stays, and it is said which one
/// goes. Only where the lines are alike but for it.
final class VersionBump implements TextResolver {
  private static final Pattern VERSION =
      Pattern.compile("(?<![\\w.])v?(\\d+)\\.(\\d+)(?:\\.(\\d+))?(?![\\w.+-])");

  @Override
  public Rung rung() {
    return Rung.VERSION;
  }

  @Override
  public Optional<Result> resolve(String path, ThreeWay merge) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    boolean isVersionFile = name.matches("version(\\.txt|\\.md)?");
    List<String> said = new ArrayList<>();
    return merge
        .settled(hunk -> higher(hunk, isVersionFile, said))
        .map(text -> new Result(text, String.join("; ", said)));
  }

  private static Optional<List<String>> higher(
      Hunk hunk, boolean isVersionFile, List<String> said) {
    if (hunk.base().size() != 1 || hunk.left().size() != 1 || hunk.right().size() != 1) {
      return Optional.empty();
    }
    String line = hunk.base().getFirst();
    if (!isVersionFile && !line.toLowerCase(Locale.ROOT).contains("version")) {
      return Optional.empty();
    }
    Version base = version(line).orElse(null);
    Version left = version(hunk.left().getFirst()).orElse(null);
    Version right = version(hunk.right().getFirst()).orElse(null);
    if (base == null
        || left == null
        || right == null
        || !base.rest().equals(left.rest())
        || !base.rest().equals(right.rest())
        || left.compareTo(base) <= 0
        || right.compareTo(base) <= 0
        || left.compareTo(right) == 0) {
      return Optional.empty();
    }
    boolean leftWins = left.compareTo(right) > 0;
    said.add(
        "%s of %s, over %s of %s"
            .formatted(
                leftWins ? left.text() : right.text(),
                leftWins ? "what landed" : "the task",
                leftWins ? right.text() : left.text(),
                leftWins ? "the task" : "what landed"));
    return Optional.of(leftWins ? hunk.left() : hunk.right());
  }

  /// The only version in a line.
  ///
  /// @param rest the line without it
  private record Version(String text, List<BigInteger> numbers, String rest)
      implements Comparable<Version> {
    @Override
    public int compareTo(Version other) {
      for (int i = 0; i < numbers.size(); i++) {
        int order = numbers.get(i).compareTo(other.numbers.get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    }
  }

  private static Optional<Version> version(String line) {
    Matcher found = VERSION.matcher(line);
    if (!found.find()) {
      return Optional.empty();
    }
    String patch = found.group(3) == null ? "0" : found.group(3);
    Version version =
        new Version(
            found.group(),
            List.of(
                new BigInteger(found.group(1)),
                new BigInteger(found.group(2)),
                new BigInteger(patch)),
            line.substring(0, found.start()) + "\0" + line.substring(found.end()));
    return found.find() ? Optional.empty() : Optional.of(version);
  }
}
