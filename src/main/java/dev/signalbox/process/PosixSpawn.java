package dev.signalbox.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Starts programs by posix_spawn(3), on Linux with glibc 2.34 or newer: no helper of Java's and no
/// `setsid` are run in between, which is most of what a short one costs.
final class PosixSpawn implements Launcher {
  private static final short SET_SIGNAL_MASK = 0x08;
  private static final short SET_SESSION = 0x80;
  private static final short NOTHING_SET = 0;
  private static final int EMPTY = -1;

  /// More than a program says as a rule: to some it is an error where that cannot be written.
  private static final int FILLED_BY_ERRORS = 16 << 20;

  private static final int FIRST_OTHER_DESCRIPTOR = 3;

  /// More than either structure has on any machine.
  private static final long STRUCTURE = 1024;

  private static final int SIGNAL_SET = 128;

  private static final Charset NAMES =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), Charset.defaultCharset());

  private final Calls calls;
  private final Reaper reaper;

  private PosixSpawn(Calls calls, Reaper reaper) {
    this.calls = calls;
    this.reaper = reaper;
  }

  /// This way, where the system has it.
  static Optional<PosixSpawn> permitted() {
    if (!System.getProperty("os.name").equals("Linux")
        || !OutputPipe.isThere()
        || !MemoryFile.isThere()) {
      return Optional.empty();
    }
    Optional<Calls> calls = Calls.bind();
    Optional<Reaper> reaper = calls.isEmpty() ? Optional.empty() : Reaper.open();
    return reaper.map(found -> new PosixSpawn(calls.orElseThrow(), found));
  }

  @Override
  public Started start(List<String> command, Path directory, Map<String, String> environment)
      throws IOException {
    OutputPipe pipe = OutputPipe.open();
    boolean started = false;
    try {
      Streams streams = new Streams(EMPTY, pipe.descriptor(), pipe.descriptor());
      Process process = spawn(command, directory, environment, streams, SET_SESSION);
      started = true;
      return new Started(process, pipe.reader());
    } finally {
      if (started) {
        pipe.handedOver();
      } else {
        pipe.close();
      }
    }
  }

  @Override
  public ShortCommand.Ended run(ShortCommand command) throws IOException, InterruptedException {
    byte[] given = command.input();
    try (@Nullable MemoryFile input = given.length == 0 ? null : MemoryFile.containing(given);
        MemoryFile output = MemoryFile.toPrintInto(command.most());
        MemoryFile errors = MemoryFile.toPrintInto(FILLED_BY_ERRORS)) {
      Streams streams =
          new Streams(
              input == null ? EMPTY : input.descriptor(), output.descriptor(), errors.descriptor());
      Process process =
          spawn(command.words(), command.directory(), command.environment(), streams, NOTHING_SET);
      try {
        return new ShortCommand.Ended(
            process.waitFor(),
            output.beginning(command.most()),
            output.printed() <= command.most(),
            errors.beginning(ShortCommand.MOST_ERRORS));
      } finally {
        ShortCommand.end(process);
      }
    }
  }

  /// Descriptors of this process that become the standard streams of another.
  private record Streams(int input, int output, int errors) {}

  private Process spawn(
      List<String> command,
      Path directory,
      Map<String, String> environment,
      Streams streams,
      short session)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment pid = arena.allocate(JAVA_INT);
      MemorySegment actions = arena.allocate(STRUCTURE, 16);
      MemorySegment attributes = arena.allocate(STRUCTURE, 16);
      calls.prepare(arena, actions, attributes, streams, directory, session);
      MemorySegment arguments = strings(arena, command);
      int error =
          calls.spawn(
              pid,
              arguments.get(ADDRESS, 0),
              actions,
              attributes,
              arguments,
              strings(
                  arena,
                  environment.entrySet().stream()
                      .map(entry -> entry.getKey() + "=" + entry.getValue())
                      .toList()));
      calls.release(actions, attributes);
      if (error != 0) {
        throw new IOException(
            "Cannot run %s in %s: error=%d".formatted(command.getFirst(), directory, error));
      }
      return reaper.watch(pid.get(JAVA_INT, 0));
    }
  }

  private static MemorySegment strings(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      array.setAtIndex(ADDRESS, i, string(arena, texts.get(i)));
    }
    return array;
  }

  private static MemorySegment string(Arena arena, String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("A zero byte cannot be part of a command.");
    }
    byte[] bytes = text.getBytes(NAMES);
    MemorySegment string = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, string, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes.length);
    return string;
  }

  /// The functions of the C library; see posix_spawn(3).
  private record Calls(
      MethodHandle spawn,
      MethodHandle initActions,
      MethodHandle destroyActions,
      MethodHandle addOpen,
      MethodHandle addDup,
      MethodHandle addCloseFrom,
      MethodHandle addChdir,
      MethodHandle initAttributes,
      MethodHandle destroyAttributes,
      MethodHandle setFlags,
      MethodHandle setMask) {

    static Optional<Calls> bind() {
      try {
        FunctionDescriptor one = FunctionDescriptor.of(JAVA_INT, ADDRESS);
        FunctionDescriptor number = FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT);
        FunctionDescriptor two = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
        return Optional.of(
            new Calls(
                bind(
                    "posix_spawnp",
                    FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
                bind("posix_spawn_file_actions_init", one),
                bind("posix_spawn_file_actions_destroy", one),
                bind(
                    "posix_spawn_file_actions_addopen",
                    FunctionDescriptor.of(
                        JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT)),
                bind(
                    "posix_spawn_file_actions_adddup2",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT)),
                bind("posix_spawn_file_actions_addclosefrom_np", number),
                bind("posix_spawn_file_actions_addchdir_np", two),
                bind("posix_spawnattr_init", one),
                bind("posix_spawnattr_destroy", one),
                bind(
                    "posix_spawnattr_setflags",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_SHORT)),
                bind("posix_spawnattr_setsigmask", two)));
      } catch (java.util.NoSuchElementException e) {
        return Optional.empty();
      }
    }

    private static MethodHandle bind(String name, FunctionDescriptor signature) {
      return CLibrary.bind(name, signature).orElseThrow();
    }

    // Java's threads block signals that a command must get.
    void prepare(
        Arena arena,
        MemorySegment actions,
        MemorySegment attributes,
        Streams streams,
        Path directory,
        short session)
        throws IOException {
      try {
        int failed = (int) initActions.invokeExact(actions);
        if (streams.input == EMPTY) {
          failed |= (int) addOpen.invokeExact(actions, 0, arena.allocateFrom("/dev/null"), 0, 0);
        } else {
          failed |= (int) addDup.invokeExact(actions, streams.input, 0);
        }
        failed |= (int) addDup.invokeExact(actions, streams.output, 1);
        failed |= (int) addDup.invokeExact(actions, streams.errors, 2);
        failed |= (int) addCloseFrom.invokeExact(actions, FIRST_OTHER_DESCRIPTOR);
        failed |= (int) addChdir.invokeExact(actions, string(arena, directory.toString()));
        failed |= (int) initAttributes.invokeExact(attributes);
        failed |= (int) setFlags.invokeExact(attributes, (short) (session | SET_SIGNAL_MASK));
        failed |= (int) setMask.invokeExact(attributes, arena.allocate(SIGNAL_SET, 16));
        if (failed != 0) {
          throw new IOException("A command could not be prepared: error=" + failed);
        }
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Throwable t) {
        throw new IllegalStateException("posix_spawn(3) could not be prepared.", t);
      }
    }

    int spawn(
        MemorySegment pid,
        MemorySegment program,
        MemorySegment actions,
        MemorySegment attributes,
        MemorySegment arguments,
        MemorySegment environment) {
      try {
        return (int) spawn.invokeExact(pid, program, actions, attributes, arguments, environment);
      } catch (Throwable t) {
        throw new IllegalStateException("posix_spawn(3) could not be called.", t);
      }
    }

    void release(MemorySegment actions, MemorySegment attributes) {
      try {
        int ignored = (int) destroyActions.invokeExact(actions);
        ignored = (int) destroyAttributes.invokeExact(attributes);
      } catch (Throwable t) {
        throw new IllegalStateException("posix_spawn(3) could not be finished.", t);
      }
    }
  }
}
