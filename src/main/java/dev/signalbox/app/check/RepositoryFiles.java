package dev.signalbox.app.check;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;

/// Whether a repository has a file or folder at a path; one that ends in `/` asks for a folder.
///
/// @param root the folder that paths are relative to
public record RepositoryFiles(Path root) implements Predicate<String> {

  @Override
  public boolean test(String path) {
    try {
      Path at = root.resolve(path);
      return path.endsWith("/") ? Files.isDirectory(at) : Files.exists(at);
    } catch (InvalidPathException _) {
      // What the file system cannot name, it does not have.
      return false;
    }
  }
}
