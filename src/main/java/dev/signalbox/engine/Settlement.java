package dev.signalbox.engine;

import dev.signalbox.conflict.resolve.Rung;
import dev.signalbox.conflict.resolve.Step;
import java.util.List;
import java.util.stream.Collectors;

/// What took the place of what conflicts in a merge.
///
/// @param by who said so; empty where no person had to
/// @param steps what was tried where no person had to, in its order
/// @param paths where the merged tree is not git's merge
/// @param leftOut what of either side is gone by what a person said
public record Settlement(String by, List<Step> steps, List<String> paths, List<LeftOut> leftOut) {
  private static final int MOST_NAMED = 3;

  public Settlement {
    steps = List.copyOf(steps);
    paths = List.copyOf(paths);
    // An earlier journal has none.
    leftOut = leftOut == null ? List.of() : List.copyOf(leftOut);
  }

  static Settlement byRungs(List<Step> steps, List<String> paths) {
    return new Settlement("", steps, paths, List.of());
  }

  /// Whether git could not merge it, and no person had to say anything.
  boolean isOfAConflict() {
    return by.isEmpty() && steps.stream().anyMatch(step -> step.rung() != Rung.SEQUENCE);
  }

  /// Such as "resolved by imports union in A.java", or "resolved by ada, who left out 2 lines of
  /// what landed in A.java".
  public String words() {
    return "resolved by "
        + (by.isEmpty()
            ? steps.stream()
                .filter(Step::resolved)
                .map(Step::words)
                .collect(Collectors.joining(", "))
            : by + (leftOut.isEmpty() ? "" : ", who left out " + leftOutWords()));
  }

  private String leftOutWords() {
    String first =
        leftOut.stream().limit(MOST_NAMED).map(LeftOut::words).collect(Collectors.joining(", "));
    int more = leftOut.size() - MOST_NAMED;
    return more <= 0 ? first : "%s and more in %d others".formatted(first, more);
  }
}
