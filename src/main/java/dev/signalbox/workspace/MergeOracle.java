package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// git's verdict on merges, without a checkout.
final class MergeOracle {
  private final Git git;

  private final Predicate<String> onlyOnBase;

  /// @param onlyOnBase whether a snapshot is known to have no parent but its base
  MergeOracle(Git git, Predicate<String> onlyOnBase) {
    this.git = git;
    this.onlyOnBase = onlyOnBase;
  }

  Merge merge(Sealed change, String onto) throws WorkspaceException, InterruptedException {
    String[] command = {
      "merge-tree", "--write-tree", "-z", "--name-only", "--messages", onto, onlyOnBase(change)
    };
    GitOutput output = git.attempt(command);
    if (output.exit() > 1) {
      throw git.failure(output, command);
    }
    List<String> fields = output.fields();
    String tree = fields.getFirst();
    return output.succeeded()
        ? clean(change, onto, tree)
        : conflict(fields.subList(1, fields.size()));
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

  // Paths up to an empty field, then for each message: number of paths, paths, type, text.
  private static Merge.Conflicting conflict(List<String> fields) {
    int end = fields.indexOf("");
    List<String> paths = fields.subList(0, end < 0 ? fields.size() : end);
    StringBuilder messages = new StringBuilder();
    int at = end < 0 ? fields.size() : end + 1;
    while (at < fields.size()) {
      at += 1 + Integer.parseInt(fields.get(at)) + 1;
      messages.append(fields.get(at).strip()).append('\n');
      at++;
    }
    return new Merge.Conflicting(
        paths.stream().distinct().toList(), messages.toString().stripTrailing());
  }

  // The digest is over what the change touched and over what landing it alters on `onto`: a rename there may
  // carry
  // the change to another path.
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
    return new Merge.Clean(tree, HexFormat.of().formatHex(digest.digest()), landing.keys());
  }
}
