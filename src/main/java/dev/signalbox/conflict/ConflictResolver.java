package dev.signalbox.conflict;

import dev.signalbox.conflict.Conflict.Versions;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Proposes what to do about a conflict, the cheapest way first: git's merge of the versions at
/// hand, then another attempt on what has landed, then a person. Lines of either side are never
/// dropped: what git cannot merge is handed on whole.
public final class ConflictResolver {

  /// What to do about a conflict that its task meets for the first time.
  public Resolution resolve(Conflict conflict) {
    return resolve(conflict, false);
  }

  /// @param again whether the task has run again because of a conflict already
  public Resolution resolve(Conflict conflict, boolean again) {
    return switch (conflict.kind()) {
      case TEXT, FILE, CLAIM -> resolveText(conflict, again);
      case CHECK ->
          // Every line is there and the whole does not work: no merge can help.
          again
              ? new Resolution.AskPerson(
                  conflict.paths(),
                  "The check fails on the merged tree again"
                      + detail(conflict)
                      + ", after another attempt.")
              : rerun(conflict, "the check fails on the merged tree", conflict.paths());
      case STALE_READ ->
          again
              ? new Resolution.AskPerson(
                  conflict.paths(),
                  "What it had read was changed again"
                      + detail(conflict)
                      + ", after another attempt.")
              : rerun(conflict, "what it had read was changed meanwhile", conflict.paths());
    };
  }

  private static Resolution resolveText(Conflict conflict, boolean again) {
    TreeMap<String, String> contents = new TreeMap<>();
    List<String> places = new ArrayList<>();
    for (String path : pathsOf(conflict)) {
      Versions versions = conflict.versions().get(path);
      if (versions == null) {
        places.add(path);
        continue;
      }
      try {
        FileMerge merge = FileMerge.of(path, versions, names(conflict));
        contents.put(path, merge.text());
        places.addAll(merge.hunks());
      } catch (IOException | WorkspaceException e) {
        places.add(path + " (" + e.getMessage() + ")");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Resolution.AskPerson(
            pathsOf(conflict), "The merge was interrupted before it was known whether they fit.");
      }
    }
    if (places.isEmpty() && !contents.isEmpty()) {
      return new Resolution.Merged(contents);
    }
    return again
        ? new Resolution.AskPerson(
            places,
            "The changes do not fit together" + detail(conflict) + ", after another attempt.")
        : rerun(conflict, "the changes do not fit together", places);
  }

  private static Resolution rerun(Conflict conflict, String why, List<String> places) {
    if (conflict.tasks().isEmpty()) {
      return new Resolution.AskPerson(
          places, "Nobody knows which task to run again, and " + why + detail(conflict) + ".");
    }
    String task = conflict.tasks().getFirst();
    return new Resolution.Rerun(
        task, "Run " + task + " again on what has landed: " + why + detail(conflict) + ".");
  }

  private static String detail(Conflict conflict) {
    if (!conflict.detail().isBlank()) {
      return " (" + conflict.detail().strip() + ")";
    }
    List<String> paths = pathsOf(conflict);
    return paths.isEmpty() ? "" : " (" + String.join(", ", paths) + ")";
  }

  private static List<String> pathsOf(Conflict conflict) {
    List<String> paths = new ArrayList<>(conflict.paths());
    conflict.versions().keySet().stream()
        .sorted()
        .filter(path -> !paths.contains(path))
        .forEach(paths::add);
    return paths;
  }

  private static FileMerge.Names names(Conflict conflict) {
    List<String> tasks = conflict.tasks();
    return new FileMerge.Names(
        tasks.isEmpty() ? "left" : tasks.getFirst(), tasks.size() < 2 ? "right" : tasks.get(1));
  }
}
