package dev.signalbox.conflict.serial;

import java.util.List;
import java.util.Set;

/// What one landed task saw and left.
///
/// @param task which
/// @param startedAfter how many of those that landed before it were in what it started from
/// @param reading what it read there, beside what it had written itself
/// @param writes the keys whose value it changed when it landed, as in [Reading]
/// @param after the tasks it was told to come after
public record Footprint(
    String task, int startedAfter, Reading reading, Set<String> writes, List<String> after) {
  public Footprint {
    writes = Set.copyOf(writes);
    after = List.copyOf(after);
  }
}
