package dev.signalbox.workspace;

import dev.signalbox.watch.Reads;
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

/// The work trees of the attempts that are under way: made, parked and gone on in, sealed, given
/// back. No work tree goes whose content is nowhere else.
final class AttemptTrees {
  private final WorkspaceSettings settings;
  private final Repository repository;
  private final String branch;
  private final TreePool pool;
  private final TreeSetup setup;
  private final Snapshots snapshots;
  private final RepositoryGuard guard;
  private final Observers observers;
  private final Map<AttemptKey, InUse> inUse = new ConcurrentHashMap<>();

  /// @param place the attempt's slot number
  /// @param observer what sees it
  private record InUse(Slot slot, int place, Lease lease, Observer observer, boolean sealed) {
    InUse afterSealing() {
      return new InUse(slot, place, lease, observer, true);
    }
  }

  /// @param branch the integration branch's ref
  AttemptTrees(
      WorkspaceSettings settings,
      Repository repository,
      String branch,
      TreePool pool,
      TreeSetup setup,
      Snapshots snapshots,
      RepositoryGuard guard) {
    this.settings = settings;
    this.repository = repository;
    this.branch = branch;
    this.pool = pool;
    this.setup = setup;
    this.snapshots = snapshots;
    this.guard = guard;
    this.observers = new Observers(settings.watches(), settings.readsIgnore(), repository.git());
  }

  /// Seals what an engine that is gone left, but for what is parked.
  ///
  /// @return sentences for people
  List<String> open() throws WorkspaceException, InterruptedException {
    List<String> notes = new ArrayList<>();
    try {
      for (Slot left : pool.open()) {
        salvage(left).ifPresent(notes::add);
      }
    } catch (IOException e) {
      throw new WorkspaceException(
          "The folder for work trees, " + settings.trees() + ", is not usable.", e);
    }
    return notes;
  }

