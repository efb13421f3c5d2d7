package dev.signalbox.workspace;

import dev.signalbox.process.ProcessGroup;
import dev.signalbox.process.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Runs a command of the plan's own (set-up, teardown, check), or a hook of the repository, and
/// ends it whole.
final class PlanCommand {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Supervisor processes;

  PlanCommand(Supervisor processes) {
    this.processes = processes;
  }

  /// How it went.
  ///
  /// @param exit its exit code; empty where it took longer than it may
  /// @param tail the end of what it printed
  record Ended(OptionalInt exit, String tail) {
    boolean succeeded() {
      return exit.isPresent() && exit.getAsInt() == 0;
    }
  }

  /// @param command for the shell
  Ended run(
      String command,
      Path directory,
      Map<String, String> environment,
      Path log,
      @Nullable Duration timeout)
      throws WorkspaceException, InterruptedException {
    return run(List.of("/bin/sh", "-c", command), directory, environment, log, timeout);
  }

  Ended run(
      List<String> command,
      Path directory,
      Map<String, String> environment,
      Path log,
      @Nullable Duration timeout)
      throws WorkspaceException, InterruptedException {
    try (ProcessGroup group = processes.start(command, directory, environment, log)) {
      try {
        OptionalInt exit =
            timeout == null ? OptionalInt.of(group.waitFor()) : group.waitFor(timeout);
        if (exit.isEmpty()) {
          group.terminate(GRACE);
        }
        return new Ended(exit, group.tail());
      } catch (InterruptedException e) {
        group.terminate(GRACE);
        throw e;
      }
    } catch (IOException e) {
      throw new WorkspaceException(
          "`" + command.getLast() + "` could not be run in " + directory + ": " + e.getMessage(),
          e);
    }
  }
}
