package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/// A new repository made from a folder, for plans that say `sample:`.
public final class SampleRepository {
  private SampleRepository() {}

  /// Copies `sample` to `target`, which must not be there yet, and commits it on `main`.
  ///
  /// @param environment the environment git starts from
  public static void create(Path sample, Path target, Map<String, String> environment)
      throws WorkspaceException, InterruptedException {
    if (!Files.isDirectory(sample)) {
      throw WorkspaceException.at(
          "sample",
          "The sample %s is not a folder; name one, relative to the plan file.".formatted(sample));
    }
    try {
      Files.createDirectories(target.getParent());
      copy(sample, target);
    } catch (IOException e) {
      throw new WorkspaceException(
          "The sample %s could not be copied to %s.".formatted(sample, target), e);
    }
    // No hook, template or signature of the user's own settings belongs to a scratch repository.
    Git git =
        Git.in(target, environment)
            .with("GIT_AUTHOR_NAME", "Signalbox")
            .with("GIT_AUTHOR_EMAIL", "signalbox@localhost")
            .with("GIT_COMMITTER_NAME", "Signalbox")
            .with("GIT_COMMITTER_EMAIL", "signalbox@localhost");
    git.run("init", "--quiet", "--template=", "--initial-branch=main");
    git.run("add", "--all");
    git.run("-c", "commit.gpgSign=false", "commit", "--quiet", "--message=The sample as it came");
  }

  private static void copy(Path sample, Path target) throws IOException {
    Files.walkFileTree(
        sample,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.endsWith(".git")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(target.resolve(sample.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                target.resolve(sample.relativize(file).toString()),
                StandardCopyOption.COPY_ATTRIBUTES,
                LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
