package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A number for each attempt that is under way, with a block of ports to it: what servers,
/// databases and containers of attempts that run side by side are told apart by.
///
/// Numbers of a file are unique on the machine: a number is taken by a lock on the byte of that
/// number, which the operating system drops when the process dies, however it dies.
public final class Places implements AutoCloseable {
  /// How many ports each has.
  public static final int PORTS = 10;

  /// Below the ports that systems hand out themselves.
  private static final int FIRST_PORT = 16_000;

  private static final int MOST = 1_600;

  private final @Nullable FileChannel channel;
  private final BitSet taken = new BitSet();
  private final Map<Integer, FileLock> locks = new HashMap<>();

  private Places(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /// Numbers that are unique in this process.
  public static Places inProcess() {
    return new Places(null);
  }

  /// Numbers that are unique among all processes that use `file`.
  public static Places onMachine(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new Places(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
  }

  /// The smallest number that is free, from 0.
  synchronized int take() throws IOException {
    for (int number = taken.nextClearBit(0);
        number < MOST;
        number = taken.nextClearBit(number + 1)) {
      if (channel == null) {
        taken.set(number);
        return number;
      }
      FileLock lock = channel.tryLock(number, 1, false);
      if (lock != null) {
        taken.set(number);
        locks.put(number, lock);
        return number;
      }
    }
    throw new IOException("More than %d attempts are under way on this machine".formatted(MOST));
  }

  synchronized void giveBack(int number) throws IOException {
    taken.clear(number);
    FileLock lock = locks.remove(number);
    if (lock != null) {
      lock.release();
    }
  }

  /// What the attempt in place `number` is told by.
  static Map<String, String> environment(int number, AttemptKey key) {
    String project = "signalbox-%s-%s-%d".formatted(key.run(), key.task(), key.number());
    return Map.of(
        "SIGNALBOX_SLOT", String.valueOf(number),
        "SIGNALBOX_PORT", String.valueOf(FIRST_PORT + number * PORTS),
        "COMPOSE_PROJECT_NAME", project.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-"));
  }

  @Override
  public synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
