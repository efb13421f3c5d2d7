package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What git says of trees and commits, without a checkout. What it has to write on the way goes to
/// a folder of its own, which goes with it: the repository stays as it is.
public final class TreeMath implements AutoCloseable {
  private final Quarantine quarantine;
  private final Git git;
  private final Attributes attributes;

  private TreeMath(Quarantine quarantine, Git git, Attributes attributes) {
    this.quarantine = quarantine;
    this.git = git;
    this.attributes = attributes;
  }

  /// @param environment what git finds itself and its settings by
  public static TreeMath in(Path repository, Map<String, String> environment)
      throws WorkspaceException, InterruptedException {
    History history = History.openEvenShallow(repository, environment);
    Quarantine quarantine = Quarantine.of(history, environment);
    boolean done = false;
    try {
      Git git = quarantine.holding(history.git());
      Attributes attributes = new Attributes(git, history.gitDir(), quarantine.scratch());
      TreeMath trees = new TreeMath(quarantine, git, attributes);
      done = true;
      return trees;
    } catch (IOException e) {
      throw new WorkspaceException("A folder to merge in could not be made.", e);
    } finally {
      if (!done) {
        quarantine.close();
      }
    }
  }

  /// The tree of a commit; empty where there is no such commit.
  public Optional<String> tree(String commit) throws WorkspaceException, InterruptedException {
    GitOutput found = git.attempt("rev-parse", "-q", "--verify", commit + "^{commit}^{tree}");
    return found.succeeded() ? Optional.of(found.line()) : Optional.empty();
  }

  /// The ids of a commit's parents.
  public List<String> parents(String commit) throws WorkspaceException, InterruptedException {
    return git.line("rev-parse", commit + "^@").lines().toList();
  }

  public boolean isAncestor(String older, String newer)
      throws WorkspaceException, InterruptedException {
    return git.attempt("merge-base", "--is-ancestor", older, newer).succeeded();
  }

  /// The value of a trailer of a commit; empty where it has none.
  public String trailer(String commit, String name)
      throws WorkspaceException, InterruptedException {
    return git.line(
        "log", "-1", "--format=%(trailers:key=" + name + ",valueonly,separator=%x2C)", commit);
  }

  /// The keys that differ between two trees: files by their paths, and folders whose lists of names
  /// differ, with a `/` behind them.
  public Set<String> difference(String from, String to)
      throws WorkspaceException, InterruptedException {
    return from.equals(to) ? Set.of() : Set.copyOf(Changes.between(git, from, to).keys());
  }

  /// git's merge of what was done between `base` and `theirs` into `ours`; empty where it does not
  /// fit.
  public Optional<String> merge(String base, String ours, String theirs)
      throws WorkspaceException, InterruptedException {
    Attempted merge = attemptMerge(base, ours, theirs);
    return merge.conflicts().isEmpty() ? Optional.of(merge.tree()) : Optional.empty();
  }

  /// What comes of a merge.
  ///
  /// @param tree with conflict markers in it where it does not fit
  /// @param conflicts where it does not; none where it does
  public record Attempted(String tree, List<String> conflicts) {
    public Attempted {
      conflicts = List.copyOf(conflicts);
    }
  }

  /// What git makes of what was done between `base` and `theirs` on `ours`.
  public Attempted attemptMerge(String base, String ours, String theirs)
      throws WorkspaceException, InterruptedException {
    if (ours.equals(base)) {
      return new Attempted(theirs, List.of());
    }
    if (theirs.equals(base)) {
      return new Attempted(ours, List.of());
    }
    // git takes the trees to merge from, and where they part, from commits only (before 2.40).
    String parting = commit(base);
    MergePair pair = new MergePair(commit(ours, parting), commit(theirs, parting));
    MergeOracle oracle = new MergeOracle(attributes.of(ours));
    return switch (oracle.verdicts(List.of(pair)).getFirst()) {
      case Verdict.Clean(String tree) -> new Attempted(tree, List.of());
      case Verdict.Conflicting c -> new Attempted(c.tree(), c.paths());
      case Verdict.Unusable(String why) -> throw new WorkspaceException(why);
    };
  }

  private String commit(String tree, String... parents)
      throws WorkspaceException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("commit-tree", tree, "-m", "x"));
    for (String parent : parents) {
      command.addAll(List.of("-p", parent));
    }
    return git.line(command.toArray(String[]::new));
  }

  /// `tree` with exactly what differs between `from` and `to`.
  public String apply(String tree, String from, String to)
      throws WorkspaceException, InterruptedException {
    if (tree.equals(from)) {
      return to;
    }
    StringBuilder lines = new StringBuilder();
    String none = "0".repeat(tree.length());
    Collection<Map.Entry<String, Changes.Entry>> entries =
        Changes.between(git, from, to).entries().entrySet();
    // A file may have come in the place of a folder: what goes, goes first.
    for (Map.Entry<String, Changes.Entry> entry : entries) {
      if (entry.getValue().kind() == 'D') {
        lines.append("0 ").append(none).append('\t').append(entry.getKey()).append('\0');
      }
    }
    for (Map.Entry<String, Changes.Entry> entry : entries) {
      Changes.Entry now = entry.getValue();
      if (now.kind() != 'D') {
        lines.append(now.newMode()).append(' ').append(now.newId());
        lines.append('\t').append(entry.getKey()).append('\0');
      }
    }
    try {
      Git own = git.with("GIT_INDEX_FILE", quarantine.scratch().resolve("index").toString());
      own.run("read-tree", tree);
      own.run(
          lines.toString().getBytes(StandardCharsets.UTF_8), "update-index", "-z", "--index-info");
      return own.line("write-tree");
    } catch (IOException e) {
      throw new WorkspaceException("A folder for an index could not be made.", e);
    }
  }

  @Override
  public void close() {
    quarantine.close();
  }
}
