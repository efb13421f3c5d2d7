package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Puts a sealed change onto a head, without a checkout.
final class ChangeMerge {
  private final Git git;
  private final MergeOracle oracle;
  private final Predicate<String> onlyOnBase;

  /// @param onlyOnBase whether a snapshot is known to have no parent but its base
  ChangeMerge(Git git, Predicate<String> onlyOnBase) {
    this.git = git;
    this.oracle = new MergeOracle(git);
    this.onlyOnBase = onlyOnBase;
  }

  Merge merge(Sealed change, String onto) throws WorkspaceException, InterruptedException {
    return switch (verdict(change.base(), change.commit(), onto)) {
      case Verdict.Clean(String tree) -> clean(change, onto, tree);
      case Verdict.Conflicting c ->
          new Merge.Conflicting(c.paths(), c.messages(), ConflictMaterial.digest(c));
      case Verdict.Unusable(String why) -> throw new WorkspaceException(why);
    };
  }

  private Verdict verdict(String base, String snapshot, String onto)
      throws WorkspaceException, InterruptedException {
    return oracle.verdicts(List.of(new MergePair(onto, onlyOnBase(base, snapshot)))).getFirst();
  }

  /// What a person needs to see of a change that does not fit; empty where it does.
  Optional<ConflictedMerge> conflict(String base, String snapshot, String onto)
      throws WorkspaceException, InterruptedException {
    return switch (verdict(base, snapshot, onto)) {
      case Verdict.Clean _ -> Optional.empty();
      case Verdict.Conflicting c -> Optional.of(new ConflictMaterial(git).read(c, onto));
      case Verdict.Unusable(String why) -> throw new WorkspaceException(why);
    };
  }

  /// git's merge with `files` in the place of what does not fit.
  Merge.Clean resolve(Sealed change, String onto, Map<String, Resolved> files)
      throws WorkspaceException, InterruptedException {
    ConflictedMerge conflict =
        conflict(change.base(), change.commit(), onto)
            .orElseThrow(() -> new WorkspaceException("There is nothing to resolve: it fits."));
    Optional<String> objection = conflict.objection(files);
    if (objection.isPresent()) {
      throw new WorkspaceException(objection.get());
    }
    return clean(change, onto, new ConflictMaterial(git).resolved(conflict, files));
  }

  /// `merge` with other numbers for the numbered files of the change that others have taken.
  Workspace.Renumbered renumber(
      Sealed change, String onto, Merge.Clean merge, List<String> sequences)
      throws WorkspaceException, InterruptedException {
    SequencedMap<String, String> names =
        new Renumbering(git).names(change.base(), change.commit(), onto, merge.tree(), sequences);
    return names.isEmpty()
        ? new Workspace.Renumbered(merge, names)
        : new Workspace.Renumbered(
            clean(change, onto, new TreeEdit(git).moved(merge.tree(), names)), names);
  }

  // An agent's own commits must not move the merge base: after `git reset --soft` onto a newer head
  // its files would seem to take back what others landed. git has --merge-base from 2.40 on only.
  private String onlyOnBase(String base, String snapshot)
      throws WorkspaceException, InterruptedException {
    if (onlyOnBase.test(snapshot)) {
      return snapshot;
    }
    String parents = git.line("rev-parse", snapshot + "^@");
    return parents.equals(base)
        ? snapshot
        : git.line("commit-tree", snapshot + "^{tree}", "-p", base, "-m", "on its base");
  }

  // Also what it did that was done on `onto` already: at another place in a serial order it does
  // it.
  private List<String> writes(Sealed change, String onto, Changes landing)
      throws WorkspaceException, InterruptedException {
    if (change.base().equals(onto)) {
      return landing.keys();
    }
    Set<String> writes = new LinkedHashSet<>(landing.keys());
    writes.addAll(Changes.between(git, change.base(), change.commit()).keys());
    return List.copyOf(writes);
  }

  // The digest is over what the change touched and over what landing it alters on `onto`: a rename
  // there may carry the change to another path.
  private Merge.Clean clean(Sealed change, String onto, String tree)
      throws WorkspaceException, InterruptedException {
    SequencedMap<String, String> contents = new TreeMap<>();
    Changes landing = Changes.between(git, onto, tree);
    landing
        .entries()
        .forEach((path, entry) -> contents.put(path, entry.newMode() + " " + entry.newId()));
    List<String> rest =
        change.changes().stream()
            .map(Sealed.Change::path)
            .filter(path -> !contents.containsKey(path))
            .toList();
    if (!rest.isEmpty()) {
      rest.forEach(path -> contents.put(path, "gone"));
      for (String field : git.run("ls-tree", "-r", "-z", tree).fields()) {
        String[] parts = field.split("\t", 2);
        String[] kinds = parts[0].split(" ");
        contents.replace(parts[1], kinds[0] + " " + kinds[2]);
      }
    }
    MessageDigest digest = Brought.sha256();
    contents.forEach(
        (path, content) ->
            digest.update((path + "\0" + content + "\0").getBytes(StandardCharsets.UTF_8)));
    return new Merge.Clean(
        tree, HexFormat.of().formatHex(digest.digest()), writes(change, onto, landing));
  }
}
