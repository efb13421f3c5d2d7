package dev.signalbox.workspace;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A folder for the objects that git makes on the way to an answer. Commands see those of the
/// repository beside them, and nothing is written there. It goes when it is closed.
public final class Quarantine implements AutoCloseable {
  private final Path folder;
  private final String alternates;
  private final Thread atExit;

  private Quarantine(Path folder, String alternates) {
    this.folder = folder;
    this.alternates = alternates;
    this.atExit = new Thread(this::delete, "signalbox-quarantine");
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /// @param environment that of this process: in a hook for what is being pushed it names the
  ///   folders with the objects that came
  public static Quarantine of(History history, Map<String, String> environment)
      throws WorkspaceException {
    String parent = environment.getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir"));
    return in(Path.of(Objects.requireNonNull(parent)), history, environment);
  }

  /// The same in a folder of one's own.
  public static Quarantine in(Path parent, History history, Map<String, String> environment)
      throws WorkspaceException {
    List<String> alternates = new ArrayList<>();
    alternates.add(quoted(history.commonDir().resolve("objects").toString()));
    if (environment.containsKey("GIT_QUARANTINE_PATH")) {
      String came = environment.get("GIT_OBJECT_DIRECTORY");
      if (came != null) {
        alternates.add(quoted(came));
      }
      String beside = environment.get("GIT_ALTERNATE_OBJECT_DIRECTORIES");
      if (beside != null) {
        alternates.add(beside);
      }
    }
    try {
      Path folder = Files.createTempDirectory(parent.toAbsolutePath(), "signalbox-objects-");
      Files.createDirectory(folder.resolve("objects"));
      return new Quarantine(folder, String.join(File.pathSeparator, alternates));
    } catch (IOException e) {
      throw new WorkspaceException(
          "No folder for git's objects can be made in " + parent + " (" + e.getMessage() + ").", e);
    }
  }

  // A path with a colon would be two.
  private static String quoted(String path) {
    return path.indexOf(':') < 0 && !path.startsWith("\"")
        ? path
        : "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// The same git, whose objects go here.
  public Git holding(Git git) {
    return git.with("GIT_OBJECT_DIRECTORY", folder.resolve("objects").toString())
        .with("GIT_ALTERNATE_OBJECT_DIRECTORIES", alternates);
  }

  /// Forgets every object in it.
  public void clear() throws WorkspaceException {
    Path objects = folder.resolve("objects");
    try {
      FolderRemoval.delete(objects);
      Files.createDirectory(objects);
    } catch (IOException e) {
      throw new WorkspaceException("The folder %s cannot be emptied.".formatted(objects), e);
    }
  }

  /// A new folder for files that go with it.
  Path scratch() throws IOException {
    return Files.createTempDirectory(folder, "scratch-");
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // It is being deleted: the process ends.
      return;
    }
    delete();
  }

  private void delete() {
    try {
      FolderRemoval.delete(folder);
    } catch (IOException e) {
      System.getLogger(Quarantine.class.getName())
          .log(System.Logger.Level.WARNING, folder + " could not be deleted", e);
    }
  }
}
