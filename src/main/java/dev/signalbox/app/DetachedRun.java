package dev.signalbox.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Starts a run in a process of its own, which outlives the one that starts it, its terminal and
/// its window: a session of its own, its output in a file.
public final class DetachedRun {
  /// Told to that process: it says the run's id on its first line, and nothing after.
  public static final String OPTION = "--as-detached";

  private static final String PROGRAM = "dev.signalbox.Signalbox";

  private DetachedRun() {}

  /// Where the output of a run's process goes.
  public static Path output(StateFolders folders, String run) {
    return folders.run(run).resolve("output.log");
  }

  /// Starts it as this process was started.
  ///
  /// @return the run's id
  public static String start(StateFolders folders, Path plan, RunOptions options)
      throws SetupException {
    List<String> arguments = new ArrayList<>();
    if (options.parallel() != null) {
      arguments.addAll(List.of("--parallel", options.parallel().toString()));
    }
    if (options.restart()) {
      arguments.add("--restart");
    }
    Path home = Path.of(System.getProperty("signalbox.home", "")).toAbsolutePath();
    return start(home, folders, System.getenv(), plan, arguments);
  }

  /// Starts it, and waits until it has started or failed to.
  ///
  /// @param home where the program lies
  /// @param arguments what else to tell `signalbox run`
  /// @return the run's id
  /// @throws SetupException where it could not start, in the words of its process
  public static String start(
      Path home,
      StateFolders folders,
      Map<String, String> environment,
      Path plan,
      List<String> arguments)
      throws SetupException {
    List<String> command = new ArrayList<>(ownSession(environment));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Dsignalbox.home=" + home,
            "-D%s=%s".formatted(CommandName.PROPERTY, CommandName.plain()),
            "-classpath",
            System.getProperty("java.class.path"),
            PROGRAM,
            "run",
            plan.toAbsolutePath().toString(),
            OPTION));
    command.addAll(arguments);
    try {
      Files.createDirectories(folders.state());
      Path complaints = Files.createTempFile(folders.state(), "start-", ".log");
      try {
        return start(command, environment, complaints);
      } finally {
        Files.deleteIfExists(complaints);
      }
    } catch (IOException e) {
      throw new SetupException("A process for the run cannot be started: %s".formatted(e), e);
    }
  }

  private static String start(
      List<String> command, Map<String, String> environment, Path complaints)
      throws IOException, SetupException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(complaints.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    @Nullable String id;
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      id = said.readLine();
    }
    if (id != null) {
      return id;
    }
    String why = Files.readString(complaints).strip().replaceFirst("^signalbox: ", "");
    throw new SetupException(why.isEmpty() ? "The process of the run ended at once." : why);
  }

  /// A command that puts another into a session of its own, so that no terminal's end ends it.
  private static List<String> ownSession(Map<String, String> environment) {
    for (String name : List.of("setsid", "nohup")) {
      Optional<Path> found =
          Stream.of((environment.getOrDefault("PATH", "") + ":/usr/bin:/bin").split(":", -1))
              .filter(folder -> folder.startsWith("/"))
              .map(folder -> Path.of(folder, name))
              .filter(Files::isExecutable)
              .findFirst();
      if (found.isPresent()) {
        return List.of(found.get().toString());
      }
    }
    return List.of();
  }
}
