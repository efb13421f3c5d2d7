package dev.signalbox.app.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The commands of `signalbox`. To be told of all of them takes picocli longer than most of them
/// take, so where one is named it is told of that one.
final class Subcommands {
  private Subcommands() {}

  /// What picocli has to know to understand `arguments`.
  static List<Class<?>> neededFor(String... arguments) {
    return arguments.length == 0
        ? List.of()
        : named(arguments[0]).map(List::<Class<?>>of).orElseGet(Subcommands::all);
  }

  /// In the order of the help.
  static List<Class<?>> all() {
    return List.of(
        ConsoleCommand.class,
        RunCommand.class,
        CheckCommand.class,
        SimulateCommand.class,
        ConflictsCommand.class,
        VerifyCommand.class,
        ResumeCommand.class,
        RunsCommand.class,
        ShowCommand.class,
        ReportCommand.class,
        GcCommand.class,
        ApproveCommand.class,
        RejectCommand.class,
        ResolveCommand.class,
        ReorderCommand.class,
        PriorityCommand.class,
        YieldCommand.class,
        DependCommand.class,
        ParallelCommand.class,
        PauseCommand.class,
        ContinueCommand.class,
        DrainCommand.class,
        StopCommand.class,
        CancelCommand.class,
        RetryCommand.class,
        DemoCommand.class,
        CommandLine.HelpCommand.class);
  }

  /// Each is called as its class is.
  private static Optional<Class<?>> named(String word) {
    if (!word.matches("[a-z]+")) {
      return Optional.empty();
    }
    String name = Character.toUpperCase(word.charAt(0)) + word.substring(1) + "Command";
    try {
      Class<?> found = Class.forName(Subcommands.class.getPackageName() + "." + name);
      Command says = found.getAnnotation(Command.class);
      return says == null || !says.name().equals(word) || found == SignalboxCommand.class
          ? Optional.empty()
          : Optional.of(found);
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
