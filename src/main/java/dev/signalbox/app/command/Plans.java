package dev.signalbox.app.command;

import dev.signalbox.app.SetupException;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.plan.Problem;
import java.nio.file.Path;
import java.util.List;

/// Reads plans for commands, and says what is wrong with them.
final class Plans {
  private Plans() {}

  /// Reads a plan and prints its warnings.
  ///
  /// @throws SetupException with every error, a line each, where it cannot be used
  static PlanFile read(Path path, Terminal terminal) throws SetupException {
    PlanFile file = new PlanReader().read(path);
    if (file.plan() == null) {
      throw unusable(file.problems());
    }
    file.problems().forEach(problem -> terminal.err().println(problem));
    return file;
  }

  /// What is wrong with a plan that cannot run, a line each.
  static SetupException unusable(List<Problem> problems) {
    StringBuilder text = new StringBuilder("The plan cannot be used.");
    problems.stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .forEach(problem -> text.append('\n').append(problem));
    return new SetupException(text.toString());
  }
}
