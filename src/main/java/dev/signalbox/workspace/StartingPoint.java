package dev.signalbox.workspace;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the tasks of a run would start from, found without a change to anything.
public final class StartingPoint {
  private final Git git;
  private final String name;
  private final String commit;

  private StartingPoint(Git git, String name, String commit) {
    this.git = git;
    this.name = name;
    this.commit = commit;
  }

  /// @param base as the plan names it, or null for what is checked out
  /// @param into the integration branch
  /// @throws WorkspaceException where a run would be refused, with the very words
  public static StartingPoint find(
      Path folder, @Nullable String base, String into, Map<String, String> environment)
      throws WorkspaceException, InterruptedException {
    Repository repository = Repository.open(folder, environment);
    Repository.Base from = repository.base(base);
    return new IntegrationBranch(repository, into)
        .goneOnFrom(from)
        .map(head -> new StartingPoint(repository.git(), into, head))
        .orElseGet(() -> new StartingPoint(repository.git(), from.name(), from.commit()));
  }

  /// The branch or commit, as people say it.
  public String name() {
    return name;
  }

  /// Whether a work tree made from it certainly has nothing at `path`: where a part of the path is
  /// no folder but a link or another repository, nobody can say.
  ///
  /// @param path from the repository's root, with `/` between its parts
  public boolean certainlyLacks(String path) throws WorkspaceException, InterruptedException {
    int end = path.indexOf('/');
    while (end > 0) {
      String type = type(path.substring(0, end));
      if (!type.equals("tree")) {
        return type.isEmpty() && type(".gitmodules").isEmpty();
      }
      end = path.indexOf('/', end + 1);
    }
    return type(path).isEmpty();
  }

  /// `tree`, `blob`, or empty where nothing is there.
  private String type(String path) throws WorkspaceException, InterruptedException {
    GitOutput found = git.attempt("cat-file", "-t", commit + ":" + path);
    return found.succeeded() ? found.line() : "";
  }
}
