package dev.signalbox.workspace;

import dev.signalbox.claim.Glob;
import dev.signalbox.watch.Reads;
import dev.signalbox.watch.TreeWatch;
import dev.signalbox.watch.TreeWatches;
import java.util.List;
import java.util.Optional;

/// Sees what attempts read and write in their work trees. That it cannot keeps no attempt from
/// going on.
final class Observers {
  private final TreeWatches watches;
  private final List<Glob> ignored;
  private final Git git;

  /// @param ignored files whose reading does not count
  Observers(TreeWatches watches, List<Glob> ignored, Git git) {
    this.watches = watches;
    this.ignored = ignored;
    this.git = git;
  }

  /// Looks at a work tree from now on.
  ///
  /// @param more whether there may be files in it that git ignores
  Observer begin(Slot slot, boolean more) throws InterruptedException {
    return new Observer(watch(slot, more), Reads.NONE);
  }

  /// Looks at a work tree that was parked from now on. What the attempt itself made before looks as
  /// if it had been there: too much may count as read, but nothing is missed.
  Observer goOn(Slot slot) throws InterruptedException {
    return new Observer(watch(slot, true), Observer.parked(slot));
  }

  private TreeWatch watch(Slot slot, boolean more) throws InterruptedException {
    List<String> ignoredByGit = more ? ignoredByGit(slot) : List.of();
    return watches.begin(slot.directory(), new NotRead(ignored, ignoredByGit), () -> {});
  }

  /// Folders end in `/`.
  private List<String> ignoredByGit(Slot slot) throws InterruptedException {
    try {
      return slot.sealing(git)
          .run("ls-files", "-z", "-o", "-i", "--exclude-standard", "--directory")
          .fields();
    } catch (WorkspaceException e) {
      // Then all of it counts.
      System.getLogger(Observers.class.getName()).log(System.Logger.Level.WARNING, e);
      return List.of();
    }
  }

  /// A sentence for people where it is not known what an attempt read, unless that is so on the
  /// whole system, which the run has said.
  Optional<String> shortcomingOf(Reads reads) {
    return reads.isExact() || reads.equals(Reads.UNKNOWN) || watches.shortcoming().isPresent()
        ? Optional.empty()
        : Optional.of("What it read is not known exactly. " + reads.why());
  }
}
