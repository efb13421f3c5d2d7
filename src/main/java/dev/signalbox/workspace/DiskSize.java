package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;

/// How much room something takes on disk.
///
/// @param bytes the sum of the files' lengths
/// @param whole false where counting was broken off, so that it is at least this much
public record DiskSize(long bytes, boolean whole) {
  public static final DiskSize NONE = new DiskSize(0, true);

  /// Beyond so many files an exact number is not worth the time.
  private static final int MOST_FILES = 200_000;

  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  /// The size of `folder` with all in it; links are not followed. What goes away meanwhile, or may
  /// not be read, does not count.
  public static DiskSize of(Path folder) {
    return of(folder, MOST_FILES);
  }

  static DiskSize of(Path folder, int mostFiles) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return NONE;
    }
    Count count = new Count(mostFiles);
    try {
      Files.walkFileTree(folder, count);
    } catch (IOException e) {
      return new DiskSize(count.bytes, false);
    }
    return new DiskSize(count.bytes, count.files <= mostFiles);
  }

  private static final class Count extends SimpleFileVisitor<Path> {
    private final int most;
    private long bytes;
    private int files;

    Count(int most) {
      this.most = most;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      files++;
      if (files > most || Thread.currentThread().isInterrupted()) {
        files = most + 1;
        return FileVisitResult.TERMINATE;
      }
      bytes += attributes.size();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path directory, @org.jspecify.annotations.Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }

  public DiskSize plus(DiskSize other) {
    return new DiskSize(bytes + other.bytes, whole && other.whole);
  }

  public DiskSize minus(DiskSize part) {
    return new DiskSize(Math.max(0, bytes - part.bytes), whole && part.whole);
  }

  /// `1.2 GiB`, or `more than 1.2 GiB`.
  public String words() {
    return whole ? words(bytes) : "more than " + words(bytes);
  }

  /// A number of bytes for people.
  public static String words(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    double value = bytes / 1024.0;
    int unit = 0;
    while (value >= 1000 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
  }
}
