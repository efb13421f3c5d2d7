package dev.signalbox.watch;

import java.util.Collection;
import java.util.Set;

/// One work tree that is watched. Every method may be called from any thread, and knows all that
/// happened before it was called.
public interface TreeWatch extends AutoCloseable {

  /// What was read since the watch began; after [#close], until then.
  Reads reads();

  /// Something else than the last time it was asked as soon as [#reads] says more, so that nobody
  /// has to put together what is as it was.
  default long readsSoFar() {
    return 0;
  }

  /// The files of those that were there when the watch began which were written, moved, removed or
  /// had their rights set, by the paths they had then; also those that are again as they were.
  /// After [#close], until then.
  Set<String> touched();

  /// What was written since this was last asked.
  Changed takeChanged();

  /// Whether the listener is told of writes: where it is not, who wants to know them has to look.
  default boolean tells() {
    return true;
  }

  /// Says that this process is going to open some files and folders of the work tree; which, it
  /// says at [#looked].
  default void looking() {}

  /// Ends what [#looking] began. What was opened once since, and is in `opened`, was opened by this
  /// process and nobody else, and is no read; all else is, as always.
  ///
  /// @param opened the files and folders that this process has opened, once each, and closed again
  default void looked(Collection<String> opened) {}

  /// Takes reads for no reads until [#resume]. Whoever reads cannot be told: what the task itself
  /// reads meanwhile is lost too, so this is for when nothing of it runs; while it does, there is
  /// [#looking].
  void pause();

  /// Takes reads for reads again, but none that came before.
  void resume();

  /// Ends the watch.
  @Override
  void close();
}
