package dev.signalbox.conflict;

import java.util.List;
import java.util.Map;

/// Two or more tasks whose changes do not fit together.
///
/// @param kind how it was found
/// @param tasks the tasks concerned, the one that met it first
/// @param paths the paths concerned, relative to the repository
/// @param detail one line for people
/// @param hunks the places that do not fit, of the first two tasks, where they are known
/// @param versions the three versions of each path, where they are at hand; never in the journal
public record Conflict(
    Kind kind,
    List<String> tasks,
    List<String> paths,
    String detail,
    List<Hunk> hunks,
    Map<String, Versions> versions) {

  public Conflict {
    tasks = List.copyOf(tasks);
    paths = List.copyOf(paths);
    // An earlier journal has none.
    hunks = hunks == null ? List.of() : List.copyOf(hunks);
    versions = Map.copyOf(versions);
  }

  public Conflict(
      Kind kind,
      List<String> tasks,
      List<String> paths,
      String detail,
      Map<String, Versions> versions) {
    this(kind, tasks, paths, detail, List.of(), versions);
  }

  public Conflict(Kind kind, List<String> tasks, List<String> paths, String detail) {
    this(kind, tasks, paths, detail, Map.of());
  }

  /// One file as both sides found it and as each left it.
  public record Versions(String base, String left, String right) {}

  /// One place that does not fit.
  ///
  /// @param left its lines as the first task has them
  /// @param right its lines as the second has them
  public record Hunk(String path, Lines left, Lines right) {}

  /// Some lines of a file that follow each other.
  ///
  /// @param from the number of the first, from 1; of the one before where there are none
  public record Lines(int from, int count) {
    @Override
    public String toString() {
      return count < 2 ? String.valueOf(from) : from + "–" + (from + count - 1);
    }
  }

  public enum Kind {
    /// git could not merge the change onto what had landed.
    TEXT,
    /// The merge was clean and the plan's check failed on the merged tree.
    CHECK,
    /// The merge is clean, and the task had read what others have changed since, so that no serial
    /// run gives the same.
    STALE_READ,
    /// Both change a file, at places that fit.
    FILE;

    /// Whether anything has to happen before both can land.
    public boolean isInTheWay() {
      return this != FILE;
    }
  }
}
