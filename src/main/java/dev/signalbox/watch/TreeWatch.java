package dev.signalbox.watch;

/// One work tree that is watched. Every method may be called from any thread, and knows all that
/// happened before it was called.
public interface TreeWatch extends AutoCloseable {

  /// What was read since the watch began; after [#close], until then.
  Reads reads();

  /// What was written since this was last asked.
  Changed takeChanged();

  /// Takes reads for no reads until [#resume]. Whoever reads cannot be told: what the task itself
  /// reads meanwhile is lost too, so this is for when nothing of it runs. Who reads while it runs
  /// does better to open only files it has written, as `git update-index` does with named paths:
  /// those can do no harm.
  void pause();

  /// Takes reads for reads again, but none that came before.
  void resume();

  /// Ends the watch.
  @Override
  void close();
}
