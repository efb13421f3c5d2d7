package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Commits that an agent made itself in its work tree. They are part of its change by their
/// content; they themselves only have to stay reachable.
final class AgentCommits {
  private static final int MOST = 200;

  private AgentCommits() {}

  /// Forgets where HEAD of the work tree has been, so that what is found later is the attempt's.
  static void begin(Slot slot) throws IOException {
    Files.deleteIfExists(log(slot));
  }

  /// The tips of everything that was checked out or committed since [#begin] and that `base` does
  /// not contain. HEAD of the work tree is detached afterwards.
  ///
  /// @param git git on the work tree
  static List<String> endingAt(Git git, Slot slot, String base)
      throws WorkspaceException, InterruptedException, IOException {
    Set<String> seen = new LinkedHashSet<>();
    if (Files.exists(slot.admin().resolve("HEAD"))) {
      seen.add(head(git, slot, base));
    }
    for (RefLog.Entry entry : RefLog.read(log(slot))) {
      seen.add(entry.newId());
    }
    seen.remove(base);
    return seen.isEmpty() ? List.of() : tips(git, base, List.copyOf(seen));
  }

  private static String head(Git git, Slot slot, String base)
      throws WorkspaceException, InterruptedException, IOException {
    String detached = slot.detachedHead();
    if (!detached.isEmpty()) {
      return detached;
    }
    GitOutput found = git.attempt("rev-parse", "-q", "--verify", "HEAD^{commit}");
    String commit = found.succeeded() ? found.line() : base;
    git.run("update-ref", "--no-deref", "HEAD", commit);
    return commit;
  }

  private static List<String> tips(Git git, String base, List<String> commits)
      throws WorkspaceException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("merge-base", "--independent", base));
    command.addAll(commits.subList(Math.max(0, commits.size() - MOST), commits.size()));
    GitOutput independent = git.attempt(command.toArray(String[]::new));
    if (!independent.succeeded()) {
      // A commit that has gone: the current one is what counts.
      return List.of(commits.getFirst());
    }
    return independent.text().lines().filter(commit -> !commit.equals(base)).toList();
  }

  private static Path log(Slot slot) {
    return slot.admin().resolve("logs").resolve("HEAD");
  }
}
