package dev.signalbox.plan;

import dev.signalbox.plan.Value.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Changes a plan file by the smallest change of its text: comments, order, quotes and line breaks
/// stay as a person left them.
///
/// The editor does not write a plan; it works on the text, at the offsets that the tree of [Value]s
/// knows. There are several ways to put an entry into a YAML text and not each works everywhere, so
/// whoever makes a change offers candidates, best first, and the first one counts whose text reads
/// as the same plan but for the one entry. If none does, nothing is changed.
public final class PlanEditor {

  /// The file's text with `task` depending on `dependsOn` too.
  ///
  /// @throws PlanEditException where there is no such task, or it depends on the other already, or
  ///   the text does not allow the change
  public String addDependency(PlanFile file, String task, String dependsOn) {
    return addDependencies(file, task, List.of(dependsOn));
  }

  /// The same with several.
  public String addDependencies(PlanFile file, String task, Collection<String> dependsOn) {
    String text = file.text();
    for (String other : dependsOn) {
      text = withDependency(file.path(), text, task, other);
    }
    return text;
  }

  private static String withDependency(Path file, String before, String task, String dependsOn) {
    TaskText text = taskText(TaskText.DEPENDS_ON, file, before, task);
    text.requireTask(dependsOn);
    if (task.equals(dependsOn)) {
      throw new PlanEditException("`" + task + "` cannot depend on itself.");
    }
    if (text.entries().contains(dependsOn)) {
      throw new PlanEditException("`" + task + "` depends on `" + dependsOn + "` already.");
    }
    List<String> wanted = new ArrayList<>(text.entries());
    wanted.add(dependsOn);
    return chosen(file, text, wanted, new EntryInsertion(text).candidates(dependsOn));
  }

  /// The file's text with `task` not depending on `dependsOn`.
  ///
  /// @throws PlanEditException where the plan does not declare that dependency, or the text does
  ///   not allow the change
  public String removeDependency(PlanFile file, String task, String dependsOn) {
    return removeDependencies(file, task, List.of(dependsOn));
  }

  /// The same with several.
  public String removeDependencies(PlanFile file, String task, Collection<String> dependsOn) {
    String text = file.text();
    for (String other : dependsOn) {
      text = withoutDependency(file.path(), text, task, other);
    }
    return text;
  }

  private static String withoutDependency(Path file, String before, String task, String dependsOn) {
    TaskText text = taskText(TaskText.DEPENDS_ON, file, before, task);
    if (!text.entries().contains(dependsOn)) {
      throw new PlanEditException(
          "`%s` does not name `%s` in its `depends_on`: where it comes after it all the same, by what it reads or by an output, change that instead."
              .formatted(task, dependsOn));
    }
    return without(file, text, dependsOn, false).text();
  }

  /// @param keepKey whether an empty list stays where the last entry goes
  private static TaskText without(Path file, TaskText before, String entry, boolean keepKey) {
    TaskText text = before;
    while (text.entries().contains(entry)) {
      int index = text.entries().lastIndexOf(entry);
      List<String> wanted = new ArrayList<>(text.entries());
      wanted.remove(index);
      EntryRemoval removal = new EntryRemoval(text);
      String next =
          chosen(
              file,
              text,
              wanted,
              keepKey ? removal.candidatesWithTheKey(index) : removal.candidates(index));
      text = taskText(before.key(), file, next, before.task());
    }
    return text;
  }

  /// The file's text with `task` depending on `other`, which depends on `task` so far.
  ///
  /// @throws PlanEditException where it does not, or the text does not allow the change
  public String turnDependency(PlanFile file, String task, String other) {
    String without = withoutDependency(file.path(), file.text(), other, task);
    return withDependency(file.path(), without, task, other);
  }

  /// The file's text with `task` not claiming to write, and to read, these. Where none is left an
  /// empty list stays: without any, it might write or read everything.
  ///
  /// @param writes globs as they stand there; others are passed over
  /// @param reads globs, likewise
  /// @throws PlanEditException where there is no such task, or the text does not allow the change
  public String removeClaims(
      PlanFile file, String task, Collection<String> writes, Collection<String> reads) {
    String text = file.text();
    for (String glob : writes) {
      text = without(file.path(), taskText("writes", file.path(), text, task), glob, true).text();
    }
    for (String glob : reads) {
      text = without(file.path(), taskText("reads", file.path(), text, task), glob, true).text();
    }
    return text;
  }

  /// The file's text with `task` claiming to write, and to read, these too.
  ///
  /// @param writes globs; those that stand there already are passed over
  /// @param reads globs, likewise
  /// @throws PlanEditException where there is no such task, or the text does not allow the change
  public String addClaims(
      PlanFile file, String task, Collection<String> writes, Collection<String> reads) {
    String written = added(file.path(), "writes", file.text(), task, writes);
    return added(file.path(), "reads", written, task, reads);
  }

  private static String added(
      Path file, String key, String before, String task, Collection<String> globs) {
    String text = before;
    for (String glob : globs) {
      TaskText now = taskText(key, file, text, task);
      if (!now.entries().contains(glob)) {
        List<String> wanted = new ArrayList<>(now.entries());
        wanted.add(glob);
        text = chosen(file, now, wanted, new EntryInsertion(now).candidates(glob));
      }
    }
    return text;
  }

  private static String chosen(
      Path file, TaskText before, List<String> wanted, Collection<String> candidates) {
    for (String candidate : candidates) {
      Optional<TaskText> after =
          read(file, candidate)
              .flatMap(root -> find(before.key(), candidate, file, root, before.task()));
      if (after.isPresent()
          && after.get().entries().equals(wanted)
          && after.get().rest().equals(before.rest())) {
        return candidate;
      }
    }
    throw new PlanEditException(
        "The %s of `%s` cannot be changed without changing something else in %s; change them there by hand."
            .formatted(
                before.key().equals(TaskText.DEPENDS_ON) ? "dependencies" : before.key(),
                before.task(),
                file));
  }

  private static TaskText taskText(String key, Path file, String text, String task) {
    Mapping root =
        read(file, text)
            .orElseThrow(
                () ->
                    new PlanEditException(
                        "The plan file %s cannot be read; mend it first.".formatted(file)));
    return find(key, text, file, root, task)
        .orElseThrow(
            () -> new PlanEditException("There is no task `%s` in %s.".formatted(task, file)));
  }

  private static Optional<Mapping> read(Path file, String text) {
    Value root = PlanReader.tree(file, text, new Problems(file, text));
    return root instanceof Mapping mapping ? Optional.of(mapping) : Optional.empty();
  }

  private static Optional<TaskText> find(
      String key, String text, Path file, Mapping root, String task) {
    return TaskText.find(key, text, PlanReader.isJson(file), root, task);
  }
}
