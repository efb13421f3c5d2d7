package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/// Makes files that were just checked out older than git's index of them. git, which compares whole
/// seconds, else has to read each that is as young as the index to tell whether it was changed
/// since: what an agent's `git status` opens would count as read.
final class CheckoutTimes {
  /// Some file systems keep every other second only.
  private static final int SECONDS = 2;

  private CheckoutTimes() {}

  /// Of a work tree that is exactly at its commit. Files get older, the index never younger than it
  /// is: git would miss what is changed in the second it lies ahead.
  ///
  /// That this does not work keeps no attempt from going on: git reads more then.
  ///
  /// @return whether git takes every file for what was committed; it does not where a filter, line
  ///   ends or an encoding give something else back
  static boolean settle(Slot slot, Git git) throws WorkspaceException, InterruptedException {
    try {
      Young young = new Young(slot);
      Files.walkFileTree(slot.directory(), young);
      return !young.found || slot.git(git).attempt("update-index", "-q", "--refresh").succeeded();
    } catch (IOException e) {
      System.getLogger(CheckoutTimes.class.getName())
          .log(System.Logger.Level.WARNING, "The times in " + slot.directory() + " stay", e);
      return false;
    }
  }

  private static final class Young extends SimpleFileVisitor<Path> {
    private final Path link;
    private final long second;
    private final FileTime older;
    private boolean found;

    Young(Slot slot) throws IOException {
      link = slot.directory().resolve(".git");
      second = seconds(Files.getLastModifiedTime(slot.admin().resolve("index")));
      older = FileTime.from(second - SECONDS, TimeUnit.SECONDS);
    }

    private static long seconds(FileTime time) {
      return time.toInstant().getEpochSecond();
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      // To tell whether a link was changed, git opens no file.
      if (attributes.isRegularFile()
          && seconds(attributes.lastModifiedTime()) >= second
          && !file.equals(link)) {
        Files.setLastModifiedTime(file, older);
        found = true;
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
