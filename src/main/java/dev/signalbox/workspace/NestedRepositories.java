package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Repositories that an agent cloned or made inside its work tree. git would keep no more of them
/// than the name of a commit that nobody has, so their files are kept instead: with its `.git` out
/// of the way, such a folder is one like any other.
final class NestedRepositories {
  private NestedRepositories() {}

  /// Whether the change names a nested repository that is not a registered submodule.
  static boolean in(Changes changes, Set<String> submodules) {
    return changes.entries().entrySet().stream()
        .anyMatch(
            e ->
                e.getValue().newMode().equals(Changes.GITLINK)
                    && !e.getValue().oldMode().equals(Changes.GITLINK)
                    && !submodules.contains(e.getKey()));
  }

  /// The paths that `.gitmodules` in the work tree registers, and those that the index has already.
  static Set<String> submodules(Git git, Slot slot)
      throws WorkspaceException, InterruptedException {
    Set<String> paths = new HashSet<>();
    if (Files.isRegularFile(slot.directory().resolve(".gitmodules"))) {
      GitOutput found =
          git.attempt(
              "config", "-z", "-f", ".gitmodules", "--get-regexp", "^submodule\\..*\\.path$");
      for (String field : found.fields()) {
        paths.add(field.substring(field.indexOf('\n') + 1));
      }
    }
    return paths;
  }

  /// Moves the `.git` of every nested repository out of the work tree.
  ///
  /// @return the folders that had one, relative to the work tree
  static List<String> moveAside(Slot slot, Set<String> submodules) throws IOException {
    List<Path> found = find(slot.directory(), submodules);
    List<String> folders = new ArrayList<>();
    for (Path git : found) {
      String folder = slot.directory().relativize(git.resolveSibling("")).toString();
      Path away = slot.nested().resolve(folder);
      Files.createDirectories(away);
      Files.move(git, away.resolve(".git"));
      folders.add(folder);
    }
    return folders;
  }

  /// Puts them back, for a person who is to look at the work tree.
  static void putBack(Slot slot) throws IOException {
    if (Files.isDirectory(slot.nested())) {
      for (Path git : find(slot.nested(), Set.of())) {
        Path folder = slot.directory().resolve(slot.nested().relativize(git.resolveSibling("")));
        if (Files.isDirectory(folder)) {
          Files.move(git, folder.resolve(".git"));
        }
      }
    }
  }

  private static List<Path> find(Path top, Set<String> submodules) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (submodules.contains(top.relativize(folder).toString())) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (!folder.endsWith(".git")) {
              return FileVisitResult.CONTINUE;
            }
            note(folder);
            return FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.endsWith(".git")) {
              note(file);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            // What cannot be read cannot be kept either; sealing says so.
            return FileVisitResult.CONTINUE;
          }

          private void note(Path git) {
            if (!top.equals(git.getParent())) {
              found.add(git);
            }
          }
        });
    return found;
  }
}
