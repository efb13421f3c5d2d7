package dev.signalbox.app.command;

import dev.signalbox.app.CommandName;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// How a person answers what a task asks: with a letter at the run's terminal, or with a command
/// elsewhere. A gate takes yes or no; whether something is to be done again or dropped is no such
/// question.
final class Answers {
  private Answers() {}

  /// What can be typed after the question.
  static String choices(String run, TaskStatus status) {
    if (status.state() != TaskState.ASKING_DECISION) {
      return "[y]es, [n]o";
    }
    String again = status.isUnsigned() ? "[r]etry" : "[r]un again";
    return status.undecided().isPresent()
        ? "%s, [d]rop, or `%s` in another terminal"
            .formatted(again, command("resolve", run, status.id()))
        : again + ", [d]rop";
  }

  /// What the person typed means, if anything.
  static Optional<Command> typed(String line, TaskStatus status, String by) {
    String word = line.strip().toLowerCase(Locale.ROOT);
    boolean decision = status.state() == TaskState.ASKING_DECISION;
    List<String> yes = decision ? List.of("r", "run again", "retry") : List.of("y", "yes");
    List<String> no = decision ? List.of("d", "drop") : List.of("n", "no");
    return yes.contains(word)
        ? Optional.of(new Command.Approve(status.id(), by, ""))
        : no.contains(word)
            ? Optional.of(new Command.Reject(status.id(), by, ""))
            : Optional.empty();
  }

  static String unclear(TaskState state) {
    return state == TaskState.ASKING_DECISION
        ? "Neither of the two. Type r or d."
        : "Neither yes nor no. Type y or n.";
  }

  /// The commands that answer.
  ///
  /// @param conflict whether there is one to resolve
  static String byCommand(String run, String task, TaskState state, boolean conflict) {
    if (state != TaskState.ASKING_DECISION) {
      return command("approve", run, task) + " (or reject)";
    }
    return conflict
        ? command("resolve", run, task) + ", or approve (runs it again), or reject (drops it)"
        : command("approve", run, task) + " (tries it again), or reject (drops it)";
  }

  private static String command(String name, String run, String task) {
    return CommandName.with("%s %s %s".formatted(name, run, task));
  }
}
