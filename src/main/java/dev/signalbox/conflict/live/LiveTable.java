package dev.signalbox.conflict.live;

import dev.signalbox.conflict.live.ConflictDetector.Places;
import dev.signalbox.watch.Changed;
import dev.signalbox.watch.TreeWatch;
import dev.signalbox.workspace.ChangedPaths;
import dev.signalbox.workspace.FolderRemoval;
import dev.signalbox.workspace.Git;
import dev.signalbox.workspace.History;
import dev.signalbox.workspace.Quarantine;
import dev.signalbox.workspace.TreeMirror;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Everybody's change as it is, and how each stands to each. For one thread.
final class LiveTable implements AutoCloseable {
  /// So many looks leave as many small files in the quarantine as are kept there.
  private static final int LOOKS_KEPT = 4_000;

  /// How many work trees are looked at at a time.
  private static final int AT_ONCE = 2;

  private static final Logger LOG = Logger.getLogger(LiveTable.class.getName());

  private final Places places;
  private final Watching trees;
  private final RowTimes times;
  private final Duration poll;
  private final Map<String, Seat> seats = new LinkedHashMap<>();
  private final Outlooks outlooks = new Outlooks();

  /// Tasks whose change or standing is new.
  private final Set<String> touched = new LinkedHashSet<>();

  /// Tasks that have read more.
  private final Set<String> readers = new LinkedHashSet<>();

