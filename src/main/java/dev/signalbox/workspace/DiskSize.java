package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.function.Predicate;

/// How much room something takes on disk.
///
/// @param bytes the sum of the files' lengths
/// @param whole false where counting was broken off, so that it is at least this much
/// @param inUse whether it is this without folders that are in use, and so were not looked into
public record DiskSize(long bytes, boolean whole, boolean inUse) {
  public static final DiskSize NONE = new DiskSize(0, true);

  /// Beyond so many files an exact number is not worth the time.
  private static final int MOST_FILES = 200_000;

  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

  public DiskSize(long bytes, boolean whole) {
    this(bytes, whole, false);
  }

  /// The size of `folder` with all in it; links are not followed. What goes away meanwhile, or may
  /// not be read, does not count.
  public static DiskSize of(Path folder) {
    return of(folder, path -> false);
  }

  /// The size of `folder` without the folders in it that are in use: those are not even opened.
  public static DiskSize of(Path folder, Predicate<Path> inUse) {
    return of(folder, inUse, MOST_FILES);
  }

  static DiskSize of(Path folder, Predicate<Path> inUse, int mostFiles) {
    Count count = new Count(inUse, mostFiles);
    count.add(folder);
    return new DiskSize(count.bytes, count.files <= mostFiles, count.skipped);
  }

  // Not by walkFileTree, which opens a folder before it asks whether to look into it.
  private static final class Count {
    private final Predicate<Path> inUse;
    private final int most;
    private long bytes;
    private int files;
    private boolean skipped;

    Count(Predicate<Path> inUse, int most) {
      this.inUse = inUse;
      this.most = most;
    }

    void add(Path path) {
      try {
        BasicFileAttributes attributes =
            Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isDirectory()) {
          addFile(attributes.size());
        } else if (inUse.test(path)) {
          skipped = true;
        } else {
          addFolder(path);
        }
      } catch (IOException | DirectoryIteratorException e) {
        // It has gone, or may not be read.
        return;
      }
    }

    private void addFile(long size) {
      files++;
      if (files > most || Thread.currentThread().isInterrupted()) {
        files = most + 1;
      } else {
        bytes += size;
      }
    }

    private void addFolder(Path folder) throws IOException {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (files > most) {
            return;
          }
          add(entry);
        }
      }
    }
  }

  public DiskSize plus(DiskSize other) {
    return new DiskSize(bytes + other.bytes, whole && other.whole, inUse || other.inUse);
  }

  public DiskSize minus(DiskSize part) {
    return new DiskSize(Math.max(0, bytes - part.bytes), whole && part.whole, inUse && !part.inUse);
  }

  /// `1.2 GiB`, or `more than 1.2 GiB`, or `in use`, or `1.2 GiB and more in use`.
  public String words() {
    if (inUse && bytes == 0) {
      return "in use";
    }
    return (whole ? "" : "more than ") + words(bytes) + (inUse ? " and more in use" : "");
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
