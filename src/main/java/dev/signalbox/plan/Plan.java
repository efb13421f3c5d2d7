package dev.signalbox.plan;

import dev.signalbox.claim.Glob;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tasks, the agents that do them, and the repository they work on.
///
/// @param name what the plan is called
/// @param repository the repository's folder, relative to the plan file, or null for the one it
///   lies in
/// @param sample a folder that is copied into a new repository instead, or null
/// @param base the branch or commit that work trees start from, or null for the repository's HEAD
/// @param into the integration branch
/// @param check what a merged tree must pass
/// @param parallel how many commands run at once
/// @param undeclared how tasks without declared writes run
/// @param workspace what each work tree gets
/// @param keepIgnored globs of ignored files that belong to a task's change all the same
/// @param readsIgnore globs of files whose reading does not count
/// @param undoRepositoryChanges whether refs, stashes and shared settings an agent changed in the
///   user's repository are put back
/// @param resources what else can be held, and how much of each there is
/// @param agents by id, in the order of the file
/// @param tasks in the order of the file
public record Plan(
    String name,
    @Nullable String repository,
    @Nullable String sample,
    @Nullable String base,
    String into,
    CheckPolicy check,
    int parallel,
    Undeclared undeclared,
    WorkspaceSetup workspace,
    List<String> keepIgnored,
    List<Glob> readsIgnore,
    boolean undoRepositoryChanges,
    Map<String, Integer> resources,
    Map<String, Agent> agents,
    List<Task> tasks) {

  public Plan {
    keepIgnored = List.copyOf(keepIgnored);
    // A plan in an earlier journal has none.
    readsIgnore = readsIgnore == null ? List.of() : List.copyOf(readsIgnore);
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
    agents = Collections.unmodifiableMap(new LinkedHashMap<>(agents));
    tasks = List.copyOf(tasks);
  }

  /// A plan for tasks that are handed over in code: no repository, no check.
  public static Plan ofTasks(String name, int parallel, List<Task> tasks) {
    return new Plan(
        name,
        null,
        null,
        null,
        "signalbox/" + name,
        CheckPolicy.NONE,
        parallel,
        Undeclared.OPTIMISTIC,
        WorkspaceSetup.NONE,
        List.of(),
        List.of(),
        true,
        Map.of(),
        Map.of(),
        tasks);
  }

  public Plan withAgents(Map<String, Agent> others) {
    return with(parallel, resources, others, tasks);
  }

  public Plan withParallel(int atOnce) {
    return with(atOnce, resources, agents, tasks);
  }

  public Plan withResources(Map<String, Integer> others) {
    return with(parallel, others, agents, tasks);
  }

  public Plan withTasks(List<Task> others) {
    return with(parallel, resources, agents, others);
  }

  private Plan with(
      int atOnce, Map<String, Integer> held, Map<String, Agent> doers, List<Task> todo) {
    return new Plan(
        name,
        repository,
        sample,
        base,
        into,
        check,
        atOnce,
        undeclared,
        workspace,
        keepIgnored,
        readsIgnore,
        undoRepositoryChanges,
        held,
        doers,
        todo);
  }

  /// This plan with what earlier runs took in place of what it expects.
  ///
  /// @param history by task; tasks it does not know keep their `expect`
  public Plan withExpected(Map<String, Duration> history) {
    List<Task> known =
        tasks.stream()
            .map(t -> history.containsKey(t.id()) ? t.withExpect(history.get(t.id())) : t)
            .toList();
    return withTasks(known);
  }

  public Optional<Task> task(String id) {
    return tasks.stream().filter(t -> t.id().equals(id)).findFirst();
  }
}
