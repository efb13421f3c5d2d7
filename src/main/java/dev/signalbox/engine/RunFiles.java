package dev.signalbox.engine;

import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where the files of one run lie in its folder.
final class RunFiles {
  private RunFiles() {}

  /// Makes the folders that others write into.
  static void prepare(Path folder) throws WorkspaceException {
    try {
      Files.createDirectories(folder.resolve("logs"));
      Files.createDirectories(folder.resolve("scratch"));
    } catch (IOException e) {
      throw new WorkspaceException(
          "The folder of the run, %s, cannot be made. See that you may write there."
              .formatted(folder),
          e);
    }
  }

  static Path attemptLog(Path folder, AttemptKey key) {
    return folder.resolve("logs").resolve(name(key.task()) + "-" + key.number() + ".log");
  }

  /// @param time for which time the check runs on the same tree
  static Path checkLog(Path folder, AttemptKey key, int time) {
    return folder
        .resolve("logs")
        .resolve(
            name(key.task())
                + "-"
                + key.number()
                + (time == 1 ? ".check.log" : ".check-" + time + ".log"));
  }

  /// What commands print that make files anew on the way to the branch.
  static Path mergeLog(Path folder, AttemptKey key) {
    return folder.resolve("logs").resolve(name(key.task()) + "-" + key.number() + ".merge.log");
  }

  /// What hooks of the repository print about its commit.
  static Path commitLog(Path folder, AttemptKey key) {
    return folder.resolve("logs").resolve(name(key.task()) + "-" + key.number() + ".commit.log");
  }

  static Path baseCheckLog(Path folder) {
    return folder.resolve("logs").resolve("base.check.log");
  }

  /// What the check prints on what comes of the base's commits.
  static Path baseMergeLog(Path folder) {
    return folder.resolve("logs").resolve("base.merge.log");
  }

  /// What the check prints on changes of two tasks together that wait for a person.
  static Path trialLog(Path folder) {
    return folder.resolve("logs").resolve("together.check.log");
  }

  static Path scratch(Path folder, AttemptKey key) {
    return folder.resolve("scratch").resolve(name(key.task()) + "-" + key.number());
  }

  /// Ids handed over in code may hold anything; in a plan they are plain already.
  private static String name(String task) {
    StringBuilder name = new StringBuilder();
    for (byte b : task.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '-'
              || c == '_';
      name.append(
          plain || c == '.' && !name.isEmpty() ? String.valueOf(c) : "%%%02x".formatted((int) c));
    }
    return name.toString();
  }
}
