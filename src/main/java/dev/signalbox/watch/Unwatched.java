package dev.signalbox.watch;

/// What of a work tree is not watched. Paths are relative to the work tree.
public interface Unwatched {
  Unwatched NOTHING =
      new Unwatched() {
        @Override
        public boolean file(String path) {
          return false;
        }

        @Override
        public boolean everythingIn(String folder) {
          return false;
        }
      };

  /// Whether reads of this file do not count.
  boolean file(String path);

  /// Whether nothing in this folder counts, however deep, so that it needs no watch.
  boolean everythingIn(String folder);
}
