package dev.signalbox.app;

import dev.signalbox.app.check.CycleProblem;
import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.plan.Problem;
import dev.signalbox.workspace.SampleRepository;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What has to hold of a plan before a run of it starts.
final class PlanChecks {
  private PlanChecks() {}

  /// The plan of `file`.
  ///
  /// @throws SetupException with every error and its place, where it cannot be used
  static Plan usable(PlanFile file) throws SetupException {
    Plan plan = file.plan();
    if (plan == null) {
      StringBuilder text = new StringBuilder("The plan cannot be used.");
      file.problems().stream()
          .filter(problem -> problem.severity() == Problem.Severity.ERROR)
          .forEach(problem -> text.append('\n').append(problem));
      throw new SetupException(text.toString());
    }
    try {
      new DependencyResolver(plan.undeclared()).addAll(plan.tasks()).graph();
    } catch (CycleException e) {
      throw new SetupException(CycleProblem.of(file, e).toString(), e);
    }
    return plan;
  }

  /// The repository a run of `plan` works on; a sample is copied first.
  static Path repository(PlanFile file, Plan plan, Path runFolder)
      throws WorkspaceException, InterruptedException {
    Path folder = folder(file);
    if (plan.sample() != null) {
      Path copy = runFolder.resolve("repository");
      SampleRepository.create(folder.resolve(plan.sample()).normalize(), copy, System.getenv());
      return copy;
    }
    return repository(folder, plan);
  }

  /// The repository of a plan in `folder` that has no sample.
  static Path repository(Path folder, Plan plan) {
    return plan.repository() == null ? folder : folder.resolve(plan.repository()).normalize();
  }

  /// What the paths of a plan file are relative to.
  static Path folder(PlanFile file) {
    Path folder = file.path().toAbsolutePath().normalize().getParent();
    return folder == null ? Path.of("").toAbsolutePath() : folder;
  }

  /// What the workspace found, with the place in the plan that is at fault.
  static SetupException explained(PlanFile file, WorkspaceException e) {
    String key = e.planKey();
    String sentence = e.getMessage();
    return new SetupException(key == null ? sentence : file.error(key, sentence, "").toString(), e);
  }

  /// The journal holds no value of an agent's environment; a resumed run takes them from the plan
  /// file as it is now.
  static Plan withSecrets(Plan plan, String planFile) throws SetupException {
    boolean needed = plan.agents().values().stream().anyMatch(agent -> !agent.env().isEmpty());
    if (!needed) {
      return plan;
    }
    Path path = Path.of(planFile);
    Plan now = Files.isRegularFile(path) ? new PlanReader().read(path).plan() : null;
    if (now == null) {
      throw new SetupException(
          "The plan %s cannot be read any more, and only it has the environment of the agents."
              .formatted(planFile));
    }
    Map<String, Agent> agents = new LinkedHashMap<>();
    plan.agents().forEach((id, agent) -> agents.put(id, now.agents().getOrDefault(id, agent)));
    return plan.withAgents(agents);
  }
}
