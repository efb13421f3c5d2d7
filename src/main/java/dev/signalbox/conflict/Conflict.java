package dev.signalbox.conflict;

import java.util.List;
import java.util.Map;

/// Two or more tasks whose changes do not fit together.
///
/// @param kind how it was found
/// @param tasks the tasks concerned, the one that met it first; one may be the base, [by its
///   name][#base]
/// @param paths the paths concerned, relative to the repository
/// @param detail one line for people
/// @param hunks the places that do not fit, of the first two tasks, where they are known
/// @param versions the three versions of each path, where they are at hand; never in the journal
/// @param stale of a stale read that was seen while they work, who read what
public record Conflict(
    Kind kind,
    List<String> tasks,
    List<String> paths,
    String detail,
    List<Hunk> hunks,
    Map<String, Versions> versions,
    List<Stale> stale) {

  private static final String BASE = "base ";

  public Conflict {
    tasks = List.copyOf(tasks);
    paths = List.copyOf(paths);
    // An earlier journal has none.
    hunks = hunks == null ? List.of() : List.copyOf(hunks);
    versions = Map.copyOf(versions);
    stale = stale == null ? List.of() : List.copyOf(stale);
  }

  public Conflict(
      Kind kind,
      List<String> tasks,
      List<String> paths,
      String detail,
      List<Hunk> hunks,
      Map<String, Versions> versions) {
    this(kind, tasks, paths, detail, hunks, versions, List.of());
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

  /// How the branch from which a run started stands among the tasks of a conflict. A plan can have
  /// no task of that name.
  public static String base(String branch) {
    return BASE + branch;
  }

  /// Whether it is not a task's name but that of the base.
  public static boolean isBase(String task) {
    return task.startsWith(BASE);
  }

  /// The same without what is too big for a log.
  public Conflict withoutVersions() {
    return new Conflict(kind, tasks, paths, detail, hunks, Map.of(), stale);
  }

  /// Whether anything has to happen before both can land.
  public boolean isInTheWay() {
    return switch (kind) {
      case TEXT, CHECK -> true;
      case STALE_READ -> stale.isEmpty() || stale.stream().anyMatch(Stale::overtaken);
      case FILE, CLAIM -> false;
    };
  }

  /// What is in the way comes first, and of that what git refuses.
  public int rank() {
    return kind.ordinal() + (isInTheWay() ? 0 : Kind.values().length);
  }

  /// Whether what was seen of two tasks is over once one of them has landed.
  public boolean isOverWith(String landed) {
    return switch (kind) {
      case TEXT, CHECK -> false;
      case STALE_READ ->
          !stale.isEmpty() && stale.stream().allMatch(read -> read.task().equals(landed));
      case FILE, CLAIM -> true;
    };
  }

  /// One task had read what the other has changed since.
  ///
  /// @param task who read
  /// @param paths what of the other's changes it had read, those of folders for the lists of their
  ///   names with a `/` behind them; none where everything counts as read
  /// @param overtaken whether it fits in no serial run once the other has landed
  public record Stale(String task, List<String> paths, boolean overtaken) {
    public Stale {
      paths = List.copyOf(paths);
    }
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
    /// The merge is clean, and a task had read what others have changed since. Where it was met at
    /// a landing no serial run gives the same; where it was seen before, [Stale] says for whom.
    STALE_READ,
    /// Both change a file, at places that fit.
    FILE,
    /// Both claim to write the same, or one, the first of the two, has changed what the other
    /// claims.
    CLAIM
  }
}
