package dev.signalbox.workspace;

import dev.signalbox.process.ProcessEnvironment;
import dev.signalbox.process.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final PlanCommand planCommand;
  private final Map<AttemptKey, InUse> inUse = new ConcurrentHashMap<>();
  private @Nullable Parts parts;

  /// @param processes starts the plan's own commands; whoever made it closes it
  public GitWorkspace(WorkspaceSettings settings, Supervisor processes) {
    this.settings = settings;
    this.planCommand = new PlanCommand(processes);
  }

  private record InUse(Slot slot, int place, Lease lease, boolean sealed) {}

  /// What there is once the repository was looked at.
  private record Parts(
      Repository repository,
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
    try {
      pool.open();
    } catch (IOException e) {
      throw new WorkspaceException("The folder for work trees, " + trees + ", is not usable.", e);
    }
    parts = partsOf(repository, branch, pool, trees);
    return new Opened(repository.top().toString(), base.commit(), branch.head(), notes);
  }

  private Parts partsOf(
      Repository repository, IntegrationBranch branch, TreePool pool, Path trees) {
    Git git = repository.git();
    Map<String, String> commands = ProcessEnvironment.withoutRepository(settings.environment());
    TreeSetup setup =
        new TreeSetup(repository, settings.setup(), settings.keepIgnored(), commands, planCommand);
    Path kept = trees.resolveSibling("kept");
    Snapshots snapshots = new Snapshots(git, setup, kept);
    return new Parts(
        repository,
        branch,
        pool,
        setup,
        snapshots,
        new RepositoryGuard(repository, branch.ref(), settings.undoRepositoryChanges(), kept),
        new MergeOracle(git, snapshots::isOnlyOnBase),
        new CheckTree(git, pool, setup, settings.check(), commands, planCommand),
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
  public WorkTree prepare(AttemptKey key, Path log)
      throws WorkspaceException, InterruptedException {
    Parts p = parts();
    long start = System.nanoTime();
    int place = takePlace();
    Slot slot = null;
    boolean done = false;
    try {
      slot = p.pool().take(p.branch().ref());
      String base = slot.detachedHead();
      Snapshots.begin(slot);
      AgentCommits.begin(slot);
      new Lease(key, base, Brought.nothing(), log.toString()).write(slot);
      List<String> copied = p.setup().bring(slot.directory(), log);
      long prepared = System.nanoTime();
      p.setup().run(slot.directory(), variables(key, place), log);
      long setUp = System.nanoTime();
      Git tree = slot.sealing(p.repository().git());
      Brought brought = p.setup().brought(tree, slot.directory(), copied);
      Lease lease = new Lease(key, base, brought, log.toString());
      if (!brought.isEmpty()) {
        lease.write(slot);
      }
      AgentCommits.begin(slot);
      p.guard().begin(key, slot.trace());
      inUse.put(key, new InUse(slot, place, lease, false));
      done = true;
      return new WorkTree(
          key, slot.directory(), base, millis(start, prepared), millis(prepared, setUp));
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work tree for " + key.task() + " could not be prepared: " + e.getMessage(), e);
    } finally {
      if (!done) {
        p.guard().abandon(key);
        givePlaceBack(place);
        if (slot != null) {
          p.pool().discard(slot);
        }
      }
    }
  }

  private int takePlace() throws WorkspaceException {
    try {
      return settings.places().take();
    } catch (IOException e) {
      throw new WorkspaceException("No slot number could be had: " + e.getMessage() + ".", e);
    }
  }

  private void givePlaceBack(int place) {
    try {
      settings.places().giveBack(place);
    } catch (IOException e) {
      // The system frees it at the latest with the process.
      System.getLogger(GitWorkspace.class.getName()).log(System.Logger.Level.WARNING, e);
    }
  }

  @Override
  public List<String> park(WorkTree tree) throws WorkspaceException, InterruptedException {
    InUse use = use(tree.key());
    try {
      List<String> changes = parts().guard().end(tree.key());
      inUse.remove(tree.key());
      givePlaceBack(use.place());
      parts().pool().leave(use.slot());
      return changes;
    } catch (IOException e) {
      throw new WorkspaceException(
          "The repository could not be looked at after " + tree.key().task() + ".", e);
    }
  }

  @Override
  public WorkTree goOn(AttemptKey key, AttemptKey parked, Path directory, Path log)
      throws WorkspaceException, InterruptedException {
    Parts p = parts();
    Optional<Slot> left = leftBy(parked, directory);
    if (left.isEmpty()) {
      return prepare(key, log);
    }
    Slot slot = left.get();
    int place = takePlace();
    boolean done = false;
    try {
      Lease before = Lease.read(slot);
      Lease lease = new Lease(key, before.base(), before.brought(), log.toString());
      lease.write(slot);
      p.pool().adopt(slot);
      p.guard().begin(key, slot.trace());
      inUse.put(key, new InUse(slot, place, lease, false));
      done = true;
      return new WorkTree(key, slot.directory(), lease.base(), 0, 0);
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work tree %s could not be gone on in: %s".formatted(directory, e.getMessage()), e);
    } finally {
      if (!done) {
        givePlaceBack(place);
      }
    }
  }

  /// The work tree in `directory`, if it is still the one that attempt `key` was left in.
  private static Optional<Slot> leftBy(AttemptKey key, Path directory) throws WorkspaceException {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try {
      Slot slot = Slot.of(directory.toRealPath());
      if (!Files.exists(slot.lease()) || !Lease.read(slot).key().equals(key)) {
        return Optional.empty();
      }
      Files.deleteIfExists(slot.index().resolveSibling(slot.index().getFileName() + ".lock"));
      return Optional.of(slot);
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work tree " + directory + " that was left behind could not be read.", e);
    }
  }

  private static long millis(long from, long to) {
    return (to - from) / 1_000_000;
  }

  private Map<String, String> variables(AttemptKey key) {
    return Map.of(
        "SIGNALBOX_RUN", key.run(),
        "SIGNALBOX_TASK", key.task(),
        "SIGNALBOX_ATTEMPT", String.valueOf(key.number()),
        "SIGNALBOX_REPOSITORY", parts().repository().top().toString());
  }

  private Map<String, String> variables(AttemptKey key, int place) {
    Map<String, String> variables = new HashMap<>(variables(key));
    variables.putAll(Places.environment(place, key));
    return variables;
  }

  @Override
  public Map<String, String> environment(AttemptKey key) {
    InUse use = inUse.get(key);
    if (use == null) {
      return Map.of();
    }
    Map<String, String> environment = new HashMap<>(Places.environment(use.place(), key));
    environment.putAll(
        AttemptIdentity.of(key)
            .environment(use.slot().trace(), use.slot().directory().resolveSibling("")));
    return environment;
  }

  @Override
  public Sealed seal(WorkTree tree) throws WorkspaceException, InterruptedException {
    return seal(use(tree.key()));
  }

  private Sealed seal(InUse use) throws WorkspaceException, InterruptedException {
    AttemptKey key = use.lease().key();
    try {
      Sealed sealed = parts().snapshots().seal(use.slot(), use.lease());
      inUse.put(key, new InUse(use.slot(), use.place(), use.lease(), true));
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
    p.setup()
        .tearDown(tree.directory(), variables(tree.key(), use.place()), Path.of(use.lease().log()));
    inUse.remove(tree.key());
    givePlaceBack(use.place());
    if (keep) {
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
        givePlaceBack(use.place());
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
    parts().pool().keep(use.slot());
  }

  @Override
  public void salvage(AttemptKey key, Path directory)
      throws WorkspaceException, InterruptedException {
    Parts p = parts();
    Optional<Slot> left = leftBy(key, directory);
    if (left.isEmpty()) {
      return;
    }
    try {
      Slot slot = left.get();
      Lease lease = Lease.read(slot);
      p.pool().adopt(slot);
      p.snapshots().seal(slot, lease);
      p.setup().tearDown(directory, variables(key), Path.of(lease.log()));
      p.pool().discard(slot);
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work tree " + directory + " that was left behind could not be sealed.", e);
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
