package dev.signalbox.workspace;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Where the tasks of one run work, and the way their changes land. Every call may block and may
/// come from any thread; calls for different attempts may come at the same time. The engine sees to
/// it that at most one of [#merge], [#conflict], [#resolve], [#stack], [#check], [#commit],
/// [#mergeBase], [#commitBase], [#land] and [#afterLanding] is under way at a time.
public interface Workspace extends AutoCloseable {

  /// Looks at the repository and makes the integration branch where there is none. What an engine
  /// of this run that is gone left in work trees is sealed, and the work trees are removed.
  ///
  /// @throws WorkspaceException when the run cannot work there; the message is a sentence
  Opened open() throws WorkspaceException, InterruptedException;

  /// The commit that the integration branch is at now.
  String head() throws WorkspaceException, InterruptedException;

  /// Why no new work tree is made at this moment, in a sentence that says what to free; empty while
  /// there is room. Quick; what it says may change at any time.
  default Optional<String> shortage() {
    return Optional.empty();
  }

  /// A work tree for one attempt, at the integration branch's head of this moment, with what the
  /// plan's `workspace:` brings.
  ///
  /// @param log what set-up prints goes there
  WorkTree prepare(AttemptKey key, Path log) throws WorkspaceException, InterruptedException;

  /// What the attempt's agent needs in its environment so that its own git commands can be told
  /// from those of the user and of other attempts.
  default Map<String, String> environment(AttemptKey key) {
    return Map.of();
  }

  /// Leaves an attempt's work tree as it is, also beyond the end of this process, for a later
  /// attempt to go on in.
  ///
  /// @return what the attempt changed in the user's repository beside its work tree, in sentences
  default List<String> park(WorkTree tree) throws WorkspaceException, InterruptedException {
    return List.of();
  }

  /// Takes over the work tree that `parked` was left in; makes a new one where it is gone.
  ///
  /// @param log what set-up prints goes there, where one has to be made
  default WorkTree goOn(AttemptKey key, AttemptKey parked, Path directory, Path log)
      throws WorkspaceException, InterruptedException {
    return prepare(key, log);
  }

  /// Seals and removes the work tree that `parked` was left in: nobody goes on in it.
  default void abandon(AttemptKey parked, Path directory)
      throws WorkspaceException, InterruptedException {}

  /// Keeps what the attempt changed, under a ref, whatever became of the attempt.
  Sealed seal(WorkTree tree) throws WorkspaceException, InterruptedException;

  /// Gives the work tree back, after it was sealed.
  ///
  /// @param keep whether its files stay on disk for a person to look at, as long as there is room:
  ///   until the task is attempted again, or somebody removes them
  void release(WorkTree tree, boolean keep) throws WorkspaceException, InterruptedException;

  /// Merges a sealed change onto `onto`, without touching any checkout.
  Merge merge(Sealed change, String onto) throws WorkspaceException, InterruptedException;

  /// What does not fit where a sealed change is merged onto `onto`; empty where it fits.
  default Optional<ConflictedMerge> conflict(Sealed change, String onto)
      throws WorkspaceException, InterruptedException {
    return Optional.empty();
  }

  /// Merges a sealed change that does not fit, with `files` in the place of what conflicts.
  ///
  /// @param files what becomes of every path that conflicts, and of others where it has to
  /// @throws WorkspaceException where one is left out, or a conflict marker is left in
  default Merge.Clean resolve(Sealed change, String onto, Map<String, Resolved> files)
      throws WorkspaceException, InterruptedException {
    throw new WorkspaceException("There is nothing to resolve here.");
  }

  /// Has a command of the plan's make a file of a merged tree anew, in a work tree of its own, from
  /// the folder of that file.
  ///
  /// @param log what the command prints goes there
  default Made make(String command, String tree, String path, Path log)
      throws WorkspaceException, InterruptedException {
    return Made.nothing("cannot be run here");
  }

  /// Gives numbered files that a task added others' numbers make way, so that each is there once.
  ///
  /// @param sequences which files are numbered, see [dev.signalbox.plan.Sequence]
  default Renumbered renumber(Sealed change, String onto, Merge.Clean merge, List<String> sequences)
      throws WorkspaceException, InterruptedException {
    return new Renumbered(merge, Map.of());
  }

  /// A commit of the merged tree on `onto` that never lands: what comes next is merged on it.
  String stack(Merge.Clean merge, String onto) throws WorkspaceException, InterruptedException;

  /// Runs the plan's check on exactly the tree of `commitOrTree`, in a work tree of its own.
  ///
  /// @param log what the check prints goes there
  Check check(String commitOrTree, Path log) throws WorkspaceException, InterruptedException;

