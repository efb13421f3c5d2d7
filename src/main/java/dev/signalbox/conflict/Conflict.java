package dev.signalbox.conflict;

import java.util.List;
import java.util.Map;

/// Two or more tasks whose changes do not fit together.
///
/// @param kind how it was found
/// @param tasks the tasks concerned, the one that met it first
/// @param paths the paths concerned, relative to the repository
/// @param detail one line for people
/// @param versions the three versions of each path, where they are at hand; never in the journal
public record Conflict(
    Kind kind,
    List<String> tasks,
    List<String> paths,
    String detail,
    Map<String, Versions> versions) {

  public Conflict {
    tasks = List.copyOf(tasks);
    paths = List.copyOf(paths);
    versions = Map.copyOf(versions);
  }

  public Conflict(Kind kind, List<String> tasks, List<String> paths, String detail) {
    this(kind, tasks, paths, detail, Map.of());
  }

  /// One file as both sides found it and as each left it.
  public record Versions(String base, String left, String right) {}

  public enum Kind {
    /// git could not merge the change onto what had landed.
    TEXT,
    /// The merge was clean and the plan's check failed on the merged tree.
    CHECK,
    /// The merge is clean, and the task had read what others have changed since, so that no serial
    /// run gives the same.
    STALE_READ
  }
}
