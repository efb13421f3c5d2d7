package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes commits, and remembers the last ones with what is in them: what was just made is as a rule
/// what is asked about next.
final class Commits {
  private static final int REMEMBERED = 1000;

  private final Git git;
  private final Map<String, Made> made =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Made> eldest) {
              return size() > REMEMBERED;
            }
          });

  Commits(Git git) {
    this.git = git;
  }

  /// What a commit is made of.
  record Made(String tree, List<String> parents) {
    Made {
      parents = List.copyOf(parents);
    }
  }

  String make(Made of, String message) throws WorkspaceException, InterruptedException {
    return make(git, of, message);
  }

  /// @param author has the variables that say whose it is
  String make(Git author, Made of, String message) throws WorkspaceException, InterruptedException {
    String[] command = command(of, List.of());
    return made(of, author.run(message.getBytes(StandardCharsets.UTF_8), command));
  }

  /// A commit that git signs.
  ///
  /// @throws WorkspaceException with what git says of the signer where it does not
  String sign(Git author, Made of, String message) throws WorkspaceException, InterruptedException {
    GitOutput said =
        author.attempt(message.getBytes(StandardCharsets.UTF_8), command(of, List.of("-S")));
    if (!said.succeeded()) {
      String words = said.errors().strip().replaceAll("\\s+", " ");
      throw WorkspaceException.at("commit", words.isEmpty() ? "git says nothing" : words);
    }
    return made(of, said);
  }

  private static String[] command(Made of, List<String> options) {
    List<String> command = new ArrayList<>(List.of("commit-tree"));
    command.addAll(options);
    command.add(of.tree());
    for (String parent : of.parents()) {
      command.add("-p");
      command.add(parent);
    }
    command.addAll(List.of("-F", "-"));
    return command.toArray(String[]::new);
  }

  private String made(Made of, GitOutput said) {
    String commit = said.line();
    made.put(commit, of);
    return commit;
  }

  /// What is known of a commit without asking git.
  Optional<Made> known(String commit) {
    return Optional.ofNullable(made.get(commit));
  }

  String treeOf(String commit) throws WorkspaceException, InterruptedException {
    Optional<Made> known = known(commit);
    return known.isPresent()
        ? known.get().tree()
        : git.line("rev-parse", "--verify", commit + "^{tree}");
  }
}
