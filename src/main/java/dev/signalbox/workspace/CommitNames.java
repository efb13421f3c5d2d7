package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The commits that names stand for, by one process for all of them.
public final class CommitNames {
  private CommitNames() {}

  /// The full id of each name's commit; a name that stands for none is not in it.
  public static Map<String, String> find(Git git, Collection<String> names)
      throws WorkspaceException, InterruptedException {
    List<String> asked = names.stream().filter(CommitNames::isOneLine).toList();
    List<String> ids = Batch.ask(asked, some -> ask(git, some), end -> "");
    Map<String, String> found = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      if (MergePair.isId(ids.get(i))) {
        found.put(asked.get(i), ids.get(i));
      }
    }
    return found;
  }

  private static boolean isOneLine(String name) {
    return !name.isEmpty() && name.chars().noneMatch(c -> c == '\n' || c == 0);
  }

  // Some names end it, as `HEAD@{9999}` does.
  private static Batch.Answers<String> ask(Git git, List<String> names)
      throws WorkspaceException, InterruptedException {
    StringBuilder lines = new StringBuilder();
    names.forEach(name -> lines.append(name).append("^{commit}\n"));
    GitOutput output =
        git.attempt(
            lines.toString().getBytes(StandardCharsets.UTF_8),
            "cat-file",
            "--batch-check=%(objectname)");
    List<String> answers = new ArrayList<>();
    for (String line : output.text().split("\n", -1)) {
      answers.add(line);
    }
    // What follows the last line break is no line.
    answers.removeLast();
    return new Batch.Answers<>(answers, output.lastError());
  }
}
