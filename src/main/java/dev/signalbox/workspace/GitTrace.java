package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The git commands that one attempt ran, as git itself recorded them. It tells who did what where
/// git keeps no record in the repository: settings, deletions, tags.
///
/// @param commands each with its arguments, from the subcommand on
record GitTrace(List<List<String>> commands) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Options of git itself that have a value of their own.
  private static final Set<String> WITH_VALUE =
      Set.of("-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path");

  /// These move refs that their arguments do not name.
  private static final Set<String> MOVE_ANY =
      Set.of("fast-import", "filter-branch", "filter-repo", "rebase", "bundle", "replace");

  private static final Set<String> MOVE_NAMED =
      Set.of(
          "branch",
          "checkout",
          "switch",
          "tag",
          "update-ref",
          "symbolic-ref",
          "push",
          "fetch",
          "pull",
          "worktree",
          "notes",
          "remote");

  private static final Set<String> TRANSFER = Set.of("fetch", "pull", "push", "remote", "clone");

  static GitTrace read(Path file) throws IOException {
    List<List<String>> commands = new ArrayList<>();
    if (!Files.exists(file)) {
      return new GitTrace(commands);
    }
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      if (line.contains("\"event\":\"start\"") || line.contains("\"event\":\"alias\"")) {
        List<String> command = subcommand(arguments(line));
        if (!command.isEmpty()) {
          commands.add(command);
        }
      }
    }
    return new GitTrace(commands);
  }

  // A line that was cut off when its process was killed says nothing.
  private static List<String> arguments(String line) {
    try {
      byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
      JsonNode node = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      List<String> arguments = new ArrayList<>();
      // An alias's own list has no program name at its beginning.
      if (node.path("event").asString("").equals("alias")) {
        arguments.add("git");
      }
      node.path("argv").forEach(argument -> arguments.add(argument.asString("")));
      return arguments;
    } catch (JacksonException e) {
      return List.of();
    }
  }

  private static List<String> subcommand(List<String> arguments) {
    int at = 1;
    while (at < arguments.size() && arguments.get(at).startsWith("-")) {
      at += WITH_VALUE.contains(arguments.get(at)) ? 2 : 1;
    }
    return at < arguments.size() ? arguments.subList(at, arguments.size()) : List.of();
  }

  /// Whether one of the commands may have moved, made or deleted `ref`.
  boolean mayHaveMoved(String ref) {
    return commands.stream().anyMatch(command -> mayHaveMoved(command, ref));
  }

  private static boolean mayHaveMoved(List<String> command, String ref) {
    String name = command.getFirst();
    if (MOVE_ANY.contains(name)
        || name.equals("update-ref") && command.contains("--stdin")
        || ref.startsWith("refs/remotes/") && TRANSFER.contains(name)) {
      return true;
    }
    return MOVE_NAMED.contains(name)
        && command.stream()
            .skip(1)
            // `+a:b`, `:b`, `--delete=b`
            .flatMap(argument -> List.of(argument.split("[+:=^]", -1)).stream())
            .anyMatch(part -> !part.isEmpty() && names(part, ref));
  }

  private static boolean names(String part, String ref) {
    return ref.equals(part)
        || ref.equals("refs/" + part)
        || ref.replaceFirst("^refs/[^/]+/", "").equals(part);
  }

  /// Whether one of the commands may have changed the setting `key`.
  boolean mayHaveSet(String key) {
    String wanted = key.toLowerCase(Locale.ROOT);
    String section = wanted.substring(0, wanted.indexOf('.'));
    return commands.stream().anyMatch(command -> mayHaveSet(command, wanted, section));
  }

  private static boolean mayHaveSet(List<String> command, String key, String section) {
    return switch (command.getFirst()) {
      case "config" ->
          command.stream()
              .map(argument -> argument.toLowerCase(Locale.ROOT))
              // Removing or renaming a section names it alone.
              .anyMatch(argument -> argument.equals(key) || key.startsWith(argument + "."));
      case "branch", "checkout", "switch", "push", "pull", "clone", "worktree" ->
          section.equals("branch");
      case "remote" -> section.equals("remote") || section.equals("branch");
      case "submodule", "submodule--helper" -> section.equals("submodule");
      case "sparse-checkout" -> section.equals("core") || section.equals("extensions");
      case "lfs" -> section.equals("lfs") || section.equals("filter");
      case "maintenance", "gc" -> section.equals("maintenance");
      default -> false;
    };
  }

  /// How many entries the commands put on the stash.
  int stashed() {
    return (int) stashCommands(Set.of("", "push", "save", "store"));
  }

  /// How many entries they took from it; every one where they cleared it.
  int unstashed() {
    boolean cleared = stashCommands(Set.of("clear")) > 0;
    return cleared ? Integer.MAX_VALUE : (int) stashCommands(Set.of("pop", "drop", "branch"));
  }

  private long stashCommands(Set<String> kinds) {
    return commands.stream()
        .filter(command -> command.getFirst().equals("stash"))
        .map(command -> command.size() < 2 || command.get(1).startsWith("-") ? "" : command.get(1))
        .filter(kinds::contains)
        .count();
  }
}
