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
public record Settlement(String by, List<Step> steps, List<String> paths) {
  public Settlement {
    steps = List.copyOf(steps);
    paths = List.copyOf(paths);
  }

  /// Whether git could not merge it, and no person had to say anything.
  boolean isOfAConflict() {
    return by.isEmpty() && steps.stream().anyMatch(step -> step.rung() != Rung.SEQUENCE);
  }

  /// Such as "resolved by imports union in A.java".
  public String words() {
    return "resolved by "
        + (by.isEmpty()
            ? steps.stream()
                .filter(Step::resolved)
                .map(Step::words)
                .collect(Collectors.joining(", "))
            : by);
  }
}
