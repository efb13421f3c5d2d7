package dev.signalbox.watch;

import java.nio.file.Path;
import java.util.Optional;

/// Watches work trees, all with one thread. Whoever opened it closes it.
public interface TreeWatches extends AutoCloseable {

  /// As well as this system can.
  static TreeWatches open() {
    return InotifyWatches.permitted()
        .<TreeWatches>map(watches -> watches)
        .orElseGet(PortableWatches::new);
  }

  /// Watches nothing.
  static TreeWatches none() {
    return NoWatches.INSTANCE;
  }

  /// Watches `root` and everything below, from now on.
  ///
  /// @param root a folder; links in it are not followed
  /// @param written is told, once until [TreeWatch#takeChanged] is called, that something was
  ///   written; it must be quick
  TreeWatch begin(Path root, Unwatched unwatched, Runnable written);

  /// What people should know about what is not observed on this system, in a sentence.
  Optional<String> shortcoming();

  /// Ends every watch.
  @Override
  void close();
}
