package dev.signalbox.conflict.certificate;

import dev.signalbox.conflict.serial.Isolation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a run integrated. Values are not in it: a commit's id pins everything that could be read in
/// it.
///
/// @param version of this format
/// @param run the run's id
/// @param into the integration branch
/// @param check the plan's check; empty where it had none
/// @param base the commit that the run started from
/// @param tip the commit that the branch was at in the end
/// @param steps how the branch went from the one to the other, the oldest first
/// @param order the tasks that landed, in an order in which they could have run alone
/// @param ignored reads of these paths do not count, by the plan
/// @param notCovered what no observation covers, in sentences
public record Certificate(
    int version,
    String run,
    String into,
    String check,
    String base,
    String tip,
    List<Step> steps,
    List<String> order,
    List<String> ignored,
    List<String> notCovered) {
  public static final int VERSION = 2;

  public Certificate {
    steps = List.copyOf(steps);
    order = List.copyOf(order);
    ignored = List.copyOf(ignored);
    notCovered = List.copyOf(notCovered);
  }

  /// One move of the branch.
  ///
  /// @param commit what it was at then; the one before where a task landed that changed nothing
  /// @param landing null where somebody else had pushed
  public record Step(String commit, @Nullable Landing landing) {}

  /// How a task landed.
  ///
  /// @param startedFrom the commit its work tree was made from
  /// @param snapshot what it left there, as a commit on that; empty where it changed nothing
  /// @param merged whether git's merge of the snapshot is what landed
  /// @param after the tasks it was told to come after
  /// @param resolution what took the place of what git could not merge; null where git could
  public record Landing(
      String task,
      int attempt,
      String agent,
      Isolation isolation,
      String startedFrom,
      String snapshot,
      boolean merged,
      Reads reads,
      List<String> after,
      @Nullable Resolution resolution) {
    public Landing {
      after = List.copyOf(after);
    }
  }

  /// What took the place of what git could not merge.
  ///
  /// @param by the person who said so; empty where no person had to
  /// @param how in words
  /// @param paths where what landed is not git's merge
  public record Resolution(String by, String how, List<String> paths) {
    public Resolution {
      paths = List.copyOf(paths);
    }
  }

  /// What a task read of what it started from.
  ///
  /// @param source how that is known
  /// @param files whose content it read
  /// @param folders whose list of names it read; empty for the top
  /// @param subtrees folders below which it read every file and every list of names
  /// @param claims what it declared to read or write, as globs, where that is the source
  public record Reads(
      Source source,
      List<String> files,
      List<String> folders,
      List<String> subtrees,
      List<String> claims) {
    public Reads {
      files = List.copyOf(files);
      folders = List.copyOf(folders);
      subtrees = List.copyOf(subtrees);
      claims = List.copyOf(claims);
    }
  }

  /// How it is known what a task read.
  public enum Source {
    /// Its work tree was watched.
    WATCHED,
    /// It was watched, and more happened than could be kept: it may have read everything.
    EVERYTHING,
    /// The plan says so.
    DECLARED,
    /// It is not known.
    UNKNOWN
  }
}