  /// Work trees to look at although nobody told of a write.
  private final Set<Path> asked = new LinkedHashSet<>();

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_ONCE, Thread.ofVirtual().name("signalbox-conflicts-look-", 0).factory());

  private @Nullable Ground ground;
  private int looks;
  private long polled = System.nanoTime();
  private long readsAsked = System.nanoTime();

  LiveTable(Places places, Watching trees, RowTimes times, Duration poll) {
    this.places = places;
    this.trees = trees;
    this.times = times;
    this.poll = poll;
  }

  /// Takes note of who takes part.
  void seat(List<Party> now) throws IOException, WorkspaceException, InterruptedException {
    Map<String, Party> wanted = new LinkedHashMap<>();
    now.forEach(party -> wanted.put(party.task(), party));
    for (Seat seat : List.copyOf(seats.values())) {
      Party party = wanted.get(seat.party.task());
      if (party == null || !party.isSameAttempt(seat.party)) {
        seats.remove(seat.party.task());
        touched.remove(seat.party.task());
        readers.remove(seat.party.task());
        outlooks.forget(seat.party.task());
        if (ground != null) {
          ground.verdicts().forget(seat.party.task());
        }
        seat.close();
      }
    }
    for (Party party : wanted.values()) {
      Seat seat = seats.get(party.task());
      if (seat == null) {
        seat = new Seat(party);
        seats.put(party.task(), seat);
        if (party.directory() != null) {
          asked.add(party.directory());
        }
      } else if (party.equals(seat.party)) {
        continue;
      }
      seat.party = party;
      if (party.isBase()) {
        seatBase(seat);
      } else if (!party.sealed().isEmpty()) {
        seat.keptAs(ground());
      }
      touched.add(party.task());
    }
  }

  /// Others may have taken its commits away since they were seen: it is without a change then, and
  /// in nobody's way, until it is seen elsewhere.
  private void seatBase(Seat seat) throws IOException, WorkspaceException, InterruptedException {
    Ground on = ground();
    try {
      seat.keptAs(on);
    } catch (WorkspaceException e) {
      LOG.log(Level.INFO, "What has come to the base cannot be compared", e);
      seat.commit = seat.party.base();
      seat.changes = ChangedPaths.NONE;
    }
  }

  /// Whether git has been found to be able to tell.
  boolean isOpen() {
    return ground != null;
  }

  /// How long until there is something to do though nobody tells of anything, in nanoseconds.
  long nextCall(long nanos) {
    boolean blind = seats.values().stream().anyMatch(this::isBlind);
    return Math.min(
        outlooks.nextNews(nanos),
        Math.min(
            blind ? Math.max(0, polled + poll.toNanos() - nanos) : Long.MAX_VALUE,
            mayReadChanges() ? Math.max(0, readsAsked + poll.toNanos() - nanos) : Long.MAX_VALUE));
  }

  /// Nobody tells of reads, so they are asked for, which costs little; but not while nobody works,
  /// or has changed anything.
  private boolean mayReadChanges() {
    return seats.size() > 1
        && seats.values().stream().anyMatch(seat -> !seat.changes.isEmpty())
        && seats.values().stream().anyMatch(seat -> trees.of(seat.root()).isPresent());
  }

  private boolean isBlind(Seat seat) {
    return trees.of(seat.root()).filter(watch -> !watch.tells()).isPresent();
  }

  /// Looks at work trees and asks git about everybody whose change is different now.
  ///
  /// @return what is news
  List<Sight> look(Collection<Path> written)
      throws IOException, WorkspaceException, InterruptedException {
    long start = System.nanoTime();
    Set<Path> roots = new LinkedHashSet<>(written);
    roots.addAll(asked);
    nextBlind(start).ifPresent(roots::add);
    int trees = glances(roots);
    asked.clear();
    readMore(start);
    long looked = System.nanoTime();
    List<PairVerdicts.Two> pairs = pairs();
    if (!pairs.isEmpty()) {
      ground().verdicts().of(pairs).forEach(outlooks::put);
    }
    touched.clear();
    reread().forEach(outlooks::read);
    long judged = System.nanoTime();
    if (trees > 0 || !pairs.isEmpty()) {
      times.add(
          new RowTimes.Row(
              trees,
              pairs.size(),
              Duration.ofNanos(looked - start),
              Duration.ofNanos(judged - looked)));
    }
    return outlooks.takeNews(judged);
  }

  private void readMore(long nanos) {
    readsAsked = nanos;
    for (Seat seat : seats.values()) {
      if (trees.of(seat.root()).filter(seat::hasReadMore).isPresent()) {
        readers.add(seat.party.task());
      }
    }
  }

  /// Everybody who has read more with everybody whom they may have read of.
  private List<PairVerdicts.Two> reread() {
    List<PairVerdicts.Two> pairs = new ArrayList<>();
    for (Seat one : seats.values()) {
      for (Seat other : seats.values()) {
        if (readers.contains(one.party.task()) && one != other && one.party.mayMeet(other.party)) {
          pairs.add(PairVerdicts.Two.of(one.side(), other.side()));
        }
      }
    }
    readers.clear();
    return pairs;
  }

  /// Of the work trees that nobody tells of the one that was not looked at for longest.
  private Optional<Path> nextBlind(long nanos) {
    if (nanos - polled < poll.toNanos()) {
      return Optional.empty();
    }
    polled = nanos;
    Optional<Seat> next = seats.values().stream().filter(this::isBlind).findFirst();
    // To the end of the row.
    next.ifPresent(
        seat -> {
          seats.remove(seat.party.task());
          seats.put(seat.party.task(), seat);
        });
    return next.map(Seat::root);
  }

  /// What a work tree holds now.
  ///
  /// @param watch what saw it
  /// @param taken null where nothing was written, or where it could not be looked at
  private record Glance(Seat seat, TreeWatch watch, TreeMirror.@Nullable Snapshot taken) {}

  /// Looks at work trees, some at once.
  ///
  /// @return how many are different
  private int glances(Set<Path> roots)
      throws InterruptedException, IOException, WorkspaceException {
    List<Callable<Glance>> looks = new ArrayList<>();
    for (Seat seat : seats.values()) {
      TreeWatch watch = trees.of(seat.root()).orElse(null);
      if (roots.contains(seat.root()) && watch != null && seat.party.sealed().isEmpty()) {
        ground();
        looks.add(() -> glance(seat, watch));
      }
    }
    int different = 0;
    for (Future<Glance> look : threads.invokeAll(looks)) {
      different += take(look.resultNow()) ? 1 : 0;
    }
    return different;
  }

  /// A work tree that cannot be looked at, because a filter fails in it or nobody may read it, is
  /// looked at again when more is written there; the others are looked at all the same.
  private Glance glance(Seat seat, TreeWatch watch) throws InterruptedException {
    try {
      return new Glance(seat, watch, look(seat, watch));
    } catch (WorkspaceException | IOException | RuntimeException e) {
      LOG.log(seat.failed ? Level.FINE : Level.WARNING, e, () -> "No look at " + seat.root());
      seat.failed = true;
      return new Glance(seat, watch, null);
    }
  }

  private TreeMirror.@Nullable Snapshot look(Seat seat, TreeWatch watch)
      throws WorkspaceException, InterruptedException, IOException {
    Changed changed = watch.takeChanged();
    if (seat.missed || !watch.tells()) {
      changed = new Changed(true, changed.paths());
    }
    if (changed.isEmpty()) {
      return null;
    }
    seat.missed = true;
    TreeMirror.Snapshot taken = seat.mirror(ground()).take(changed, watch);
    seat.missed = false;
    return taken;
  }

  /// @return whether its change is different
  private boolean take(Glance glance) {
    Seat seat = glance.seat();
    TreeMirror.Snapshot taken = glance.taken();
    // Another attempt may work there by now.
    if (taken == null
        || taken.commit().equals(seat.commit)
        || trees.of(seat.root()).filter(now -> now == glance.watch()).isEmpty()) {
      return false;
    }
    seat.commit = taken.commit();
    seat.changes = taken.changes();
    touched.add(seat.party.task());
    looks++;
    return true;
  }

  /// Everybody who is touched with everybody who may meet them, each pair once. Those who cannot
  /// fit.
  private List<PairVerdicts.Two> pairs()
      throws IOException, WorkspaceException, InterruptedException {
    if (looks >= LOOKS_KEPT && !touched.isEmpty()) {
      beginAgain();
    }
    List<Side> sides = seats.values().stream().map(Seat::side).toList();
    List<PairVerdicts.Two> pairs = new ArrayList<>();
    Set<String> done = new LinkedHashSet<>();
    for (Side one : sides) {
      if (!touched.contains(one.party().task())) {
        continue;
      }
      done.add(one.party().task());
      for (Side other : sides) {
        if (done.contains(other.party().task())) {
          continue;
        }
        PairVerdicts.Two two = PairVerdicts.Two.of(one, other);
        if (!one.party().mayMeet(other.party())) {
          outlooks.forget(two.key());
        } else if (one.mayMeet(other)) {
          pairs.add(two);
        } else {
          outlooks.put(two, Optional.empty());
        }
      }
    }
    return pairs;
  }

  private Ground ground() throws IOException, WorkspaceException, InterruptedException {
    if (ground == null) {
      removeScratch();
      Files.createDirectories(places.scratch());
      History history = History.open(places.repository(), places.environment());
      Quarantine quarantine = Quarantine.in(places.scratch(), history, places.environment());
      Git git = quarantine.holding(history.git());
      ground = new Ground(quarantine, git, new PairVerdicts(git));
    }
    return ground;
  }

  /// Forgets what nobody needs any more of all that looks have left.
  private void beginAgain() throws IOException, WorkspaceException, InterruptedException {
    ground().quarantine().clear();
    for (Seat seat : seats.values()) {
      if (seat.mirror != null) {
        seat.mirror.again();
      }
      if (seat.party.isBase()) {
        seatBase(seat);
      } else if (!seat.party.sealed().isEmpty()) {
        seat.keptAs(ground());
      }
    }
    looks = 0;
  }

  @Override
  public void close() throws IOException {
    threads.close();
    seats.clear();
    if (ground != null) {
      ground.quarantine().close();
      ground = null;
    }
    removeScratch();
  }

  private void removeScratch() throws IOException {
    if (Files.exists(places.scratch())) {
      FolderRemoval.delete(places.scratch());
    }
  }
}
