package dev.signalbox.conflict.resolve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// `mergiraf`, which merges what a language means and not its lines, where it is installed. It puts
/// more together than git does and gets more of it wrong, so nothing of it may land unchecked.
final class StructuralMerge {
  private static final String PROGRAM = "mergiraf";
  private static final int SECONDS = 30;

  private final Path program;

  private StructuralMerge(Path program) {
    this.program = program;
  }

  /// @param path the folders in which programs are looked for
  static Optional<StructuralMerge> find(String path) {
    for (String folder : path.split(":", -1)) {
      if (folder.startsWith("/") && Files.isExecutable(Path.of(folder, PROGRAM))) {
        return Optional.of(new StructuralMerge(Path.of(folder, PROGRAM)));
      }
    }
    return Optional.empty();
  }

  /// @param name of the file, which tells the language
  /// @return empty where it cannot put them together either
  Optional<String> merge(String name, String base, String left, String right)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("signalbox-structure-");
    List<Path> files =
        List.of("base", "left", "right", "out").stream().map(folder::resolve).toList();
    try {
      Files.writeString(files.get(0), base);
      Files.writeString(files.get(1), left);
      Files.writeString(files.get(2), right);
      ProcessBuilder command =
          new ProcessBuilder(
                  program.toString(),
                  "merge",
                  files.get(0).toString(),
                  files.get(1).toString(),
                  files.get(2).toString(),
                  "--output",
                  files.get(3).toString(),
                  "--path-name",
                  name,
                  "--timeout",
                  String.valueOf(SECONDS * 500))
              .directory(folder.toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      return exit(command) == 0 && Files.exists(files.get(3))
          ? Optional.of(Files.readString(files.get(3)))
          : Optional.empty();
    } finally {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    }
  }

  private static int exit(ProcessBuilder command) throws IOException, InterruptedException {
    Process process = command.start();
    try {
      process.getOutputStream().close();
      return process.waitFor(SECONDS, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } finally {
      process.destroyForcibly();
    }
  }
}
