package dev.signalbox.watch;

import org.jspecify.annotations.Nullable;

/// What happened to one file, however often it was moved.
final class FileTrace {
  /// A file whose reads do not count. It keeps no count of anything.
  static final FileTrace OWN = new FileTrace(null, "", true);

  private final @Nullable BaseFolder folder;
  private final String name;

  /// Whether its content is the task's own, as far as that is known.
  private boolean own;

  private boolean written;

  /// How many have it open; too few where the system told of two openings as one.
  private int open;

  /// Whether whoever has it open did what they opened it for.
  private boolean used;

  private FileTrace(@Nullable BaseFolder folder, String name, boolean own) {
    this.folder = folder;
    this.name = name;
    this.own = own;
  }

  /// A file that was there when the watch began.
  static FileTrace ofBase(BaseFolder folder, String name) {
    return new FileTrace(folder, name, false);
  }

  /// A file that appeared, and may be another name of one that was there.
  static FileTrace appeared() {
    return new FileTrace(null, "", false);
  }

  /// Whether it must be asked for its other names before a read of it can be judged.
  boolean isDubious() {
    return folder == null && !own;
  }

  void becomesOwn() {
    own = true;
  }

  void opened() {
    open++;
  }

  void written() {
    used |= open > 0;
    written = true;
    if (folder == null) {
      own = true;
    }
  }

  void attributesSet() {
    used |= open > 0;
  }

  /// Whatever it holds in the end, the task had a hand in it.
  void touched() {
    if (folder != null) {
      folder.touched(name);
    }
  }

  void read() {
    if (folder != null) {
      folder.read(name, written);
    }
  }

  /// @return whether it was read, though nothing told of it: who opens a file to write and does not
  ///   has mapped it into memory, as far as anyone can tell
  boolean closedAfterWriting() {
    boolean unexplained = !used;
    closed();
    return unexplained;
  }

  void closed() {
    open = Math.max(0, open - 1);
    if (open == 0) {
      used = false;
    }
  }

  /// Nothing more is heard of it. Who still has it open can read it.
  void lost() {
    if (open > 0 && !used) {
      read();
    }
  }
}