  /// Runs the plan's check on what comes of two changes together, in a work tree of its own.
  /// Nothing of it lands. It may be under way beside anything else.
  ///
  /// @param log what the check prints goes there
  /// @return empty where git does not merge the two
  default Optional<Check> checkTogether(Sealed one, Sealed other, String onto, Path log)
      throws WorkspaceException, InterruptedException {
    return Optional.empty();
  }

  /// Makes the commit that is to land: the merged tree, on `onto`.
  ///
  /// @param author the agent's id
  /// @param trailers `Key: value` lines at the end of the message, in order
  /// @param log what hooks of the repository print goes there
  /// @throws WorkspaceException about the plan's `commit` where it could not be signed
  CommitAnswer commit(
      Merge.Clean merge,
      String onto,
      String author,
      String message,
      Map<String, String> trailers,
      Path log)
      throws WorkspaceException, InterruptedException;

  /// Does what is done once a commit is on the branch. It may take long, and be interrupted.
  ///
  /// @param log what hooks of the repository print goes there
  /// @return a sentence for people where it went wrong
  default Optional<String> afterLanding(String commit, Path log)
      throws WorkspaceException, InterruptedException {
    return Optional.empty();
  }

  /// The message of the last commit that an attempt's agent made itself; empty where it made none.
  default String messageOf(Sealed change) throws WorkspaceException, InterruptedException {
    return "";
  }

  /// Moves the integration branch from `expected` to `commit` by compare and swap.
  ///
  /// @return whether it moved; false where somebody else had moved it meanwhile
  boolean land(String commit, String expected) throws WorkspaceException, InterruptedException;

  /// What the integration branch has of this run, the oldest first, by its commits' trailers.
  default List<LandedTask> landedTasks() throws WorkspaceException, InterruptedException {
    return List.of();
  }

  /// What differs between the trees of two commits, by keys as in [Merge.Clean#writes].
  default List<String> difference(String from, String to)
      throws WorkspaceException, InterruptedException {
    return List.of();
  }

  /// Where the branch is by now that the plan names as the base. Quick while it does not move.
  ///
  /// @return empty where it is at `known`, or is none that moves
  default Optional<BaseNow> base(String known) throws WorkspaceException, InterruptedException {
    return Optional.empty();
  }

  /// Merges a commit of the base onto `onto`, without touching any checkout.
  default Merge mergeBase(String base, String onto)
      throws WorkspaceException, InterruptedException {
    throw new WorkspaceException("The base is none that moves.");
  }

  /// Makes the commit by which the base's commits are to land: the merged tree, on `onto` and on
  /// `base`.
  default String commitBase(
      Merge.Clean merge, String onto, String base, String message, Map<String, String> trailers)
      throws WorkspaceException, InterruptedException {
    throw new WorkspaceException("The base is none that moves.");
  }

  /// Whether the integration branch contains `commit`.
  boolean hasLanded(String commit) throws WorkspaceException, InterruptedException;

  /// Removes the work trees this run still has, except those that were kept for a person.
  @Override
  void close();

  /// What [#open] found.
  ///
  /// @param repository its folder; empty where there is none
  /// @param base the commit that the run starts from
  /// @param head the integration branch's head
  /// @param notes sentences a person should see, such as how many uncommitted files agents do not
  ///   see
  record Opened(String repository, String base, String head, List<String> notes) {
    public Opened {
      notes = List.copyOf(notes);
    }
  }

  /// Where the base is.
  ///
  /// @param behind how many of its commits the integration branch does not have
  /// @param fork the last commit that both have; empty where there is none
  record BaseNow(String commit, int behind, String fork) {}

  /// A task's commit on the integration branch.
  ///
  /// @param before the commit it lies on
  record LandedTask(String task, String commit, String before) {}

  /// What a command made of a file.
  ///
  /// @param content null where it made none
  /// @param why it made none, as the end of a sentence about the command; empty where it did
  record Made(@Nullable Resolved content, String why) {
    static Made nothing(String why) {
      return new Made(null, why);
    }
  }

  /// A merge in which numbered files may have other numbers.
  ///
  /// @param names the new path of each that has, by its old one
  record Renumbered(Merge.Clean merge, SequencedMap<String, String> names) {
    public Renumbered {
      names = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(names));
    }

    Renumbered(Merge.Clean merge, Map<String, String> names) {
      this(merge, new LinkedHashMap<>(names));
    }
  }

  /// What a check said.
  ///
  /// @param passed whether the tree may land
  /// @param tail the end of what it printed
  record Check(boolean passed, String tail) {}
}
