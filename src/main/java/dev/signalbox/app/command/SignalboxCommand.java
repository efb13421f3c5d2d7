package dev.signalbox.app.command;

import dev.signalbox.app.AppLog;
import dev.signalbox.app.CommandName;
import dev.signalbox.app.Opening;
import dev.signalbox.app.Runs;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.StateFolders;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `signalbox`, and what all its commands share.
@Command(
    name = "signalbox",
    mixinStandardHelpOptions = true,
    versionProvider = SignalboxCommand.Version.class,
    description =
        "Supervises agents that work in parallel on one git repository. Without a command it opens"
            + " the console.",
    footer = {
      "",
      "Exit codes: 0 all succeeded, 1 a task failed or was skipped,",
      "2 bad plan or usage, 3 stopped, waiting for a person, or refused",
      "by the run's state, 4 a certificate does not hold (verify), 130 interrupted",
      "(143 and 129: by TERM and HUP)."
    })
public final class SignalboxCommand implements Callable<Integer> {
  private static final Logger LOG = Logger.getLogger(SignalboxCommand.class.getName());

  @Spec private @Nullable CommandSpec spec;

  private final StateFolders folders;
  private final Path home;
  private final Window window;
  private final Terminal terminal;

  /// Opens the console and comes back when it is closed, with the exit code.
  @FunctionalInterface
  public interface Window {
    int open(StateFolders folders, Opening on);
  }

  /// @param home where the example plans lie
  public SignalboxCommand(StateFolders folders, Path home, Window window, Terminal terminal) {
    this.folders = folders;
    this.home = home;
    this.window = window;
    this.terminal = terminal;
  }

  /// Runs the command line.
  ///
  /// @return the exit code of the contract
  public static int execute(SignalboxCommand root, String... arguments) {
    CommandLine line = new CommandLine(root);
    Subcommands.neededFor(arguments).forEach(line::addSubcommand);
    line.setOut(new PrintWriter(root.terminal.out(), true));
    line.setErr(new PrintWriter(root.terminal.err(), true));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(SignalboxCommand::misused);
    line.setExecutionExceptionHandler((e, command, parsed) -> root.failed(e));
    return line.execute(arguments);
  }

  @Override
  public Integer call() {
    return openConsole(new Opening.Nothing());
  }

  StateFolders folders() {
    return folders;
  }

  /// The journal; what happened to it is said at once.
  Journal journal() throws JournalException {
    Journal journal = Journal.open(folders.journal());
    tellOfDamage();
    return journal;
  }

  /// The id of the run that people name so; what happened to the journal is said at once.
  String id(String run) throws SetupException {
    try {
      return Runs.id(folders, run);
    } finally {
      tellOfDamage();
    }
  }

  /// Says what was found wrong with the journal, unless it was said before.
  void tellOfDamage() {
    Runs.damage(folders).ifPresent(terminal::error);
  }

  Path home() {
    return home;
  }

  Terminal terminal() {
    return terminal;
  }

  /// The console, or one line on why there can be none.
  int openConsole(Opening on) {
    @Nullable String obstacle = Display.obstacle(terminal.environment());
    if (obstacle != null) {
      terminal.error(
          obstacle
              + " Use `%s` to run a plan here.".formatted(CommandName.with("run PLAN --headless")));
      return 3;
    }
    return window.open(folders, on);
  }

  private static int misused(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    command.getErr().println("signalbox: " + e.getMessage());
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr())) {
      command.getErr().println("See `" + command.getCommandSpec().qualifiedName() + " --help`.");
    }
    return 2;
  }

  private int failed(Exception e) {
    if (e instanceof SetupException) {
      terminal.error(String.valueOf(e.getMessage()));
      return 2;
    }
    LOG.log(Level.SEVERE, "A command failed", e);
    terminal.error(
        "An unexpected error (%s); %s has the rest."
            .formatted(e.getClass().getSimpleName(), AppLog.file(folders)));
    return 3;
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      @Nullable String version = SignalboxCommand.class.getPackage().getImplementationVersion();
      return new String[] {"signalbox " + (version == null ? "(not packaged)" : version)};
    }
  }
}
