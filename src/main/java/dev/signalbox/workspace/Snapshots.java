package dev.signalbox.workspace;

import dev.signalbox.watch.Reads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Keeps what an attempt changed in its work tree as a commit under a ref, by an index of our own:
/// what the agent did to the real one does not matter.
final class Snapshots {
  private final Git git;
  private final TreeSetup setup;
  private final Path kept;
  private final Commits commits;
  private final Differences differences;

  /// @param kept a folder for changed files that must not get into the repository
  Snapshots(Git git, TreeSetup setup, Path kept, Commits commits, Differences differences) {
    this.git = git;
    this.setup = setup;
    this.kept = kept;
    this.commits = commits;
    this.differences = differences;
  }

  /// Remembers the index of a work tree that is exactly at its commit.
  static void begin(Slot slot) throws IOException {
    // With its time: git tells by it which files may have changed within a tick of the clock.
    Files.copy(
        slot.admin().resolve("index"),
        slot.index(),
        StandardCopyOption.COPY_ATTRIBUTES,
        StandardCopyOption.REPLACE_EXISTING);
  }

  Sealed seal(Slot slot, Lease lease) throws WorkspaceException, InterruptedException, IOException {
    List<String> notes = new ArrayList<>();
    Git tree = slot.sealing(git);
    List<String> tips = AgentCommits.endingAt(slot.git(git), slot, lease.base());
    boolean whole = add(tree, slot, lease.brought());
    String snapshot = writeTree(tree, slot, lease);
    Changes changes = differences.between(lease.base(), snapshot);
    Set<String> submodules = NestedRepositories.submodules(tree, slot);
    if (!whole || NestedRepositories.in(changes, submodules)) {
      addNested(tree, slot, changes, submodules, notes);
      if (!add(tree, slot, lease.brought())) {
        addWhatCanBe(tree, slot, lease, notes);
      }
      snapshot = writeTree(tree, slot, lease);
      changes = differences.between(lease.base(), snapshot);
    }
    for (String path : submodules) {
      Path bundle = keptOf(lease).resolve(path + ".bundle");
      SubmoduleContent.keep(git, slot, path, bundle, notes);
    }
    noteChangedBrought(slot, lease, changes, notes);
    String commit = "";
    if (!changes.isEmpty() || !tips.isEmpty()) {
      commit = keep(RefNames.snapshot(lease.key()), commit(lease, snapshot, tips));
    }
    return new Sealed(
        lease.key(),
        lease.base(),
        changes.isEmpty() ? "" : commit,
        changes.forPeople(),
        notes,
        Reads.UNKNOWN);
  }

  /// Makes `ref`, once: a snapshot that is there already under this name is of an attempt that a
  /// journal which lost its tail does not know, or of this one, whose sealing was cut short.
  ///
  /// @return the commit that now stands for the attempt
  private String keep(String ref, String commit) throws WorkspaceException, InterruptedException {
    String none = "0".repeat(commit.length());
    if (git.attempt("update-ref", ref, commit, none).succeeded()) {
      return commit;
    }
    String earlier = git.line("rev-parse", ref);
    if (git.line("log", "-1", "--format=%T %P", earlier)
        .equals(git.line("log", "-1", "--format=%T %P", commit))) {
      return earlier;
    }
    git.run("update-ref", RefNames.earlier(ref, earlier), earlier);
    git.run("update-ref", ref, commit);
    return commit;
  }

  /// @return whether everything could be added
  private boolean add(Git tree, Slot slot, Brought brought)
      throws WorkspaceException, InterruptedException, IOException {
    Additions additions = new Additions(tree, brought.untracked());
    boolean whole = additions.all();
    Set<String> ignored = new LinkedHashSet<>(setup.ignored(tree));
    if (!ignored.isEmpty()) {
      // Of what set-up built, only what the task built again.
      Set<String> same = new HashSet<>(brought.created().keySet());
      same.removeAll(new HashSet<>(Brought.changed(brought.created(), slot.directory())));
      ignored.removeAll(same);
      ignored.removeAll(brought.copied().keySet());
    }
    return additions.ignored(List.copyOf(ignored)) && whole;
  }

  private static void addNested(
      Git tree, Slot slot, Changes changes, Set<String> submodules, List<String> notes)
      throws WorkspaceException, InterruptedException, IOException {
    Set<String> stay = new HashSet<>(submodules);
    changes
        .entries()
        .forEach(
            (path, e) -> {
              if (e.oldMode().equals(Changes.GITLINK)) {
                stay.add(path);
              }
            });
    List<String> folders = NestedRepositories.moveAside(slot, stay);
    if (!folders.isEmpty()) {
      tree.run(Git.list(folders), "update-index", "--force-remove", "-z", "--stdin");
      notes.add(
          "Nested repositories are kept by their files, without their history: "
              + String.join(", ", folders)
              + ".");
    }
  }

  private void addWhatCanBe(Git tree, Slot slot, Lease lease, List<String> notes)
      throws WorkspaceException, InterruptedException, IOException {
    List<String> left = new Additions(tree, lease.brought().untracked()).oneByOne();
    if (!left.isEmpty()) {
      notes.add(
          "git could not read some files, which are not part of the change ("
              + String.join(", ", left)
              + ")"
              + copied(slot, lease, left));
    }
  }

  private Path keptOf(Lease lease) {
    return kept.resolve(RefNames.part(lease.key().task()) + "-" + lease.key().number());
  }

  // Not into the repository: what set-up brings holds passwords more often than not.
  private String copied(Slot slot, Lease lease, List<String> paths) throws IOException {
    Path folder = keptOf(lease);
    boolean all = true;
    for (String path : paths) {
      Path from = slot.directory().resolve(path);
      if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS) && Files.isReadable(from)) {
        Path to = folder.resolve(path);
        Files.createDirectories(to.resolveSibling(""));
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
      } else {
        all = false;
      }
    }
    return all
        ? "; they are in " + folder + "."
        : "; those that could be copied are in " + folder + ".";
  }

  // Tracked files that the task did not alter go back to what they were.
  private String writeTree(Git tree, Slot slot, Lease lease)
      throws WorkspaceException, InterruptedException, IOException {
    Set<String> before = new HashSet<>(lease.brought().alteredBefore(slot.directory()));
    if (!before.isEmpty()) {
      List<String> entries = new ArrayList<>();
      for (String entry : git.run("ls-tree", "-r", "-z", lease.base()).fields()) {
        if (before.contains(entry.substring(entry.indexOf('\t') + 1))) {
          entries.add(entry);
        }
      }
      tree.run(Git.list(entries), "update-index", "-z", "--index-info");
    }
    return tree.line("write-tree");
  }

  private void noteChangedBrought(Slot slot, Lease lease, Changes changes, List<String> notes)
      throws IOException {
    List<String> changed = Brought.changed(lease.brought().copied(), slot.directory());
    changed.addAll(Brought.changed(lease.brought().created(), slot.directory()));
    changed.removeAll(changes.entries().keySet());
    if (changed.isEmpty()) {
      return;
    }
    notes.add(
        "It changed what the plan's `workspace:` brought, which does not land ("
            + String.join(", ", changed)
            + ")"
            + copied(slot, lease, changed));
  }

  private String commit(Lease lease, String snapshot, List<String> tips)
      throws WorkspaceException, InterruptedException {
    AttemptKey key = lease.key();
    String message =
        key.task() + ", attempt " + key.number() + "\n\nSignalbox-Run: " + key.run() + "\n";
    List<String> parents = new ArrayList<>(List.of(lease.base()));
    parents.addAll(tips);
    return commits.make(new Commits.Made(snapshot, parents), message);
  }
}
