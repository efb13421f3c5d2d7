package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
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
    MergePair pair = new MergePair(onto, onlyOnBase(change));
    return switch (oracle.verdicts(List.of(pair)).getFirst()) {
      case Verdict.Clean(String tree) -> clean(change, onto, tree);
      case Verdict.Conflicting(_, List<String> paths, String messages, _) ->
          new Merge.Conflicting(paths, messages);
      case Verdict.Unusable(String why) -> throw new WorkspaceException(why);
    };
  }

  // An agent's own commits must not move the merge base: after `git reset --soft` onto a newer head
  // its files would seem to take back what others landed. git has --merge-base from 2.40 on only.
  private String onlyOnBase(Sealed change) throws WorkspaceException, InterruptedException {
    if (onlyOnBase.test(change.commit())) {
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
    writes.addAll(Changes.between(git, change.base(), change.commit()).keys());
    return List.copyOf(writes);
  }

  // The digest is over what the change touched and over what landing it alters on `onto`: a rename
  // there may carry the change to another path.
  private Merge clean(Sealed change, String onto, String tree)
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
