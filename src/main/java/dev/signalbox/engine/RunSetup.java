package dev.signalbox.engine;

import dev.signalbox.agent.AgentRunner;
import dev.signalbox.conflict.resolve.Ladder;
import dev.signalbox.plan.Plan;
import dev.signalbox.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// Everything a run stands on. The executor closes none of it but the workspace.
///
/// @param run the run's id
/// @param plan what is to be done
/// @param planFile where the plan was read from; empty where it was handed over in code
/// @param folder where logs and scratch files of this run go
/// @param workspace where tasks work and how their changes land
/// @param runners by agent id
/// @param log where events are kept before their effects
/// @param clock the only source of time
/// @param random the only source of chance: the jitter of retries
/// @param machine what the machine has left
/// @param effects where blocking work runs; each task given to it may block. On virtual threads it
///   must not compute for long: the engine's own is one of them, and they share the processors
/// @param past the entries of this run so far, of earlier sessions; empty for a new run
/// @param ladder what puts changes together that git cannot
public record RunSetup(
    String run,
    Plan plan,
    String planFile,
    Path folder,
    Workspace workspace,
    Map<String, AgentRunner> runners,
    EventLog log,
    EngineClock clock,
    RandomGenerator random,
    Machine machine,
    Executor effects,
    List<Entry> past,
    Ladder ladder) {

  /// With nothing between git's merge and another attempt.
  public RunSetup(
      String run,
      Plan plan,
      String planFile,
      Path folder,
      Workspace workspace,
      Map<String, AgentRunner> runners,
      EventLog log,
      EngineClock clock,
      RandomGenerator random,
      Machine machine,
      Executor effects,
      List<Entry> past) {
    this(
        run,
        plan,
        planFile,
        folder,
        workspace,
        runners,
        log,
        clock,
        random,
        machine,
        effects,
        past,
        Ladder.NONE);
  }

  /// On a machine that never runs short.
  public RunSetup(
      String run,
      Plan plan,
      String planFile,
      Path folder,
      Workspace workspace,
      Map<String, AgentRunner> runners,
      EventLog log,
      EngineClock clock,
      RandomGenerator random,
      Executor effects,
      List<Entry> past) {
    this(
        run,
        plan,
        planFile,
        folder,
        workspace,
        runners,
        log,
        clock,
        random,
        Machine.BOUNDLESS,
        effects,
        past);
  }

  public RunSetup {
    runners = Map.copyOf(runners);
    past = List.copyOf(past);
  }
}
