package dev.signalbox.workspace;

import dev.signalbox.process.ProcessEnvironment;
import dev.signalbox.process.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A [Workspace] on a git repository, by the git command line. In the repository it makes only refs
/// under `refs/signalbox/`, the integration branch, objects, and the registrations of its own work
/// trees; the user's checkout, index and branches it never touches.
public final class GitWorkspace implements Workspace {
  private final WorkspaceSettings settings;
  private final PlanCommand planCommand;
  private @Nullable Parts parts;

  /// @param processes starts the plan's own commands; whoever made it closes it
  public GitWorkspace(WorkspaceSettings settings, Supervisor processes) {
    this.settings = settings;
    this.planCommand = new PlanCommand(processes);
  }

  /// What there is once the repository was looked at.
  private record Parts(
      Repository repository,
      String base,
      IntegrationBranch branch,
      Optional<FollowedBase> followed,
      AttemptTrees trees,
      Attributes attributes,
      ChangeMerge merge,
      CheckTree check,
      CheckTree workshop,
      CheckTree trial,
      Landing landing) {}

  @Override
  public synchronized Opened open() throws WorkspaceException, InterruptedException {
    Repository repository = Repository.open(settings.repository(), settings.environment());
    Repository.Base base = repository.base(settings.base());
    List<String> notes = new ArrayList<>(repository.notes(base));
    Path trees = treesFolder(repository);
    CommitStyle style = CommitStyle.of(repository.git(), settings.commits());
    IntegrationBranch branch = new IntegrationBranch(repository, settings.into());
    branch.open(base, settings.restart()).ifPresent(notes::add);
    TreePool pool = new TreePool(repository.git(), trees, settings.run());
    Optional<FollowedBase> followed =
        settings.follows() == null
            ? Optional.empty()
            : FollowedBase.of(repository, settings.follows(), branch.ref());
    Parts opened = partsOf(repository, base.commit(), branch, followed, pool, trees, style);
    notes.addAll(opened.trees().open());
    settings.watches().shortcoming().ifPresent(notes::add);
    parts = opened;
    return new Opened(repository.top().toString(), base.commit(), branch.head(), notes);
  }

  private Parts partsOf(
      Repository repository,
      String base,
      IntegrationBranch branch,
      Optional<FollowedBase> followed,
      TreePool pool,
      Path trees,
      CommitStyle style) {
    Git git = repository.git();
    Map<String, String> commands = ProcessEnvironment.withoutRepository(settings.environment());
    TreeSetup setup =
        new TreeSetup(repository, settings.setup(), settings.keepIgnored(), commands, planCommand);
    Path kept = trees.resolveSibling("kept");
    Supplier<MergedTree> merged = () -> new MergedTree(git, pool, setup, settings.check().clean());
    Commits commits = new Commits(git);
    Differences differences = new Differences(git);
    Snapshots snapshots = new Snapshots(git, setup, kept, commits, differences);
    Attributes attributes =
        new Attributes(git, repository.gitDir(), trees.resolveSibling("attributes"));
    RepositoryGuard guard =
        new RepositoryGuard(repository, branch.ref(), settings.undoRepositoryChanges(), kept);
    return new Parts(
        repository,
        base,
        branch,
        followed,
        new AttemptTrees(settings, repository, branch.ref(), pool, setup, snapshots, guard),
        attributes,
        new ChangeMerge(git, attributes, commits, differences),
        checkTree(merged, commands),
        checkTree(merged, commands),
        checkTree(merged, commands),
        new Landing(git, commits, style, hooks(repository, merged, commands)));
  }

  private CheckTree checkTree(Supplier<MergedTree> trees, Map<String, String> commands) {
    return new CheckTree(trees.get(), settings.check(), commands, planCommand);
  }

  private CommitHooks hooks(
      Repository repository, Supplier<MergedTree> trees, Map<String, String> commands) {
    return new CommitHooks(
        repository.git(),
        repository.commonDir(),
        trees.get(),
        commands,
        planCommand,
        settings.check().timeout());
  }

  private Path treesFolder(Repository repository) throws WorkspaceException {
    try {
      Files.createDirectories(settings.trees());
      Path real = settings.trees().toRealPath();
      if (real.startsWith(repository.top().toRealPath())) {
        throw new WorkspaceException(
            "Work trees would lie in "
                + real
                + ", inside the repository that they belong to; set XDG_STATE_HOME to a folder"
                + " outside it.");
      }
      return real;
    } catch (IOException e) {
      throw new WorkspaceException(
          "The folder for work trees, " + settings.trees() + ", could not be made.", e);
    }
  }

  private synchronized Parts parts() {
    return Optional.ofNullable(parts)
        .orElseThrow(() -> new IllegalStateException("The workspace was not opened."));
  }

  @Override
  public String head() throws WorkspaceException, InterruptedException {
    return parts().branch().head();
  }

  @Override
  public Optional<String> shortage() {
    return settings.space().shortage();
  }

  @Override
  public WorkTree prepare(AttemptKey key, Path log)
      throws WorkspaceException, InterruptedException {
    return parts().trees().prepare(key, log);
  }

  @Override
  public Map<String, String> environment(AttemptKey key) {
    return parts().trees().environment(key);
  }

  @Override
  public List<String> park(WorkTree tree) throws WorkspaceException, InterruptedException {
    return parts().trees().park(tree);
  }

