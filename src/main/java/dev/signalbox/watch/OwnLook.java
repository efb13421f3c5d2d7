package dev.signalbox.watch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What happens while this process opens files of the work tree itself. Events do not say who
/// reads; but a file that was opened once, by us, nobody else has opened.
final class OwnLook {
  private final Map<String, Seen> seen = new HashMap<>();

  /// Reads of what has no path any more.
  private final List<Runnable> elsewhere = new ArrayList<>();

  private static final class Seen {
    int opened;
    int closed;
    final List<Runnable> reads = new ArrayList<>();

    boolean isOneLook() {
      return opened == 1 && closed == 1;
    }
  }

  /// @param mask what happened to what lies at `path`
  void counts(Optional<String> path, int mask) {
    int kind = mask & ~InotifyQueue.FOLDER;
    if (path.isPresent() && (kind == InotifyQueue.OPEN || kind == InotifyQueue.CLOSE_NOWRITE)) {
      Seen at = at(path.get());
      if (kind == InotifyQueue.OPEN) {
        at.opened++;
      } else {
        at.closed++;
      }
    }
  }

  private Seen at(String path) {
    return seen.computeIfAbsent(path, p -> new Seen());
  }

  /// A read that is one unless it turns out to be ours.
  void putOff(Optional<String> path, Runnable read) {
    path.map(p -> at(p).reads).orElse(elsewhere).add(read);
  }

  /// The reads that were not ours.
  List<Runnable> readsBut(Collection<String> ours) {
    Set<String> opened = new HashSet<>(ours);
    List<Runnable> others = new ArrayList<>(elsewhere);
    seen.forEach(
        (path, at) -> {
          if (!opened.contains(path) || !at.isOneLook()) {
            others.addAll(at.reads);
          }
        });
    return others;
  }
}
