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

/// Puts a sealed change onto a head, without a checkout.
final class ChangeMerge {
  private final Git git;
  private final Attributes attributes;
  private final Commits commits;
  private final Differences differences;

  /// @param attributes what merges go by
  ChangeMerge(Git git, Attributes attributes, Commits commits, Differences differences) {
    this.git = git;
    this.attributes = attributes;
    this.commits = commits;
    this.differences = differences;
  }

  Merge merge(Sealed change, String onto) throws WorkspaceException, InterruptedException {
    Optional<String> alone = treeAlone(change);
    if (alone.isPresent() && change.base().equals(onto)) {
      // There is nothing to merge it with.
      return clean(change, onto, alone.get());
    }
    return switch (verdict(change, onto)) {
      case Verdict.Clean(String tree) -> clean(change, onto, tree);
      case Verdict.Conflicting c ->
          new Merge.Conflicting(c.paths(), c.messages(), ConflictMaterial.digest(c));
      case Verdict.Unusable(String why) -> throw new WorkspaceException(why);
    };
  }

  /// The tree of a change that is known to have no parent but its base.
  private Optional<String> treeAlone(Sealed change) {
    return commits
        .known(change.commit())
        .filter(made -> made.parents().equals(List.of(change.base())))
        .map(Commits.Made::tree);
  }

  private Verdict verdict(Sealed change, String onto)
      throws WorkspaceException, InterruptedException {
    return new MergeOracle(attributes.of(onto))
        .verdicts(List.of(new MergePair(onto, onlyOnBase(change))))
        .getFirst();
  }

  /// git's merge of another branch, whose commits are nobody's here.
  Merge mergeWhole(String other, String onto) throws WorkspaceException, InterruptedException {
    Verdict verdict =
        new MergeOracle(attributes.of(onto))
            .verdicts(List.of(new MergePair(onto, other)))
            .getFirst();
    return switch (verdict) {
      case Verdict.Clean(String tree) ->
          new Merge.Clean(tree, tree, differences.between(onto, tree).keys());
      case Verdict.Conflicting c ->
          new Merge.Conflicting(c.paths(), c.messages(), ConflictMaterial.digest(c));
      case Verdict.Unusable(String why) -> throw new WorkspaceException(why);
    };
  }

  /// What a person needs to see of a change that does not fit; empty where it does.
  Optional<ConflictedMerge> conflict(Sealed change, String onto)
      throws WorkspaceException, InterruptedException {
    return switch (verdict(change, onto)) {
      case Verdict.Clean _ -> Optional.empty();
      case Verdict.Conflicting c -> Optional.of(new ConflictMaterial(git).read(c, onto));
      case Verdict.Unusable(String why) -> throw new WorkspaceException(why);
    };
  }

  /// git's merge with `files` in the place of what does not fit.
  Merge.Clean resolve(Sealed change, String onto, Map<String, Resolved> files)
      throws WorkspaceException, InterruptedException {
    ConflictedMerge conflict =
        conflict(change, onto)
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
  private String onlyOnBase(Sealed change) throws WorkspaceException, InterruptedException {
    if (treeAlone(change).isPresent()) {
      return change.commit();
    }
    String parents = git.line("rev-parse", change.commit() + "^@");
    return parents.equals(change.base())
        ? change.commit()
        : git.line(
            "commit-tree", change.commit() + "^{tree}", "-p", change.base(), "-m", "on its base");
  }

  // Also what it did that was done on `onto` already: at another place in a serial order it does
  // it.
  private List<String> writes(Sealed change, String onto, Changes landing)
      throws WorkspaceException, InterruptedException {
    if (change.base().equals(onto)) {
      return landing.keys();
    }
    Set<String> writes = new LinkedHashSet<>(landing.keys());
    String changed = treeAlone(change).orElse(change.commit());
    writes.addAll(differences.between(change.base(), changed).keys());
    return List.copyOf(writes);
  }

  // The digest is over what the change touched and over what landing it alters on `onto`: a rename
  // there may carry the change to another path. And over what it had begun from: another attempt
  // that ends with the same files may undo what has landed since.
  private Merge.Clean clean(Sealed change, String onto, String tree)
      throws WorkspaceException, InterruptedException {
    SequencedMap<String, String> contents = new TreeMap<>();
    Changes landing = differences.between(onto, tree);
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
    Changes own =
        change.base().equals(onto) ? landing : differences.between(change.base(), change.commit());
    new TreeMap<>(own.entries())
        .forEach(
            (path, entry) ->
                digest.update(
                    (path + "\0" + entry.oldMode() + " " + entry.oldId() + "\0")
                        .getBytes(StandardCharsets.UTF_8)));
    return new Merge.Clean(
        tree, HexFormat.of().formatHex(digest.digest()), writes(change, onto, landing));
  }
}
