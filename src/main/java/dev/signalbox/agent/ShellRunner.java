package dev.signalbox.agent;

import dev.signalbox.plan.DurationText;
import dev.signalbox.process.ExitCode;
import dev.signalbox.process.ProcessGroup;
import dev.signalbox.process.Supervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Does tasks by a shell command.
///
/// The command runs in the work tree, in a session of its own, with no terminal and empty input,
/// and everything it prints goes to the attempt's log. `${input.KEY}` and `${tasks.ID.output.KEY}`
/// arrive as variables (see [ShellWriter]); every other `$` is the shell's. It leaves outputs in
/// the files that `SIGNALBOX_OUTPUTS` and `SIGNALBOX_OUTPUTS_JSON` name.
public final class ShellRunner implements AgentRunner {
  /// The exit code of an attempt whose command ended with 0 and left outputs that cannot be read.
  public static final int BAD_OUTPUTS = 65;

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int SUMMARY = 200;

  /// The quoting of these is understood.
  private static final Set<String> FAMILY =
      Set.of("sh", "bash", "dash", "ash", "ksh", "mksh", "oksh", "yash", "zsh");

  /// Set where Signalbox itself was started by a git hook; they would lead an agent's git out of
  /// its work tree and into the user's repository.
  private static final Set<String> LEADS_ASTRAY =
      Set.of(
          "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_PREFIX",
          "GIT_COMMON_DIR",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_NAMESPACE",
          "OLDPWD");

  private final Supervisor processes;
  private final Map<String, String> inherited;
  private final Clock clock;

  /// @param processes starts the commands; whoever made it closes it
  public ShellRunner(Supervisor processes) {
    this(processes, System.getenv(), Clock.systemDefaultZone());
  }

  /// @param inherited the environment that every command starts from
  public ShellRunner(Supervisor processes, Map<String, String> inherited) {
    this(processes, inherited, Clock.systemDefaultZone());
  }

  /// @param inherited the environment that every command starts from
  /// @param clock what times of day in agents' words are read by
  public ShellRunner(Supervisor processes, Map<String, String> inherited, Clock clock) {
    this.processes = processes;
    this.inherited = Map.copyOf(inherited);
    this.clock = clock;
  }

  @Override
  public AgentOutcome run(AgentRequest request) throws InterruptedException, AgentException {
    ShellOutputs outputs = makeRoom(request);
    Map<String, String> environment = environment(request, outputs);
    String run = request.task().run();
    if (run == null || run.isBlank()) {
      throw new AgentException(
          "Task %s has no command, and agent %s runs commands. Give it a `run:`."
              .formatted(request.task().id(), request.agent().id()));
    }
    Path shell = shell(request, environment);
    ShellValues values = new ShellValues(request.task(), request.values());
    values.mustBeEncodable(run, "its command");
    if (ShellValues.anyIn(run) && !FAMILY.contains(shell.getFileName().toString())) {
      throw new AgentException(
          ("Task %s: %s is not a shell whose quoting is known, so no values can be put into its"
                  + " commands. Use sh, bash, dash, ksh or zsh for tasks with ${…}.")
              .formatted(request.task().id(), shell));
    }
    String command = ShellWriter.write(run, values);
    environment.putAll(values.environment());
    try (ProcessGroup group =
        start(request, List.of(shell.toString(), "-c", command), environment)) {
      Duration silence = request.task().silence();
      OptionalInt exit = await(group, silence);
      if (exit.isEmpty() && silence != null) {
        return AgentOutcome.silent(
            join(
                sentence("printed nothing for " + DurationText.format(silence), group.remarks()),
                OneLine.last(group.tail(), SUMMARY)));
      }
      Optional<LimitSign> limit =
          LimitSign.in(
              request.agent().limit(),
              exit.orElse(-1),
              group.tail(),
              clock.instant(),
              clock.getZone());
      return limit.isPresent()
          ? AgentOutcome.limited(
              exit.orElse(-1), OneLine.last(group.tail(), SUMMARY), limit.get().until())
          : outcome(exit.orElse(-1), group, outputs);
    }
  }

  /// Waits for its end, and ends it when it is silent for too long or this thread is interrupted.
  private static OptionalInt await(ProcessGroup group, @Nullable Duration silence)
      throws InterruptedException {
    try {
      if (silence == null) {
        return OptionalInt.of(group.waitFor());
      }
      OptionalInt exit = group.waitForUnlessSilent(silence);
      if (exit.isEmpty()) {
        group.terminate(GRACE);
      }
      return exit;
    } catch (InterruptedException e) {
      group.terminate(GRACE);
      InterruptedException told = new InterruptedException(sentence("", group.remarks()));
      told.initCause(e);
      throw told;
    }
  }

