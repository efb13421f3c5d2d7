package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Copies of files of a work tree, at the same paths. What is opened in the work tree is opened
/// once, and told.
final class MirroredFiles implements AutoCloseable {
  private final Path from;
  private final Path to;
  private final Set<String> opened = new HashSet<>();

  MirroredFiles(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  /// The files and folders of the work tree that were opened since this was last asked.
  Set<String> takeOpened() {
    Set<String> taken = Set.copyOf(opened);
    opened.clear();
    return taken;
  }

  /// Whether a file, or a link, lies there.
  boolean has(String path) {
    Path file = from.resolve(path);
    return (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(file))
        && !isBeyondLink(from, path);
  }

  private static boolean isBeyondLink(Path root, String path) {
    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      if (Files.isSymbolicLink(root.resolve(path.substring(0, at)))) {
        return true;
      }
    }
    return false;
  }

  /// What tells each file from what it may become, without opening it.
  Map<String, String> stamps(Collection<String> paths) throws IOException {
    Map<String, String> stamps = new TreeMap<>();
    for (String path : paths) {
      String stamp = "gone";
      if (has(path)) {
        try {
          stamp =
              Files.readAttributes(
                      from.resolve(path),
                      "unix:ino,size,lastModifiedTime,mode",
                      LinkOption.NOFOLLOW_LINKS)
                  .toString();
        } catch (NoSuchFileException e) {
          stamp = "going";
        }
      }
      stamps.put(path, stamp);
    }
    return stamps;
  }

  /// The files below a folder; none where there is no such folder.
  List<String> below(String folder) throws IOException {
    List<String> files = new ArrayList<>();
    if (Files.isDirectory(from.resolve(folder), LinkOption.NOFOLLOW_LINKS)
        && !isBeyondLink(from, folder)) {
      collect(folder, files);
    }
    return files;
  }

  private void collect(String folder, List<String> files) throws IOException {
    opened.add(folder);
    List<String> folders = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(from.resolve(folder))) {
      for (Path entry : entries) {
        String path = folder + "/" + entry.getFileName();
        if (entry.endsWith(".git")) {
          continue;
        }
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          folders.add(path);
        } else {
          files.add(path);
        }
      }
    } catch (NoSuchFileException | NotDirectoryException | AccessDeniedException e) {
      // It goes, or nobody may look: the next event says more.
      return;
    }
    for (String below : folders) {
      collect(below, files);
    }
  }

  /// Makes room for a copy.
  void prepare(String path) throws IOException {
    for (int at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
      Path folder = to.resolve(path.substring(0, at));
      if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(folder);
        Files.createDirectory(folder);
      }
    }
    Path copy = to.resolve(path);
    if (Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
      FolderRemoval.delete(copy);
    }
  }

  /// Copies a file as it is now.
  ///
  /// @return false where it cannot be read, and the copy stays as it was
  boolean copy(String path) throws IOException {
    Path file = from.resolve(path);
    Path copy = to.resolve(path);
    Path next = copy.resolveSibling(copy.getFileName() + ".signalbox-next");
    try {
      if (Files.isSymbolicLink(file)) {
        Files.deleteIfExists(copy);
        Files.createSymbolicLink(copy, Files.readSymbolicLink(file));
        return true;
      }
      boolean executable = Files.isExecutable(file);
      opened.add(path);
      // A new file each time: git tells by its number that it is not the one it knew.
      Files.copy(file, next, StandardCopyOption.REPLACE_EXISTING, LinkOption.NOFOLLOW_LINKS);
      Files.setPosixFilePermissions(
          next, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
      Files.move(next, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException | AccessDeniedException e) {
      return false;
    }
  }

  /// Removes the copy of what is gone.
  void remove(String path) throws IOException {
    Path copy = to.resolve(path);
    if (!isBeyondLink(to, path) && !Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
      try {
        Files.deleteIfExists(copy);
      } catch (NotDirectoryException e) {
        // A file lies where its folder was.
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    FolderRemoval.delete(to);
  }
}
