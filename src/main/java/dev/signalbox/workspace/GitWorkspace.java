package dev.signalbox.workspace;

import dev.signalbox.process.ProcessEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A [Workspace] on a git repository, by the git command line. In the repository it makes only refs
/// under `refs/signalbox/`, the integration branch, objects, and the registrations of its own work
/// trees; the user's checkout, index and branches it never touches.
public final class GitWorkspace implements Workspace {
  private final WorkspaceSettings settings;
  private final Map<AttemptKey, InUse> inUse = new ConcurrentHashMap<>();
  private @Nullable Parts parts;

  public GitWorkspace(WorkspaceSettings settings) {
    this.settings = settings;
  }

  private record InUse(Slot slot, Lease lease, boolean sealed) {}

  /// What there is once the repository was looked at.
  private record Parts(
      Repository repository,
      String base,
      IntegrationBranch branch,
      TreePool pool,
      TreeSetup setup,
      Snapshots snapshots,
      RepositoryGuard guard,
      MergeOracle oracle,
      CheckTree check,
      Landing landing) {}

  @Override
  public synchronized Opened open() throws WorkspaceException, InterruptedException {
    Repository repository = Repository.open(settings.repository(), settings.environment());
    Repository.Base base = repository.base(settings.base());
    List<String> notes = new ArrayList<>(repository.notes(base));
    Path trees = treesFolder(repository);
    IntegrationBranch branch = new IntegrationBranch(repository, settings.into());
    branch.open(base, settings.restart()).ifPresent(notes::add);
    TreePool pool = new TreePool(repository.git(), trees, settings.run());
    Parts opened = partsOf(repository, base.commit(), branch, pool, trees);
    try {
      for (Slot left : pool.open()) {
        salvage(opened, left).ifPresent(notes::add);
      }
    } catch (IOException e) {
      throw new WorkspaceException("The folder for work trees, " + trees + ", is not usable.", e);
    }
    parts = opened;
    return new Opened(repository.top().toString(), base.commit(), branch.head(), notes);
  }

  private Parts partsOf(
      Repository repository, String base, IntegrationBranch branch, TreePool pool, Path trees) {
    Git git = repository.git();
    Map<String, String> commands = ProcessEnvironment.withoutRepository(settings.environment());
    TreeSetup setup = new TreeSetup(repository, settings.setup(), settings.keepIgnored(), commands);
    Path kept = trees.resolveSibling("kept");
    Snapshots snapshots = new Snapshots(git, setup, kept);
    return new Parts(
        repository,
        base,
        branch,
        pool,
        setup,
        snapshots,
        new RepositoryGuard(repository, branch.ref(), settings.undoRepositoryChanges(), kept),
        new MergeOracle(git, snapshots::isOnlyOnBase),
        new CheckTree(git, pool, setup, settings.check(), commands),
        new Landing(git));
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
    Parts p = parts();
    Optional<String> shortage = shortage();
    if (shortage.isPresent()) {
      throw new WorkspaceException(shortage.get());
    }
    long start = System.nanoTime();
    p.pool().discardKept(key.task());
    Slot slot = p.pool().take(p.branch().ref());
    boolean done = false;
    try {
      String base = slot.detachedHead();
      Snapshots.begin(slot);
      AgentCommits.begin(slot);
      new Lease(key, base, Brought.nothing(), log.toString()).write(slot);
      List<String> copied = p.setup().bring(slot.directory(), log);
      long prepared = System.nanoTime();
      p.setup().run(slot.directory(), variables(key), log);
      long setUp = System.nanoTime();
      Git tree = slot.sealing(p.repository().git());
      Brought brought = p.setup().brought(tree, slot.directory(), copied);
      Lease lease = new Lease(key, base, brought, log.toString());
      if (!brought.isEmpty()) {
        lease.write(slot);
      }
      AgentCommits.begin(slot);
      p.guard().begin(key, slot.trace());
      inUse.put(key, new InUse(slot, lease, false));
      done = true;
      return new WorkTree(
          key, slot.directory(), base, millis(start, prepared), millis(prepared, setUp));
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work tree for " + key.task() + " could not be prepared: " + e.getMessage(), e);
    } finally {
      if (!done) {
        p.guard().abandon(key);
        p.pool().discard(slot);
      }
    }
  }

  private static long millis(long from, long to) {
    return (to - from) / 1_000_000;
  }

  private Map<String, String> variables(AttemptKey key) {
    return variables(parts().repository(), key);
  }

