package dev.signalbox.watch;

/// A work tree that could not be watched.
///
/// @param reads what has to be taken for read, and why
record Unseen(Reads reads) implements TreeWatch {
  @Override
  public Changed takeChanged() {
    return new Changed(true, java.util.List.of());
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
