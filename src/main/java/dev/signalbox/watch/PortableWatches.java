package dev.signalbox.watch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Watches writes as Java can on every system. What is read no such thing tells.
final class PortableWatches implements TreeWatches {
  static final String SHORTCOMING = "What tasks read is not observed on this system.";

  private final Set<PortableTree> trees = ConcurrentHashMap.newKeySet();

  @Override
  public TreeWatch begin(Path root, Unwatched unwatched, Runnable written) {
    try {
      PortableTree tree = PortableTree.begin(root, unwatched, written, trees::remove);
      trees.add(tree);
      return tree;
    } catch (IOException | RuntimeException e) {
      return new Unseen(Reads.unknown(SHORTCOMING));
    }
  }

  @Override
  public Optional<String> shortcoming() {
    return Optional.of(SHORTCOMING);
  }

  @Override
  public void close() {
    Set.copyOf(trees).forEach(PortableTree::close);
  }
}
