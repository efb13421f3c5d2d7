package dev.signalbox.console.inspector;

import dev.signalbox.console.inspector.Details.Fact;
import dev.signalbox.console.model.Amounts;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Sentence;
import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.Decision;
import dev.signalbox.engine.FollowedBase;
import dev.signalbox.engine.Limit;
import dev.signalbox.engine.RunState;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Undeclared;
import java.util.ArrayList;
import java.util.List;

/// Puts together what is said of the run as a whole.
final class RunDetails {
  private static final int MOST_DECISIONS = 50;

  private RunDetails() {}

  /// @param sizes what is known of the room it takes
  static Details.OfRun of(RunModel model, List<Fact> sizes) {
    RunState run = model.state();
    Plan plan = run.plan();
    List<Fact> facts = new ArrayList<>();
    facts.add(fact("repository", Sentence.EMPTY.code(repository(run, plan))));
    facts.add(fact("base", Sentence.EMPTY.code(base(run, plan))));
    if (run.followed().behind() > 0) {
      facts.add(fact("base now", Sentence.of(baseNow(run.followed()))));
    }
    facts.add(fact("lands on", Sentence.EMPTY.code(plan.into())));
    String check = plan.check().command();
    facts.add(
        fact(
            "check",
            check == null
                ? Sentence.of("none: what merges, lands")
                : Sentence.EMPTY.code(check.strip())));
    long undeclared = plan.tasks().stream().filter(t -> !t.claims().declaresWrites()).count();
    if (undeclared > 0) {
      facts.add(
          fact(
              "undeclared",
              Sentence.of(
                  "%s, run %s"
                      .formatted(
                          Amounts.count((int) undeclared, "task", "tasks"),
                          plan.undeclared() == Undeclared.EXCLUSIVE
                              ? "each alone"
                              : "beside the others"))));
    }
    for (Agent agent : plan.agents().values()) {
      String busy =
          model.isPreview()
              ? "takes %d at once".formatted(agent.capacity())
              : "%d of %d at work%s"
                  .formatted(
                      run.busy(agent.id()), run.capacity(agent.id()), outOfReach(model, agent));
      facts.add(new Fact(agent.id(), Sentence.of(agent.kind() + ", " + busy), agent.id()));
    }
    facts.addAll(sizes);
    return new Details.OfRun(
        plan.name(),
        model.isPreview() ? "Not started" : "Run " + run.run(),
        List.copyOf(facts),
        List.copyOf(run.notes()),
        decisions(model, run));
  }

  /// Why an agent cannot be had now; empty where it can.
  private static String outOfReach(RunModel model, Agent agent) {
    RunState run = model.state();
    Limit limit = run.limits().get(agent.account());
    if (limit != null) {
      return ", usage limit for " + Amounts.left(model.now(), limit.until());
    }
    return switch (run.agent(agent.id()).breaker()) {
      case CLOSED -> "";
      case HALF_OPEN -> ", tried again after failures";
      case OPEN ->
          run.agent(agent.id())
              .openUntil()
              .map(
                  until ->
                      ", left alone for %s after its failures"
                          .formatted(Amounts.left(model.now(), until)))
              .orElse("");
    };
  }

  private static Fact fact(String label, Sentence value) {
    return new Fact(label, value, "");
  }

  private static String repository(RunState run, Plan plan) {
    if (!run.repository().isEmpty()) {
      return run.repository();
    }
    String sample = plan.sample();
    if (sample != null) {
      return "a copy of " + sample;
    }
    String repository = plan.repository();
    return repository == null ? "." : repository;
  }

  private static String base(RunState run, Plan plan) {
    String name = plan.base() == null ? "HEAD" : plan.base();
    String commit = run.base();
    return commit.isEmpty()
        ? name
        : name + " · " + commit.substring(0, Math.min(10, commit.length()));
  }

  private static String baseNow(FollowedBase base) {
    return base.objection().isEmpty()
        ? "the branch is " + base.words()
        : "the branch is %s, not merged: %s".formatted(base.words(), base.objection());
  }

  private static List<String> decisions(RunModel model, RunState run) {
    List<String> lines = new ArrayList<>();
    for (Decision decision : run.decisions().reversed()) {
      if (lines.size() == MOST_DECISIONS) {
        break;
      }
      String about = decision.task().isEmpty() ? "the run" : decision.task();
      String message = decision.message().isBlank() ? "" : " · " + decision.message().strip();
      lines.add(
          "%s  %s: %s by %s%s"
              .formatted(
                  Durations.timeOfDay(decision.at(), model.zone()),
                  about,
                  decision.inWords(),
                  decision.by(),
                  message));
    }
    return List.copyOf(lines);
  }
}
