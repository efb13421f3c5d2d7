package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The branch that a run started from, in the user's repository, where it may move at any time.
/// While it does not, no git process says so: the files are looked at in which git keeps it.
final class FollowedBase {
  /// Where git keeps branches that have no file of their own.
  private static final List<String> TOGETHER = List.of("packed-refs", "reftable/tables.list");

  private final Repository repository;
  private final String ref;
  private String stamp = "";
  private @Nullable String found;

  private FollowedBase(Repository repository, String ref) {
    this.repository = repository;
    this.ref = ref;
  }

  /// @param name as the plan names it
  /// @param into the integration branch's ref
  /// @return empty where it is no branch, local or fetched: a tag or a commit stays where it is
  static Optional<FollowedBase> of(Repository repository, String name, String into)
      throws WorkspaceException, InterruptedException {
    GitOutput full =
        repository
            .git()
            .attempt(
                "rev-parse", "-q", "--verify", "--symbolic-full-name", "--end-of-options", name);
    // Where --end-of-options is told back, it comes on a line of its own.
    List<String> lines = full.text().lines().filter(line -> line.startsWith("refs/")).toList();
    return full.succeeded() && lines.size() == 1
        ? Optional.of(lines.getFirst())
            .filter(ref -> ref.startsWith(RefNames.HEADS) || ref.startsWith("refs/remotes/"))
            .filter(ref -> !ref.equals(into))
            .map(ref -> new FollowedBase(repository, ref))
        : Optional.empty();
  }

  /// The commit it is at; empty where there is no such branch any more.
  synchronized Optional<String> commit() throws WorkspaceException, InterruptedException {
    Optional<String> loose = repository.loose(ref);
    if (loose.isPresent()) {
      return loose;
    }
    String now = stamp();
    if (!now.equals(stamp)) {
      GitOutput said = repository.git().attempt("rev-parse", "-q", "--verify", ref + "^{commit}");
      found = said.succeeded() ? said.line() : null;
      stamp = now;
    }
    return Optional.ofNullable(found);
  }

  private String stamp() throws WorkspaceException {
    StringBuilder stamp = new StringBuilder("at");
    try {
      for (String name : TOGETHER) {
        Path file = repository.commonDir().resolve(name);
        if (Files.exists(file)) {
          BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
          stamp.append(' ').append(is.lastModifiedTime()).append(' ').append(is.size());
          stamp.append(' ').append(is.fileKey());
        }
      }
    } catch (IOException e) {
      throw new WorkspaceException("The branch " + ref + " could not be looked for.", e);
    }
    return stamp.toString();
  }
}
