package dev.signalbox.workspace;

import dev.signalbox.plan.WorkspaceSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Prepares a work tree as the plan's `workspace:` says, and knows afterwards what that brought.
final class TreeSetup {
  private final WorkspaceSetup setup;
  private final CopiedFiles copies;
  private final List<String> keepIgnored;
  private final Map<String, String> environment;
  private final PlanCommand commands;

  TreeSetup(
      Repository repository,
      WorkspaceSetup setup,
      List<String> keepIgnored,
      Map<String, String> environment,
      PlanCommand commands) {
    this.setup = setup;
    this.copies = new CopiedFiles(repository, setup);
    this.keepIgnored = Pathspecs.globs(keepIgnored);
    this.environment = environment;
    this.commands = commands;
  }

  /// Copies and links; quick as a rule.
  ///
  /// @return the paths brought
  List<String> bring(Path tree, Path log)
      throws WorkspaceException, InterruptedException, IOException {
    List<String> said = new ArrayList<>();
    List<String> paths = copies.bring(tree, said);
    if (!said.isEmpty()) {
      Files.writeString(
          log,
          String.join("\n", said) + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    return paths;
  }

  boolean hasCommand() {
    return setup.setup() != null;
  }

  /// Runs the set-up command.
  void run(Path tree, Map<String, String> variables, Path log)
      throws WorkspaceException, InterruptedException {
    String command = setup.setup();
    if (command == null) {
      return;
    }
    PlanCommand.Ended ended = commands.run(command, tree, environment(variables), log, null);
    if (!ended.succeeded()) {
      throw WorkspaceException.at(
          "workspace",
          "The plan's set-up command ended with exit code "
              + ended.exit().orElse(-1)
              + lastLine(ended.tail())
              + "; its output is in "
              + log
              + ".");
    }
  }

  /// Runs the teardown command. That it fails is in the log and keeps nothing from going on.
  void tearDown(Path tree, Map<String, String> variables, Path log)
      throws WorkspaceException, InterruptedException {
    String command = setup.teardown();
    if (command != null && Files.isDirectory(tree)) {
      commands.run(command, tree, environment(variables), log, null);
    }
  }

  private Map<String, String> environment(Map<String, String> variables) {
    Map<String, String> all = new TreeMap<>(environment);
    all.putAll(variables);
    return all;
  }

  private static String lastLine(String tail) {
    List<String> lines = tail.lines().filter(line -> !line.isBlank()).toList();
    return lines.isEmpty() ? "" : ": " + lines.getLast().strip();
  }

  /// What there is now that the commit which was checked out does not have.
  ///
  /// @param git git on the work tree
  /// @param filesMayDiffer whether git may take a file for changed as it was checked out
  Brought brought(Git git, Path tree, List<String> copied, boolean filesMayDiffer)
      throws WorkspaceException, InterruptedException, IOException {
    Brought brought = Brought.nothing();
    if (copied.isEmpty() && !hasCommand()) {
      if (filesMayDiffer) {
        for (String path : git.run("ls-files", "-z", "-m").fields()) {
          put(brought.altered(), tree, path);
        }
      }
      return brought;
    }
    for (String path : copied) {
      put(brought.copied(), tree, path);
    }
    // `? PATH` untracked, `C PATH` changed, `R PATH` removed.
    for (String field :
        git.run("ls-files", "-t", "-z", "-o", "-m", "-d", "--exclude-standard").fields()) {
      String path = field.substring(2);
      if (field.charAt(0) != '?') {
        put(brought.altered(), tree, path);
      } else if (!brought.copied().containsKey(path)) {
        put(brought.created(), tree, path);
      }
    }
    if (hasCommand() && !keepIgnored.isEmpty()) {
      for (String path : ignored(git)) {
        if (!brought.copied().containsKey(path)) {
          put(brought.created(), tree, path);
        }
      }
    }
    return brought;
  }

  /// The ignored files that belong to a change by the plan's `keep_ignored`.
  List<String> ignored(Git git) throws WorkspaceException, InterruptedException {
    if (keepIgnored.isEmpty()) {
      return List.of();
    }
    List<String> command =
        new ArrayList<>(List.of("ls-files", "-z", "-o", "-i", "--exclude-standard", "--"));
    command.addAll(keepIgnored);
    return git.run(command.toArray(String[]::new)).fields();
  }

  private static void put(SequencedMap<String, String> paths, Path tree, String path)
      throws IOException {
    paths.put(path, Brought.fingerprint(tree.resolve(path)));
  }
}
