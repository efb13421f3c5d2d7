package dev.signalbox.plan;

import dev.signalbox.claim.Glob;
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
/// @param baseMoves what becomes of what comes to that branch during the run
/// @param into the integration branch
/// @param check what a merged tree must pass
/// @param commit how the commits look that land
/// @param parallel how many commands run at once
/// @param undeclared how tasks without declared writes run
/// @param workspace what each work tree gets
/// @param keepIgnored globs of ignored files that belong to a task's change all the same
/// @param staleReads what becomes of a task whose reads were changed under it
/// @param conflicts what becomes of a change that does not fit
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
    BaseMoves baseMoves,
    String into,
    CheckPolicy check,
    CommitPolicy commit,
    int parallel,
    Undeclared undeclared,
    WorkspaceSetup workspace,
    List<String> keepIgnored,
    StaleReads staleReads,
    ConflictPolicy conflicts,
    List<Glob> readsIgnore,
    boolean undoRepositoryChanges,
    Map<String, Integer> resources,
    Map<String, Agent> agents,
    List<Task> tasks) {

  /// So many commands can run at once, at the most.
  public static final int MAX_PARALLEL = 256;

  public Plan {
    keepIgnored = List.copyOf(keepIgnored);
    // A plan in an earlier journal has none of these.
    baseMoves = baseMoves == null ? BaseMoves.IGNORE : baseMoves;
    commit = commit == null ? CommitPolicy.DEFAULT : commit;
    conflicts = conflicts == null ? ConflictPolicy.DEFAULT : conflicts;
    staleReads = staleReads == null ? StaleReads.RERUN : staleReads;
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
        BaseMoves.IGNORE,
        "signalbox/" + name,
        CheckPolicy.NONE,
        CommitPolicy.DEFAULT,
        parallel,
        Undeclared.OPTIMISTIC,
        WorkspaceSetup.NONE,
        List.of(),
        StaleReads.RERUN,
        ConflictPolicy.DEFAULT,
        List.of(),
        true,
        Map.of(),
        Map.of(),
        tasks);
  }

  public Plan withAgents(Map<String, Agent> others) {
    return with(conflicts, parallel, resources, others, tasks);
  }

  public Plan withConflicts(ConflictPolicy policy) {
    return with(policy, parallel, resources, agents, tasks);
  }

  public Plan withParallel(int atOnce) {
    return with(conflicts, atOnce, resources, agents, tasks);
  }

  public Plan withResources(Map<String, Integer> others) {
    return with(conflicts, parallel, others, agents, tasks);
  }

  public Plan withTasks(List<Task> others) {
    return with(conflicts, parallel, resources, agents, others);
  }

  public Plan withBase(@Nullable String from, BaseMoves moves) {
    return with(from, moves, conflicts, parallel, resources, agents, tasks);
  }

  private Plan with(
      ConflictPolicy policy,
      int atOnce,
      Map<String, Integer> held,
      Map<String, Agent> doers,
      List<Task> todo) {
    return with(base, baseMoves, policy, atOnce, held, doers, todo);
  }

  private Plan with(
      @Nullable String from,
      BaseMoves moves,
      ConflictPolicy policy,
      int atOnce,
      Map<String, Integer> held,
      Map<String, Agent> doers,
      List<Task> todo) {
    return new Plan(
        name,
        repository,
        sample,
        from,
        moves,
        into,
        check,
        commit,
        atOnce,
        undeclared,
        workspace,
        keepIgnored,
        staleReads,
        policy,
        readsIgnore,
        undoRepositoryChanges,
        held,
        doers,
        todo);
  }

  /// This plan with the best guess of each task's length: what it took in earlier runs, else what
  /// it expects, else what its agent took there on average.
  public Plan withExpected(PastLengths past) {
    return withTasks(tasks.stream().map(task -> withExpected(task, past)).toList());
  }

  private static Task withExpected(Task task, PastLengths past) {
    return past.ofTask(task.id())
        .or(() -> Optional.ofNullable(task.expect()))
        .or(() -> past.ofAgent(task.agent()))
        .map(task::withExpect)
        .orElse(task);
  }

  /// The branch that the base is, which may move during the run; empty where no name says that it
  /// is one: what is checked out may be another one at any time.
  public Optional<String> followedBase() {
    return Optional.ofNullable(base).filter(Plan::mayMove);
  }

  static boolean mayMove(String base) {
    return !base.equals("HEAD") && !base.equals("@");
  }

  public Optional<Task> task(String id) {
    return tasks.stream().filter(t -> t.id().equals(id)).findFirst();
  }
}
