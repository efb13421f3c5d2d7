package dev.signalbox.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// Says that this process has the journal open: a lock that processes share, on a file beside it.
/// Whoever finds that nobody else has it may look at the journal closely, and mend it.
final class OpenMark implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(OpenMark.class.getName());

  /// What this process holds, once however often it has the journal open: on POSIX systems closing
  /// any handle of a file drops its locks.
  private static final Map<Path, OpenMark> HELD_HERE = new HashMap<>();

  private final Path path;
  private final FileChannel channel;
  private int uses = 1;

  private OpenMark(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// What only somebody does who is alone with the journal.
  @FunctionalInterface
  interface Alone {
    void look() throws JournalException;
  }

  /// @param alone done first, where nobody else has the journal open
  static OpenMark take(Path journal, Path folder, Alone alone) throws JournalException {
    synchronized (HELD_HERE) {
      try {
        Files.createDirectories(folder);
        Path path = folder.toRealPath().resolve("journal.open");
        OpenMark held = HELD_HERE.get(path);
        if (held == null) {
          held = new OpenMark(path, lock(path, alone));
          HELD_HERE.put(path, held);
        } else {
          held.uses++;
        }
        return held;
      } catch (IOException e) {
        throw new JournalException(
            "The journal %s cannot be written. Give yourself write access to it and to its folder."
                .formatted(journal),
            e);
      }
    }
  }

  private static FileChannel lock(Path path, Alone alone) throws IOException, JournalException {
    FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean done = false;
    try {
      FileLock sole = channel.tryLock();
      if (sole != null) {
        alone.look();
        sole.release();
      }
      // Waits at most while another process looks.
      channel.lock(0, Long.MAX_VALUE, true);
      done = true;
      return channel;
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  @Override
  public void close() {
    synchronized (HELD_HERE) {
      uses--;
      if (uses > 0) {
        return;
      }
      HELD_HERE.remove(path);
      try {
        channel.close();
      } catch (IOException e) {
        // The system drops the lock at the latest with the process, and nothing was lost.
        LOGGER.log(System.Logger.Level.WARNING, "The mark " + path + " could not be given back", e);
      }
    }
  }
}
