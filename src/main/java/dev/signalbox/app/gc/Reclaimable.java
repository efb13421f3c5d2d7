package dev.signalbox.app.gc;

import dev.signalbox.app.StateFolders;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How much a collection would free. Counting takes a while: it is done on a thread of its own when
/// somebody asks, and what is known is said until it is too old.
public final class Reclaimable implements Supplier<OptionalLong> {
  private static final Duration GOOD_FOR = Duration.ofMinutes(1);

  private final StateFolders folders;
  private final InstantSource clock;
  private final Map<String, String> environment;
  private final AtomicBoolean counting = new AtomicBoolean();
  private volatile @Nullable Known known;

  private record Known(long bytes, Instant at) {}

  public Reclaimable(StateFolders folders, InstantSource clock, Map<String, String> environment) {
    this.folders = folders;
    this.clock = clock;
    this.environment = environment;
  }

  @Override
  public OptionalLong get() {
    Known last = known;
    if ((last == null || last.at().plus(GOOD_FOR).isBefore(clock.instant()))
        && counting.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::count);
    }
    return last == null ? OptionalLong.empty() : OptionalLong.of(last.bytes());
  }

  private void count() {
    try (Journal journal = Journal.open(folders.journal())) {
      long bytes = 0;
      GarbageCollector collector =
          new GarbageCollector(folders, journal, clock.instant(), environment);
      for (Garbage garbage : collector.find(GcLimits.DEFAULT)) {
        bytes += garbage.size().bytes();
      }
      known = new Known(bytes, clock.instant());
    } catch (JournalException | WorkspaceException | IOException e) {
      System.getLogger(Reclaimable.class.getName())
          .log(System.Logger.Level.WARNING, "What could be freed is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      counting.set(false);
    }
  }
}