  @Override
  public WorkTree goOn(AttemptKey key, AttemptKey parked, Path directory, Path log)
      throws WorkspaceException, InterruptedException {
    return parts().trees().goOn(key, parked, directory, log);
  }

  @Override
  public void abandon(AttemptKey parked, Path directory)
      throws WorkspaceException, InterruptedException {
    parts().trees().abandon(parked, directory);
  }

  @Override
  public Sealed seal(WorkTree tree) throws WorkspaceException, InterruptedException {
    return parts().trees().seal(tree);
  }

  @Override
  public void release(WorkTree tree, boolean keep) throws WorkspaceException, InterruptedException {
    parts().trees().release(tree, keep);
  }

  @Override
  public Merge merge(Sealed change, String onto) throws WorkspaceException, InterruptedException {
    return parts().merge().merge(change, onto);
  }

  @Override
  public Optional<ConflictedMerge> conflict(Sealed change, String onto)
      throws WorkspaceException, InterruptedException {
    return parts().merge().conflict(change, onto);
  }

  @Override
  public Merge.Clean resolve(Sealed change, String onto, Map<String, Resolved> files)
      throws WorkspaceException, InterruptedException {
    return parts().merge().resolve(change, onto, files);
  }

  @Override
  public Made make(String command, String tree, String path, Path log)
      throws WorkspaceException, InterruptedException {
    Parts p = parts();
    try {
      return p.workshop().make(command, tree, path, p.branch().head(), log);
    } catch (IOException e) {
      throw new WorkspaceException(
          "`%s` could not be run: %s".formatted(command, e.getMessage()), e);
    }
  }

  @Override
  public Renumbered renumber(Sealed change, String onto, Merge.Clean merge, List<String> sequences)
      throws WorkspaceException, InterruptedException {
    return parts().merge().renumber(change, onto, merge, sequences);
  }

  @Override
  public String stack(Merge.Clean merge, String onto)
      throws WorkspaceException, InterruptedException {
    return parts().landing().stack(merge.tree(), onto);
  }

  @Override
  public Check check(String commitOrTree, Path log)
      throws WorkspaceException, InterruptedException {
    Parts p = parts();
    try {
      return p.check().check(commitOrTree, p.branch().head(), log);
    } catch (IOException e) {
      throw new WorkspaceException("The check could not be run: " + e.getMessage(), e);
    }
  }

  @Override
  public Optional<Check> checkTogether(Sealed one, Sealed other, String onto, Path log)
      throws WorkspaceException, InterruptedException {
    Parts p = parts();
    if (!(p.merge().merge(one, onto) instanceof Merge.Clean first)
        || !(p.merge().merge(other, p.landing().stack(first.tree(), onto))
            instanceof Merge.Clean both)) {
      return Optional.empty();
    }
    try {
      return Optional.of(p.trial().check(both.tree(), onto, log));
    } catch (IOException e) {
      throw new WorkspaceException("The check could not be run: " + e.getMessage(), e);
    }
  }

  @Override
  public CommitAnswer commit(
      Merge.Clean merge,
      String onto,
      String author,
      String message,
      Map<String, String> trailers,
      Path log)
      throws WorkspaceException, InterruptedException {
    return parts().landing().commit(merge.tree(), onto, author, message, trailers, log);
  }

  @Override
  public Optional<String> afterLanding(String commit, Path log)
      throws WorkspaceException, InterruptedException {
    return parts().landing().landed(commit, log);
  }

  @Override
  public String messageOf(Sealed change) throws WorkspaceException, InterruptedException {
    return parts().landing().messageOf(change);
  }

  @Override
  public boolean land(String commit, String expected)
      throws WorkspaceException, InterruptedException {
    return parts().branch().land(commit, expected);
  }

  @Override
  public List<LandedTask> landedTasks() throws WorkspaceException, InterruptedException {
    Parts p = parts();
    return p.branch().landed(settings.run(), p.base());
  }

  @Override
  public List<String> difference(String from, String to)
      throws WorkspaceException, InterruptedException {
    return Changes.between(parts().repository().git(), from, to).keys();
  }

  @Override
  public Optional<BaseNow> base(String known) throws WorkspaceException, InterruptedException {
    Parts p = parts();
    Optional<String> now =
        p.followed().isPresent() ? p.followed().get().commit() : Optional.empty();
    if (now.isEmpty() || now.get().equals(known)) {
      return Optional.empty();
    }
    String commit = now.get();
    return Optional.of(new BaseNow(commit, p.branch().lacks(commit), p.branch().fork(commit)));
  }

  @Override
  public Merge mergeBase(String base, String onto) throws WorkspaceException, InterruptedException {
    return parts().merge().mergeWhole(base, onto);
  }

  @Override
  public String commitBase(
      Merge.Clean merge, String onto, String base, String message, Map<String, String> trailers)
      throws WorkspaceException, InterruptedException {
    return parts().landing().join(merge.tree(), onto, base, message, trailers);
  }

  @Override
  public boolean hasLanded(String commit) throws WorkspaceException, InterruptedException {
    return parts().branch().contains(commit);
  }

  @Override
  public synchronized void close() {
    Parts p = parts;
    if (p == null) {
      return;
    }
    try {
      p.trees().close();
      p.attributes().close();
      parts = null;
    } catch (WorkspaceException | IOException e) {
      System.getLogger(GitWorkspace.class.getName()).log(System.Logger.Level.WARNING, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
