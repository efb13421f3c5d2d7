package dev.signalbox.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Sees to it that at most one process goes on with a run: a lock on a file beside the journal,
/// which the operating system drops when the process dies, however it dies. The file stays; taking
/// it away would let two processes lock two files of one name.
final class RunLock implements AutoCloseable {
  /// The lock is on a byte far beyond the text, so that others can read the holder's number even
  /// where locks keep readers out.
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  static final String SUFFIX = ".lock";

  /// What this process holds. Asked before a file is opened: on POSIX systems closing any second
  /// handle of a file drops the lock.
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private static final System.Logger LOGGER = System.getLogger(RunLock.class.getName());

  private final Path path;
  private final RandomAccessFile file;

  private RunLock(Path path, RandomAccessFile file) {
    this.path = path;
    this.file = file;
  }

  static RunLock take(Path folder, String run) throws JournalException {
    try {
      Files.createDirectories(folder);
      Path path = path(folder.toRealPath(), run);
      if (!HELD_HERE.add(path)) {
        throw taken(run, ProcessHandle.current().pid());
      }
      RunLock lock = null;
      try {
        lock = lock(path, run);
        return lock;
      } finally {
        if (lock == null) {
          HELD_HERE.remove(path);
        }
      }
    } catch (IOException e) {
      throw new JournalException(
          "Run %s cannot be locked in %s. Give yourself write access to that folder."
              .formatted(run, folder),
          e);
    }
  }

  /// Whether some process, this one included, has `run` open.
  static boolean isTaken(Path folder, String run) throws JournalException {
    if (!Files.exists(path(folder, run))) {
      return false;
    }
    try {
      if (HELD_HERE.contains(path(folder.toRealPath(), run))) {
        return true;
      }
    } catch (IOException e) {
      throw new JournalException(
          "The folder %s cannot be read. Give yourself access to it.".formatted(folder), e);
    }
    try (RunLock _ = take(folder, run)) {
      return false;
    } catch (JournalException e) {
      if (e.getCause() == null) {
        return true;
      }
      throw e;
    }
  }

  private static RunLock lock(Path path, String run) throws IOException, JournalException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    FileLock lock = null;
    try {
      lock = file.getChannel().tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw taken(run, owner(file));
      }
      file.setLength(0);
      file.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
      return new RunLock(path, file);
    } finally {
      if (lock == null) {
        file.close();
      }
    }
  }

  private static @Nullable Long owner(RandomAccessFile file) throws IOException {
    String line = file.readLine();
    return line != null && line.matches("[0-9]{1,18}") ? Long.valueOf(line) : null;
  }

  private static JournalException taken(String run, @Nullable Long process) {
    return new JournalException(
        "Run %s is open in another Signalbox%s. Go on there, or stop it there first."
            .formatted(run, process == null ? "" : " (process " + process + ")"));
  }

  private static Path path(Path folder, String run) {
    // Ids are plain words; anything else must not lead out of the folder.
    return folder.resolve(run.replaceAll("[^A-Za-z0-9._-]", "_") + SUFFIX);
  }

  /// Removes the file, of a run that is gone for ever.
  void remove() throws JournalException {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new JournalException(
          "The lock %s cannot be removed. Give yourself write access to its folder."
              .formatted(path),
          e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      // The system drops the lock at the latest with the process, and nothing was lost.
      LOGGER.log(System.Logger.Level.WARNING, "The lock " + path + " could not be given back", e);
    } finally {
      HELD_HERE.remove(path);
    }
  }
}
