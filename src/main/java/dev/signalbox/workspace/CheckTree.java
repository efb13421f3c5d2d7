package dev.signalbox.workspace;

import dev.signalbox.plan.CheckPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Runs the plan's check on merged trees, in one work tree of its own. Before each run its files
/// are brought to exactly the merged tree; what git ignores stays from one to the next, so that
/// builds are quick, unless the plan says otherwise.
final class CheckTree {
  private static final Duration MOST_FOR_ONE_FILE = Duration.ofMinutes(5);

  /// As a shell says that there is no such command.
  private static final int NOT_THERE = 127;

  private final Git git;
  private final TreePool pool;
  private final TreeSetup setup;
  private final CheckPolicy policy;
  private final Map<String, String> environment;
  private final PlanCommand commands;
  private @Nullable Slot slot;
  private List<String> created = List.of();

  CheckTree(
      Git git,
      TreePool pool,
      TreeSetup setup,
      CheckPolicy policy,
      Map<String, String> environment,
      PlanCommand commands) {
    this.git = git;
    this.pool = pool;
    this.setup = setup;
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
    Slot tree = bring(commitOrTree, head, log);
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("SIGNALBOX_CHECK", "1");
    PlanCommand.Ended ended =
        commands.run(command, tree.directory(), variables, log, policy.timeout());
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
    Slot tree = bring(commitOrTree, head, log);
    Map<String, String> variables = new TreeMap<>(environment);
    variables.put("SIGNALBOX_REGENERATE", path);
    Path file = tree.directory().resolve(path);
    Path folder = Optional.ofNullable(file.getParent()).orElse(tree.directory());
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

  private Slot bring(String commitOrTree, String head, Path log)
      throws WorkspaceException, InterruptedException, IOException {
    String commit = commitOf(commitOrTree, head);
    Slot tree = slot;
    if (tree == null) {
      tree = pool.take(commit);
      slot = tree;
      prepare(tree, log);
    } else if (policy.clean()) {
      checkOut(tree, commit);
      tree.git(git).run("clean", "-q", "-ffdx");
      prepare(tree, log);
    }
    // Set-up may have altered tracked files, and the last check may have left anything.
    checkOut(tree, commit);
    List<String> clean = new ArrayList<>(List.of("clean", "-q", "-ffd"));
    for (String path : created) {
      clean.add("-e");
      clean.add("/" + escaped(path));
    }
    tree.git(git).run(clean.toArray(String[]::new));
    setup.bring(tree.directory(), log);
    return tree;
  }

  private void prepare(Slot tree, Path log)
      throws WorkspaceException, InterruptedException, IOException {
    List<String> copied = setup.bring(tree.directory(), log);
    setup.run(tree.directory(), Map.of("SIGNALBOX_CHECK", "1"), log);
    if (setup.hasCommand()) {
      created =
          List.copyOf(
              setup.brought(tree.git(git), tree.directory(), copied, false).created().keySet());
    }
  }

  // So that a check which asks git sees a commit with nothing changed since.
  private String commitOf(String commitOrTree, String head)
      throws WorkspaceException, InterruptedException {
    return git.line("cat-file", "-t", commitOrTree).equals("tree")
        ? git.line("commit-tree", commitOrTree, "-p", head, "-m", "to be checked")
        : commitOrTree;
  }

  private void checkOut(Slot tree, String commit) throws WorkspaceException, InterruptedException {
    tree.git(git).run("checkout", "-q", "-f", "--detach", commit);
  }

  private static String escaped(String path) {
    return path.replaceAll("([\\\\*?\\[ ])", "\\\\$1");
  }
}