  private static Map<String, String> variables(Repository repository, AttemptKey key) {
    return Map.of(
        "SIGNALBOX_RUN", key.run(),
        "SIGNALBOX_TASK", key.task(),
        "SIGNALBOX_ATTEMPT", String.valueOf(key.number()),
        "SIGNALBOX_REPOSITORY", repository.top().toString());
  }

  @Override
  public Map<String, String> environment(AttemptKey key) {
    InUse use = inUse.get(key);
    return use == null
        ? Map.of()
        : AttemptIdentity.of(key)
            .environment(use.slot().trace(), use.slot().directory().resolveSibling(""));
  }

  @Override
  public Sealed seal(WorkTree tree) throws WorkspaceException, InterruptedException {
    return seal(use(tree.key()));
  }

  private Sealed seal(InUse use) throws WorkspaceException, InterruptedException {
    AttemptKey key = use.lease().key();
    try {
      Sealed sealed = parts().snapshots().seal(use.slot(), use.lease());
      inUse.put(key, new InUse(use.slot(), use.lease(), true));
      // After the snapshot, which keeps what a branch that goes now led to.
      return sealed.with(parts().guard().end(key));
    } catch (IOException e) {
      throw new WorkspaceException(
          "What " + key.task() + " changed could not be kept: " + e.getMessage(), e);
    }
  }

  private InUse use(AttemptKey key) throws WorkspaceException {
    InUse use = inUse.get(key);
    if (use == null) {
      throw new WorkspaceException("There is no work tree for " + key.task() + " any more.");
    }
    return use;
  }

  @Override
  public void release(WorkTree tree, boolean keep) throws WorkspaceException, InterruptedException {
    Parts p = parts();
    InUse use = use(tree.key());
    if (!use.sealed()) {
      sealOrKeep(use);
      use = use(tree.key());
    }
    p.setup().tearDown(tree.directory(), variables(tree.key()), Path.of(use.lease().log()));
    inUse.remove(tree.key());
    if (keep && settings.space().shortage().isEmpty()) {
      keep(use);
    } else {
      p.pool().giveBack(use.slot());
    }
  }

  // No work tree goes whose content is nowhere else.
  private void sealOrKeep(InUse use) throws WorkspaceException, InterruptedException {
    boolean done = false;
    try {
      seal(use);
      done = true;
    } finally {
      if (!done) {
        inUse.remove(use.lease().key());
        parts().guard().abandon(use.lease().key());
        keep(use);
      }
    }
  }

  private void keep(InUse use) throws WorkspaceException, InterruptedException {
    try {
      NestedRepositories.putBack(use.slot());
    } catch (IOException e) {
      throw new WorkspaceException(
          "Nested repositories in " + use.slot().directory() + " could not be put back.", e);
    }
    parts().pool().keep(use.slot(), use.sealed());
  }

  /// Keeps what an engine that is gone left in a work tree, which then goes.
  ///
  /// @return a sentence for people where that did not work, and the work tree stays
  private Optional<String> salvage(Parts p, Slot slot)
      throws WorkspaceException, InterruptedException {
    try {
      Lease lease = Lease.read(slot);
      Files.deleteIfExists(slot.index().resolveSibling(slot.index().getFileName() + ".lock"));
      p.snapshots().seal(slot, lease);
      p.setup()
          .tearDown(slot.directory(), variables(p.repository(), lease.key()), Path.of(lease.log()));
      p.pool().discard(slot);
      return Optional.empty();
    } catch (WorkspaceException | IOException e) {
      System.getLogger(GitWorkspace.class.getName()).log(System.Logger.Level.WARNING, e);
      p.pool().keep(slot, false);
      return Optional.of(
          "What an earlier session left in "
              + slot.directory()
              + " could not be kept under a ref; it stays there.");
    }
  }

  @Override
  public Merge merge(Sealed change, String onto) throws WorkspaceException, InterruptedException {
    return parts().oracle().merge(change, onto);
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
  public String commit(
      Merge.Clean merge, String onto, String author, String message, Map<String, String> trailers)
      throws WorkspaceException, InterruptedException {
    return parts().landing().commit(merge.tree(), onto, author, message, trailers);
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
      for (InUse use : List.copyOf(inUse.values())) {
        if (!use.sealed()) {
          sealOrKeep(use);
        }
      }
      inUse.clear();
      p.pool().close();
      parts = null;
    } catch (WorkspaceException | IOException e) {
      System.getLogger(GitWorkspace.class.getName()).log(System.Logger.Level.WARNING, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
