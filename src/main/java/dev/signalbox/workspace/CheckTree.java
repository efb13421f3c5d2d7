package dev.signalbox.workspace;

import dev.signalbox.plan.CheckPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Runs the plan's check on merged trees, in a [MergedTree] of its own.
final class CheckTree {
  private static final Duration MOST_FOR_ONE_FILE = Duration.ofMinutes(5);

  /// As a shell says that there is no such command.
  private static final int NOT_THERE = 127;

  private final MergedTree tree;
  private final CheckPolicy policy;
  private final Map<String, String> environment;
  private final PlanCommand commands;

  CheckTree(
      MergedTree tree, CheckPolicy policy, Map<String, String> environment, PlanCommand commands) {
    this.tree = tree;
    this.policy = policy;
    this.environment = environment;
    this.commands = commands;
  }

  /// @param head the integration branch's head, on which a tree would land
  synchronized Workspace.Check check(String commitOrTree, String head, Path log)
      throws WorkspaceException, InterruptedException, IOException {
    String command = policy.command();
    if (command == null) {
      return new Workspace.Check(true, "");
    }
    Path folder = tree.bring(commitOrTree, head, log).directory();
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("SIGNALBOX_CHECK", "1");
    PlanCommand.Ended ended = commands.run(command, folder, variables, log, policy.timeout());
    String tail = ended.tail();
    if (ended.exit().isEmpty()) {
      tail += "\n[signalbox: the check took longer than " + policy.timeout() + " and was ended]";
    }
    return new Workspace.Check(ended.succeeded(), tail);
  }

  /// What a command of the plan's makes of a file of a tree.
  ///
  /// @param path of the file
  synchronized Workspace.Made make(
      String command, String commitOrTree, String path, String head, Path log)
      throws WorkspaceException, InterruptedException, IOException {
    Path top = tree.bring(commitOrTree, head, log).directory();
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("SIGNALBOX_REGENERATE", path);
    Path file = top.resolve(path);
    Path folder = Optional.ofNullable(file.getParent()).orElse(top);
    PlanCommand.Ended ended = commands.run(command, folder, variables, log, MOST_FOR_ONE_FILE);
    if (ended.exit().isEmpty()) {
      return Workspace.Made.nothing("took longer than " + MOST_FOR_ONE_FILE.toMinutes() + " min");
    }
    if (!ended.succeeded()) {
      int exit = ended.exit().getAsInt();
      String last = ended.tail().lines().filter(l -> !l.isBlank()).reduce("", (a, b) -> b).strip();
      return Workspace.Made.nothing(
          exit == NOT_THERE ? "is not installed here" : "ended with %d: %s".formatted(exit, last));
    }
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        ? new Workspace.Made(new Resolved.Bytes(Files.readAllBytes(file), Resolved.PLAIN), "")
        : Workspace.Made.nothing("left no file there");
  }
}
