package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Removes folders, however large, without making anybody wait: renamed at once, deleted behind.
public final class FolderRemoval {
  static final String PREFIX = ".trash-";

  private final Path trash;
  private final AtomicInteger next = new AtomicInteger();
  private final Phaser underWay = new Phaser(1);

  /// @param trash a folder on the same file system as what will be removed
  FolderRemoval(Path trash) {
    this.trash = trash;
  }

  /// Takes `folder` out of sight; its files go in the background.
  void remove(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path away =
        trash.resolve(PREFIX + ProcessHandle.current().pid() + "-" + next.getAndIncrement());
    Files.move(folder, away);
    deleteBehind(away);
  }

  /// Removes what an earlier process had no time to delete.
  void removeLeftOvers() throws IOException {
    try (var entries = Files.newDirectoryStream(trash, PREFIX + "*")) {
      for (Path entry : entries) {
        deleteBehind(entry);
      }
    }
  }

  private void deleteBehind(Path folder) {
    underWay.register();
    Thread.startVirtualThread(
        () -> {
          try {
            delete(folder);
          } catch (IOException e) {
            // Files that are not ours to delete (root's, from a container) stay; the next run with
            // this folder tries again.
            System.getLogger(FolderRemoval.class.getName())
                .log(System.Logger.Level.DEBUG, "Not all of " + folder + " could be deleted", e);
          } finally {
            underWay.arriveAndDeregister();
          }
        });
  }

  /// Waits until everything is deleted.
  void await() {
    underWay.arriveAndAwaitAdvance();
  }

  /// Deletes a folder and all in it; links are not followed.
  public static void delete(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            makeWritable(directory);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // A folder that could not be listed: once more, with the right to.
            if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
              throw e;
            }
            makeWritable(file);
            delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void makeWritable(Path directory) throws IOException {
    if (!Files.isWritable(directory) || !Files.isReadable(directory)) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
