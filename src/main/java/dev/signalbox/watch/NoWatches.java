package dev.signalbox.watch;

import java.nio.file.Path;
import java.util.Optional;

/// Watches nothing.
final class NoWatches implements TreeWatches {
  static final NoWatches INSTANCE = new NoWatches();

  private NoWatches() {}

  @Override
  public TreeWatch begin(Path root, Unwatched unwatched, Runnable written) {
    return new Unseen(Reads.UNKNOWN);
  }

  @Override
  public Optional<String> shortcoming() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
