package dev.signalbox.watch;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// What was read of the files that a work tree had when its task began. Paths are relative to the
/// work tree, as they were then, with `/` between names, in order; the work tree itself is the
/// empty path.
///
/// @param source who says so
/// @param everything whether all there was must be taken for read
/// @param files whose content was read, before the task wrote into them if it ever did
/// @param afterWriting files whose content was read only after the task had written into them where
///   they lay: what it had not overwritten was still as it began
/// @param folders whose names were read
/// @param subtrees folders below which every file was read, and in which, as in every folder below,
///   the names were; what is ignored counts for neither
/// @param why in a sentence, why it is not known exactly; empty where it is
public record Reads(
    Source source,
    boolean everything,
    List<String> files,
    List<String> afterWriting,
    List<String> folders,
    List<String> subtrees,
    String why) {

  /// Who says what was read.
  public enum Source {
    /// The work tree was watched while the task ran.
    WATCHED,
    /// Nobody: the task may have read anything.
    UNKNOWN
  }

  /// Watched, and nothing was read.
  public static final Reads NONE =
      new Reads(Source.WATCHED, false, List.of(), List.of(), List.of(), List.of(), "");

  public static final Reads UNKNOWN = unknown("Nobody watched the work tree.");

  public Reads {
    files = List.copyOf(files);
    afterWriting = List.copyOf(afterWriting);
    folders = List.copyOf(folders);
    subtrees = List.copyOf(subtrees);
  }

  public static Reads unknown(String why) {
    return new Reads(Source.UNKNOWN, false, List.of(), List.of(), List.of(), List.of(), why);
  }

  /// Watched, but so that something may have been missed.
  public static Reads everything(String why) {
    return new Reads(Source.WATCHED, true, List.of(), List.of(), List.of(), List.of(), why);
  }

  /// Whether `files`, `afterWriting`, `folders` and `subtrees` are all there is to say.
  public boolean isExact() {
    return source != Source.UNKNOWN && !everything;
  }

  /// Whether the content of a file may have been read.
  public boolean mayHaveRead(String file) {
    return !isExact()
        || files.contains(file)
        || afterWriting.contains(file)
        || subtrees.stream().anyMatch(folder -> isBelow(folder, file));
  }

  /// Whether the names in a folder may have been read.
  public boolean mayHaveListed(String folder) {
    return !isExact()
        || folders.contains(folder)
        || subtrees.stream().anyMatch(top -> top.equals(folder) || isBelow(top, folder));
  }

  static boolean isBelow(String folder, String path) {
    return folder.isEmpty() || path.startsWith(folder + "/");
  }

  /// The same, and the content of these files.
  public Reads andOf(Collection<String> more) {
    return !isExact() || more.isEmpty()
        ? this
        : and(new Reads(source, false, List.copyOf(more), List.of(), List.of(), List.of(), ""));
  }

  /// What was read in two stretches of one attempt.
  public Reads and(Reads later) {
    String whyBoth =
        why.isEmpty() || why.equals(later.why)
            ? later.why
            : later.why.isEmpty() ? why : why + " " + later.why;
    if (source == Source.UNKNOWN || later.source == Source.UNKNOWN) {
      return unknown(whyBoth);
    }
    if (everything || later.everything) {
      return everything(whyBoth);
    }
    return new Reads(
        source,
        false,
        union(files, later.files),
        union(afterWriting, later.afterWriting),
        union(folders, later.folders),
        union(subtrees, later.subtrees),
        whyBoth);
  }

  private static List<String> union(Collection<String> one, Collection<String> other) {
    TreeSet<String> both = new TreeSet<>(one);
    both.addAll(other);
    return List.copyOf(both);
  }
}
