package dev.signalbox.engine;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.BaseMoves;
import dev.signalbox.plan.Breaker;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.CommitPolicy;
import dev.signalbox.plan.ConflictPolicy;
import dev.signalbox.plan.OnConflict;
import dev.signalbox.plan.OnFailure;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.RetryPolicy;
import dev.signalbox.plan.StaleReads;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.plan.UsageLimit;
import dev.signalbox.plan.WorkspaceSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Plans for simulations: small, so that everything meets everything.
final class RandomPlans {
  /// Every file of the simulated repository.
  static final List<String> PATHS =
      List.of("a", "b", "c/x", "c/y", "d/e/z", FakeWorkspace.UNION_PATH);

  private static final List<Glob> GLOBS =
      List.of("a", "b", "{a,b}", "c/*", "c/x", "c/[xy]", "d/**", FakeWorkspace.UNION_PATH, "**")
          .stream()
          .map(Glob::parse)
          .toList();

  private static final List<String> RESOURCES = List.of("gpu", "port");

  private static final List<OnFailure> MEANINGS =
      List.of(OnFailure.CONTINUE, OnFailure.CONTINUE, OnFailure.STOP);

  private RandomPlans() {}

  static Plan plan(Chance chance) {
    Map<String, Agent> agents = new LinkedHashMap<>();
    for (int i = chance.between(1, 3); i > 0; i--) {
      agents.put("A" + i, agent(chance, "A" + i, List.copyOf(agents.keySet())));
    }
    Map<String, Integer> resources = new LinkedHashMap<>();
    if (chance.oneIn(2)) {
      RESOURCES.forEach(name -> resources.put(name, chance.between(1, 2)));
    }
    List<String> known = List.copyOf(resources.keySet());
    List<Task> tasks = new ArrayList<>();
    int many = chance.oneIn(6) ? chance.between(8, 14) : chance.between(1, 8);
    int edges = chance.between(3, 12);
    boolean asks = chance.oneIn(2);
    while (tasks.size() < many) {
      tasks.add(
          task(
              chance, "t" + tasks.size(), tasks, List.copyOf(agents.keySet()), edges, asks, known));
    }
    @Nullable String base = chance.oneIn(3) ? FakeWorkspace.BASE_NAME : null;
    return new Plan(
        "simulated",
        null,
        null,
        base,
        chance.pick(List.of(BaseMoves.IGNORE, BaseMoves.END, BaseMoves.DURING)),
        "signalbox/simulated",
        chance.oneIn(2)
            ? CheckPolicy.NONE
            : new CheckPolicy("check", chance.oneIn(2), false, null)
                .using(some(chance, known))
                .with(
                    new CheckPolicy.Runs(
                        chance.oneIn(8), chance.oneIn(2) ? null : chance.between(0, 2))),
        new CommitPolicy(
            CommitPolicy.Author.AGENT,
            false,
            false,
            false,
            chance.pick(List.of(CommitPolicy.Hooks.values()))),
        chance.between(1, 4),
        chance.oneIn(3) ? Undeclared.EXCLUSIVE : Undeclared.OPTIMISTIC,
        new WorkspaceSetup(List.of(), List.of(), null, null, some(chance, known)),
        List.of(),
        chance.oneIn(4) ? StaleReads.LABEL : StaleReads.RERUN,
        new ConflictPolicy(
            chance.oneIn(3) ? OnConflict.ASK : OnConflict.RERUN, Map.of(), List.of()),
        List.of(),
        true,
        resources,
        agents,
        tasks);
  }

  /// @param others whom it may fall back on
  private static Agent agent(Chance chance, String id, List<String> others) {
    return new Agent(
        id,
        "fake",
        chance.between(1, 3),
        "sh",
        Map.of(),
        null,
        others.isEmpty() || chance.oneIn(2) ? null : chance.pick(others),
        chance.oneIn(2)
            ? Breaker.NONE
            : new Breaker(chance.between(1, 3), Duration.ofSeconds(chance.between(5, 300))),
        chance.oneIn(2) ? id : "shared",
        new UsageLimit(null, null, Duration.ofSeconds(chance.between(10, 900))));
  }

  private static List<String> some(Chance chance, List<String> resources) {
    return resources.stream().filter(r -> chance.oneIn(3)).toList();
  }

  /// @param edges one in how many of the `earlier` tasks it comes after
  /// @param asks whether it may wait for a person
  /// @param resources what it may use
  static Task task(
      Chance chance,
      String id,
      List<Task> earlier,
      List<String> agents,
      int edges,
      boolean asks,
      List<String> resources) {
    List<String> after = new ArrayList<>();
    Map<String, Object> input = new LinkedHashMap<>();
    for (Task other : earlier) {
      if (chance.oneIn(edges)) {
        after.add(other.id());
      } else if (chance.oneIn(edges * 8)) {
        input.put("from", "${tasks.%s.output.result}".formatted(other.id()));
      }
    }
    return new Task(id, chance.pick(agents), "Task " + id, input)
        .withRun("true")
        .withClaims(
            chance.oneIn(3) ? Claims.UNDECLARED : new Claims(globs(chance, 3), globs(chance, 6)))
        .after(after.toArray(String[]::new))
        .using(some(chance, resources).toArray(String[]::new))
        .withApproval(
            asks && chance.oneIn(3)
                ? chance.pick(List.of(Approval.BEFORE, Approval.LANDING))
                : Approval.NEVER)
        .withRemind(asks && chance.oneIn(4) ? Duration.ofSeconds(chance.between(5, 300)) : null)
        .withPriority(chance.oneIn(3) ? chance.between(-2, 5) : 0)
        .withExpect(chance.oneIn(3) ? chance.work() : null)
        .withTimeout(chance.oneIn(2) ? Duration.ofSeconds(chance.between(30, 600)) : null)
        .withSilence(chance.oneIn(2) ? Duration.ofSeconds(chance.between(10, 100)) : null)
        .withOnFailure(chance.oneIn(4) ? chance.pick(MEANINGS) : OnFailure.SKIP_DEPENDENTS)
        .withRetries(
            chance.oneIn(2)
                ? RetryPolicy.NONE
                : new RetryPolicy(
                    chance.between(1, 3), Duration.ofSeconds(chance.between(0, 20)), 2, 0.5));
  }

  /// Few, none, or unknown in one case of `unknown`.
  private static @Nullable List<Glob> globs(Chance chance, int unknown) {
    if (chance.oneIn(unknown)) {
      return null;
    }
    List<Glob> globs = new ArrayList<>();
    for (int i = chance.between(0, 2); i > 0; i--) {
      globs.add(chance.pick(GLOBS));
    }
    return globs;
  }
}
