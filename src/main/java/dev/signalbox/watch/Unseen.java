package dev.signalbox.watch;

import java.util.List;
import java.util.Set;

/// A work tree that could not be watched.
///
/// @param reads what has to be taken for read, and why
record Unseen(Reads reads) implements TreeWatch {
  @Override
  public Set<String> touched() {
    return Set.of();
  }

  @Override
  public Changed takeChanged() {
    return new Changed(true, List.of());
  }

  @Override
  public boolean tells() {
    return false;
  }

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public void close() {}
}
