package dev.signalbox.workspace;

import dev.signalbox.process.ShortCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The git command line, in one folder. Each call is one process, and the process is what a call
/// costs. Nothing of the user's environment that ties git to a repository, an index or an identity
/// gets through, no hook of the user's runs, and nobody is asked anything.
public final class Git {
  private static final int MOST_BYTES = 256 << 20;

  /// These say where git and its settings are, not what it works on.
  private static final Set<String> INHERITED =
      Set.of(
          "GIT_EXEC_PATH",
          "GIT_CONFIG_GLOBAL",
          "GIT_CONFIG_SYSTEM",
          "GIT_CONFIG_NOSYSTEM",
          "GIT_SSL_CAINFO",
          "GIT_SSL_CAPATH",
          "GIT_SSH",
          "GIT_SSH_COMMAND",
          "GIT_LFS_SKIP_SMUDGE");

  private static final List<String> ALWAYS =
      List.of(
          "--no-optional-locks",
          "--no-pager",
          // No hook and no helper of the user's for what happens in work trees of ours.
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "core.fsmonitor=false",
          // Our copies of an index would point to a shared part that has gone.
          "-c",
          "core.splitIndex=false",
          "-c",
          "gc.auto=0",
          "-c",
          "maintenance.auto=false",
          "-c",
          "submodule.recurse=false",
          "-c",
          "i18n.commitEncoding=UTF-8",
          // It would refuse to keep a file for its line ends.
          "-c",
          "core.safecrlf=false");

  private final String program;
  private final Path directory;
  private final Map<String, String> environment;

  private Git(String program, Path directory, Map<String, String> environment) {
    this.program = program;
    this.directory = directory;
    this.environment = environment;
  }

  /// git in `directory`.
  ///
  /// @param inherited the environment to start from, as a rule that of this process
  public static Git in(Path directory, Map<String, String> inherited) {
    Map<String, String> environment = new LinkedHashMap<>();
    inherited.forEach(
        (name, value) -> {
          if (!name.startsWith("GIT_") || INHERITED.contains(name)) {
            environment.put(name, value);
          }
        });
    environment.remove("LANGUAGE");
    environment.put("LC_ALL", "C");
    environment.put("GIT_TERMINAL_PROMPT", "0");
    environment.put("GIT_AUTHOR_NAME", "Signalbox");
    environment.put("GIT_AUTHOR_EMAIL", "signalbox@localhost");
    environment.put("GIT_COMMITTER_NAME", "Signalbox");
    environment.put("GIT_COMMITTER_EMAIL", "signalbox@localhost");
    return new Git(program(environment.getOrDefault("PATH", "")), directory, environment);
  }

  // Java would look on the path of this process.
  private static String program(String path) {
    for (String folder : path.split(":", -1)) {
      if (folder.startsWith("/") && Files.isExecutable(Path.of(folder, "git"))) {
        return folder + "/git";
      }
    }
    return "git";
  }

  /// The same in another folder.
  public Git in(Path other) {
    return new Git(program, other, environment);
  }

  /// The same with one more variable.
  public Git with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(environment);
    more.put(name, value);
    return new Git(program, directory, more);
  }

  /// The variables by which it is told whom to name as author and committer.
  Map<String, String> identity() {
    Map<String, String> identity = new LinkedHashMap<>(environment);
    identity.keySet().removeIf(name -> !name.matches("GIT_(AUTHOR|COMMITTER)_.*"));
    return identity;
  }

  /// Runs a command that must succeed.
  public GitOutput run(String... arguments) throws WorkspaceException, InterruptedException {
    return run(new byte[0], arguments);
  }

  /// Runs a command that must succeed, with something to read.
  public GitOutput run(byte[] input, String... arguments)
      throws WorkspaceException, InterruptedException {
    GitOutput output = start(input, MOST_BYTES, arguments);
    if (!output.succeeded()) {
      throw failure(output, arguments);
    }
    if (!output.whole()) {
      throw new WorkspaceException(
          "git " + arguments[0] + " in " + directory + " printed more than can be kept in memory.");
    }
    return output;
  }

  /// The line that a command prints which must succeed.
  public String line(String... arguments) throws WorkspaceException, InterruptedException {
    return run(arguments).line();
  }

  /// Runs a command that may fail.
  public GitOutput attempt(String... arguments) throws WorkspaceException, InterruptedException {
    return start(new byte[0], MOST_BYTES, arguments);
  }

  /// Runs a command that may fail, with something to read.
  public GitOutput attempt(byte[] input, String... arguments)
      throws WorkspaceException, InterruptedException {
    return start(input, MOST_BYTES, arguments);
  }

  /// Runs a command that may fail, with something to read, and ends it once it has printed `most`
  /// bytes.
  GitOutput attempt(byte[] input, int most, String... arguments)
      throws WorkspaceException, InterruptedException {
    return start(input, most, arguments);
  }

  /// Runs a command and ends it once it has printed `most` bytes.
  public GitOutput beginning(int most, String... arguments)
      throws WorkspaceException, InterruptedException {
    GitOutput output = start(new byte[0], most, arguments);
    if (output.whole() && !output.succeeded()) {
      throw failure(output, arguments);
    }
    return output;
  }

  /// What to say where a command failed that ought not to.
  WorkspaceException failure(GitOutput output, String... arguments) {
    String why = output.lastError();
    return new WorkspaceException(
        "git "
            + arguments[0]
            + " failed in "
            + directory
            + (why.isEmpty() ? " with exit code " + output.exit() + "." : ": " + why));
  }

  /// Each text with a NUL after it, as git's `-z` and `--stdin` options read lists.
  static byte[] list(Iterable<String> texts) {
    return (String.join("\0", texts) + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private GitOutput start(byte[] input, int most, String... arguments)
      throws WorkspaceException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(program);
    command.addAll(ALWAYS);
    command.addAll(Arrays.asList(arguments));
    try {
      ShortCommand.Ended ended =
          new ShortCommand(command, directory, environment, input, most).run();
      String errors = new String(ended.errors(), StandardCharsets.UTF_8);
      return new GitOutput(ended.exit(), ended.output(), errors, ended.whole());
    } catch (IOException e) {
      throw new WorkspaceException(
          "git could not be started in "
              + directory
              + " ("
              + e.getMessage()
              + "); it must be installed, 2.39 or newer, and the folder must be there.",
          e);
    }
  }
}