  WorkTree prepare(AttemptKey key, Path log) throws WorkspaceException, InterruptedException {
    Optional<String> shortage = settings.space().shortage();
    if (shortage.isPresent()) {
      throw new WorkspaceException(shortage.get());
    }
    long start = System.nanoTime();
    int place = takePlace();
    Beside<Boolean> looking = guard.lookingBefore(key);
    @Nullable Slot slot = null;
    boolean done = false;
    try {
      pool.discardKept(key.task());
      slot = pool.take(branch);
      String base = slot.detachedHead();
      Snapshots.begin(slot);
      AgentCommits.begin(slot);
      new Lease(key, base, Brought.nothing(), log.toString()).write(slot);
      List<String> copied = setup.bring(slot.directory(), log);
      long prepared = System.nanoTime();
      setup.run(slot.directory(), variables(key, place), log);
      long setUp = System.nanoTime();
      Git tree = slot.sealing(repository.git());
      Brought brought = setup.brought(tree, slot.directory(), copied, pool.filesMayDiffer(slot));
      Lease lease = new Lease(key, base, brought, log.toString());
      if (!brought.isEmpty()) {
        lease.write(slot);
      }
      AgentCommits.begin(slot);
      guard.begin(key, slot.trace(), looking);
      Observer observer = observers.begin(slot, setup.hasCommand() || !brought.isEmpty());
      inUse.put(key, new InUse(slot, place, lease, observer, false));
      done = true;
      return new WorkTree(
          key, slot.directory(), base, millis(start, prepared), millis(prepared, setUp));
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work tree for " + key.task() + " could not be prepared: " + e.getMessage(), e);
    } finally {
      if (!done) {
        guard.abandon(key, looking);
        givePlaceBack(place);
        if (slot != null) {
          pool.discard(slot);
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
      System.getLogger(AttemptTrees.class.getName()).log(System.Logger.Level.WARNING, e);
    }
  }

  List<String> park(WorkTree tree) throws WorkspaceException, InterruptedException {
    InUse use = use(tree.key());
    try {
      use.observer().park(use.slot());
      List<String> changes = guard.end(tree.key(), guard.looking(tree.key()));
      inUse.remove(tree.key());
      givePlaceBack(use.place());
      pool.park(use.slot());
      return changes;
    } catch (IOException e) {
      throw new WorkspaceException(
          "The repository could not be looked at after " + tree.key().task() + ".", e);
    }
  }

  WorkTree goOn(AttemptKey key, AttemptKey parked, Path directory, Path log)
      throws WorkspaceException, InterruptedException {
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
      pool.unpark(slot);
      guard.begin(key, slot.trace(), guard.lookingBefore(key));
      inUse.put(key, new InUse(slot, place, lease, observers.goOn(slot), false));
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
        "SIGNALBOX_REPOSITORY", repository.top().toString());
  }

  private Map<String, String> variables(AttemptKey key, int place) {
    Map<String, String> variables = new HashMap<>(variables(key));
    variables.putAll(Places.environment(place, key));
    return variables;
  }

  Map<String, String> environment(AttemptKey key) {
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

  Sealed seal(WorkTree tree) throws WorkspaceException, InterruptedException {
    return seal(use(tree.key()));
  }

  private Sealed seal(InUse use) throws WorkspaceException, InterruptedException {
    AttemptKey key = use.lease().key();
    try {
      // Before the snapshot, which reads what was changed.
      Reads reads = use.observer().end();
      Beside<List<String>> looking = guard.looking(key);
      Sealed sealed = snapshots.seal(use.slot(), use.lease());
      inUse.put(key, use.afterSealing());
      // After the snapshot, which keeps what a branch that goes now led to.
      List<String> sentences = new ArrayList<>(guard.end(key, looking));
      observers.shortcomingOf(reads).ifPresent(sentences::add);
      return sealed.with(use.observer().with(reads, sealed.changes()), sentences);
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

  void release(WorkTree tree, boolean keep) throws WorkspaceException, InterruptedException {
    InUse use = use(tree.key());
    if (!use.sealed()) {
      sealOrKeep(use);
      use = use(tree.key());
    }
    setup.tearDown(
        tree.directory(), variables(tree.key(), use.place()), Path.of(use.lease().log()));
    inUse.remove(tree.key());
    givePlaceBack(use.place());
    if (keep && settings.space().shortage().isEmpty()) {
      keep(use);
    } else {
      pool.giveBack(use.slot());
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
        guard.abandon(use.lease().key());
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
    pool.keep(use.slot(), use.sealed());
  }

  /// Seals a parked work tree that nobody goes on in, and removes it.
  void abandon(AttemptKey parked, Path directory) throws WorkspaceException, InterruptedException {
    Optional<Slot> left = leftBy(parked, directory);
    if (left.isPresent()) {
      unpark(left.get());
      salvage(left.get());
    }
  }

  private void unpark(Slot slot) throws WorkspaceException {
    try {
      pool.unpark(slot);
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work tree " + slot.directory() + " could not be taken back.", e);
    }
  }

  /// Keeps what an engine that is gone left in a work tree, which then goes.
  ///
  /// @return a sentence for people where that did not work, and the work tree stays
  private Optional<String> salvage(Slot slot) throws WorkspaceException, InterruptedException {
    try {
      Lease lease = Lease.read(slot);
      Files.deleteIfExists(slot.index().resolveSibling(slot.index().getFileName() + ".lock"));
      snapshots.seal(slot, lease);
      setup.tearDown(slot.directory(), variables(lease.key()), Path.of(lease.log()));
      pool.discard(slot);
      return Optional.empty();
    } catch (WorkspaceException | IOException e) {
      System.getLogger(AttemptTrees.class.getName()).log(System.Logger.Level.WARNING, e);
      pool.keep(slot, false);
      return Optional.of(
          "What an earlier session left in "
              + slot.directory()
              + " could not be kept under a ref; it stays there.");
    }
  }

  /// Seals what is not sealed and removes every work tree, except those kept for a person and those
  /// that are parked.
  void close() throws WorkspaceException, InterruptedException, IOException {
    for (InUse use : List.copyOf(inUse.values())) {
      if (!use.sealed()) {
        sealOrKeep(use);
      }
    }
    inUse.clear();
    pool.close();
  }
}