  private static AgentOutcome outcome(int exit, ProcessGroup group, ShellOutputs outputs) {
    String last = OneLine.last(group.tail(), SUMMARY);
    String unkept =
        group
            .logProblem()
            .map(e -> "its output could not be kept: " + OneLine.of(String.valueOf(e), SUMMARY))
            .orElse("");
    if (exit != 0) {
      String how = sentence(ExitCode.inWords(exit), group.remarks());
      return AgentOutcome.failure(exit, join(how, join(last, unkept)));
    }
    try {
      List<String> remarks = new ArrayList<>(group.remarks());
      remarks.add(unkept);
      return new AgentOutcome(0, outputs.read(), last).remarking(sentence("", remarks));
    } catch (ShellOutputs.Unusable e) {
      return AgentOutcome.failure(BAD_OUTPUTS, e.getMessage() + ".");
    }
  }

  private static String sentence(String first, List<String> others) {
    return Stream.concat(Stream.of(first), others.stream())
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private static String join(String first, String second) {
    return first.isEmpty() ? second : second.isEmpty() ? first : first + ": " + second;
  }

  private static ShellOutputs makeRoom(AgentRequest request) throws AgentException {
    try {
      Path log = request.log().toAbsolutePath().getParent();
      if (log != null && !Files.isDirectory(log)) {
        Files.createDirectories(log);
      }
      return ShellOutputs.beside(request.scratch());
    } catch (IOException e) {
      throw new AgentException(
          "Task %s cannot start: its folder %s cannot be written (%s). Make room, or give yourself access."
              .formatted(request.task().id(), request.scratch(), e.getMessage()),
          e);
    }
  }

  private ProcessGroup start(
      AgentRequest request, List<String> command, Map<String, String> environment)
      throws AgentException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    try {
      return processes.start(command, request.directory(), environment, request.log());
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      String remedy =
          message.contains("error=7")
              ? "Its command and values are too long; put them into files."
              : "See that its work tree %s is there and that this machine can start processes."
                  .formatted(request.directory());
      throw new AgentException(
          "Task %s could not be started: %s. %s"
              .formatted(request.task().id(), OneLine.of(message, SUMMARY), remedy),
          e);
    }
  }

  private Map<String, String> environment(AgentRequest request, ShellOutputs outputs)
      throws AgentException {
    Map<String, String> environment = new HashMap<>(inherited);
    environment.keySet().removeAll(LEADS_ASTRAY);
    environment.keySet().removeIf(name -> name.startsWith("SIGNALBOX_"));
    environment.put("PWD", request.directory().toAbsolutePath().toString());
    environment.putAll(request.agent().env());
    environment.putAll(request.environment());
    environment.put("SIGNALBOX_RUN", request.run());
    environment.put("SIGNALBOX_TASK", request.task().id());
    environment.put("SIGNALBOX_ATTEMPT", Integer.toString(request.attempt()));
    environment.put("SIGNALBOX_AGENT", request.agent().id());
    environment.put("SIGNALBOX_OUTPUTS", outputs.lines().toString());
    environment.put("SIGNALBOX_OUTPUTS_JSON", outputs.json().toString());
    for (Map.Entry<String, String> entry : environment.entrySet()) {
      if (entry.getValue().indexOf('\0') >= 0) {
        throw new AgentException(
            "Task %s: the value of %s holds a zero byte, which no environment can carry."
                .formatted(request.task().id(), entry.getKey()));
      }
    }
    return environment;
  }

  private static Path shell(AgentRequest request, Map<String, String> environment)
      throws AgentException {
    String name = request.agent().shell();
    Stream<Path> places =
        name.equals("sh")
            ? Stream.of(Path.of("/bin/sh"))
            : name.contains("/")
                ? Stream.of(request.directory().resolve(name))
                : Stream.of(environment.getOrDefault("PATH", "/usr/bin:/bin").split(":"))
                    .filter(folder -> folder.startsWith("/"))
                    .map(folder -> Path.of(folder, name));
    return places
        .filter(Files::isRegularFile)
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () ->
                new AgentException(
                    "Agent %s wants the shell %s, which is not on this machine. Install it, or name another in `shell:`."
                        .formatted(request.agent().id(), name)));
  }
}
