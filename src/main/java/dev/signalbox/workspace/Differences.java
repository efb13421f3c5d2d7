package dev.signalbox.workspace;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The differences between trees, of which the last small ones are remembered: what a snapshot
/// changed is asked again when it is merged.
final class Differences {
  private static final int REMEMBERED = 64;
  private static final int SMALL = 500;

  private record Pair(String from, String to) {}

  private final Git git;
  private final Map<Pair, Changes> known =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Changes> eldest) {
          return size() > REMEMBERED;
        }
      };

  Differences(Git git) {
    this.git = git;
  }

  /// @param from a commit or a tree, by its id
  /// @param to a commit or a tree, by its id
  Changes between(String from, String to) throws WorkspaceException, InterruptedException {
    Pair pair = new Pair(from, to);
    @Nullable Changes remembered = find(pair);
    if (remembered != null) {
      return remembered;
    }
    Changes found = Changes.between(git, from, to);
    if (found.entries().size() <= SMALL) {
      remember(pair, found);
    }
    return found;
  }

  private synchronized @Nullable Changes find(Pair pair) {
    return known.get(pair);
  }

  private synchronized void remember(Pair pair, Changes changes) {
    known.put(pair, changes);
  }
}
