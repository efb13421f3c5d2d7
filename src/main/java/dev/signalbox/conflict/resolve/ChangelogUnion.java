package dev.signalbox.conflict.resolve;

import dev.signalbox.conflict.resolve.ThreeWay.Hunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Both sides added entries at one place of a change log: what landed stands first, then what the
/// task added. Only where neither took anything out, nor began a section that the other did not.
final class ChangelogUnion implements TextResolver {
  private static final Pattern NAME =
      Pattern.compile("(?i)(changelog|changes|news|history)([-_.].*)?");
  private static final Pattern HEADING =
      Pattern.compile("\\s{0,3}#.*|[=~^\"'`*+-]{3,}\\s*|\\[?v?\\d+\\.\\d+.*");

  @Override
  public Rung rung() {
    return Rung.CHANGELOG;
  }

  @Override
  public Optional<Result> resolve(String path, ThreeWay merge) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return NAME.matcher(name).matches()
        ? merge.settled(ChangelogUnion::union).map(text -> new Result(text, ""))
        : Optional.empty();
  }

  private static Optional<List<String>> union(Hunk hunk) {
    List<String> left = hunk.left();
    List<String> right = hunk.right();
    if (!hunk.base().stream().allMatch(String::isBlank)) {
      return Optional.empty();
    }
    int first = 0;
    int most = Math.min(left.size(), right.size());
    while (first < most && left.get(first).equals(right.get(first))) {
      first++;
    }
    int last = 0;
    while (last < most - first
        && left.get(left.size() - 1 - last).equals(right.get(right.size() - 1 - last))
        && left.get(left.size() - 1 - last).isBlank()) {
      last++;
    }
    List<String> mine = right.subList(first, right.size() - last);
    List<String> theirs = left.subList(first, left.size() - last);
    if (hasHeading(mine) || hasHeading(theirs)) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>(left.subList(0, first));
    theirs.forEach(line -> lines.add(ended(line)));
    mine.forEach(line -> lines.add(ended(line)));
    lines.addAll(left.subList(left.size() - last, left.size()));
    return Optional.of(lines);
  }

  private static boolean hasHeading(List<String> lines) {
    return lines.stream().anyMatch(line -> HEADING.matcher(line.stripTrailing()).matches());
  }

  private static String ended(String line) {
    return line.endsWith("\n") ? line : line + "\n";
  }
}
