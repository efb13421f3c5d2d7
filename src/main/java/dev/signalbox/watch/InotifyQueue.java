package dev.signalbox.watch;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.signalbox.process.CLibrary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One queue of inotify(7) with the folders it tells of, by the C library. Names are UTF-8, as git
/// takes them, whatever the locale is: Java would not give them back in every one.
///
/// For one thread at a time.
final class InotifyQueue implements AutoCloseable {
  static final int ACCESS = 0x1;
  static final int MODIFY = 0x2;
  static final int ATTRIB = 0x4;
  static final int CLOSE_WRITE = 0x8;
  static final int CLOSE_NOWRITE = 0x10;
  static final int OPEN = 0x20;
  static final int MOVED_FROM = 0x40;
  static final int MOVED_TO = 0x80;
  static final int CREATE = 0x100;
  static final int DELETE = 0x200;
  static final int OVERFLOW = 0x4000;
  static final int IGNORED = 0x8000;
  static final int FOLDER = 0x4000_0000;

  private static final int ONLY_FOLDERS = 0x100_0000;
  private static final int NO_LINKS = 0x200_0000;

  /// Nothing more of a file that has no name any more: another may have it by then.
  private static final int NO_UNLINKED = 0x400_0000;

  private static final int ALL = 0x3ff | ONLY_FOLDERS | NO_LINKS | NO_UNLINKED;

  private static final int DO_NOT_WAIT = 0x800;
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final long BUFFER = 64 * 1024;
  private static final int LONGEST_EVENT = 16 + 256;

  /// `struct inotify_event`: watch, mask, cookie, length of the name, name.
  private static final int EVENT_NAME = 16;

  /// `struct linux_dirent64`.
  private static final int ENTRY_LENGTH = 16;

  private static final int ENTRY_TYPE = 18;
  private static final int ENTRY_NAME = 19;

  private static final Optional<Calls> CALLS = Calls.bind();

  private static final Charset PLATFORM =
      Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"), Charset.defaultCharset());

  private final Calls calls = CALLS.orElseThrow();
  private final byte[] root;
  private final MemorySegment error;
  private final MemorySegment memory;
  private final ByteBuffer buffer;
  private final int descriptor;

  private InotifyQueue(Path root) throws IOException {
    this.root = root.toString().getBytes(PLATFORM);
    Arena arena = Arena.ofAuto();
    this.error = arena.allocate(CLibrary.ERROR);
    this.memory = arena.allocate(BUFFER, Long.BYTES);
    this.buffer = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    this.descriptor =
        call(() -> (int) calls.init().invokeExact(error, DO_NOT_WAIT | CLOSE_ON_EXEC));
    if (descriptor < 0) {
      throw failed("inotify_init1(2)");
    }
  }

  static boolean isThere() {
    return CALLS.isPresent();
  }

  /// @param root the folder that all paths are relative to
  static InotifyQueue open(Path root) throws IOException {
    return new InotifyQueue(root);
  }

  /// What happens to a file.
  interface Events {
    /// @param watch the folder's number; negative where it concerns none
    /// @param cookie the same for both ends of a move
    /// @param name in the folder; empty where it concerns the folder itself
    void happened(int watch, int mask, int cookie, String name) throws IOException;
  }

  /// An entry of a folder.
  ///
  /// @param kind what it surely is
  record Listed(String name, Kind kind) {
    enum Kind {
      FILE,
      FOLDER,
      LINK,
      OTHER,
      UNKNOWN
    }

    boolean mayBeFolder() {
      return kind == Kind.FOLDER || kind == Kind.UNKNOWN;
    }
  }

  /// Tells of the folder `path` from now on; reads and writes in it, not below.
  ///
  /// @return its number, the same as before where it is a folder known already
  int watch(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = place(arena, path);
      int watch = call(() -> (int) calls.add().invokeExact(error, descriptor, name, ALL));
      if (watch < 0) {
        throw failed("inotify_add_watch(2)");
      }
      return watch;
    }
  }

  /// What is in the folder `path`. Itself read like any folder: events tell of it.
  List<Listed> list(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = place(arena, path);
      int folder =
          call(() -> (int) calls.open().invokeExact(error, name, DO_NOT_WAIT | CLOSE_ON_EXEC));
      if (folder < 0) {
        throw failed("open(2)");
      }
      try {
        return list(folder);
      } finally {
        call(() -> (int) calls.close().invokeExact(error, folder));
      }
    }
  }

  private List<Listed> list(int folder) throws IOException {
    List<Listed> entries = new ArrayList<>();
    while (true) {
      long count = callLong(() -> (long) calls.list().invokeExact(error, folder, memory, BUFFER));
      if (count < 0) {
        throw failed("getdents64(2)");
      }
      if (count == 0) {
        return entries;
      }
      for (int at = 0; at < count; at += Short.toUnsignedInt(buffer.getShort(at + ENTRY_LENGTH))) {
        String name = memory.getString(at + ENTRY_NAME);
        if (!name.equals(".") && !name.equals("..")) {
          entries.add(new Listed(name, kind(buffer.get(at + ENTRY_TYPE))));
        }
      }
    }
  }

  private static Listed.Kind kind(byte type) {
    return switch (type) {
      case 0 -> Listed.Kind.UNKNOWN;
      case 4 -> Listed.Kind.FOLDER;
      case 8 -> Listed.Kind.FILE;
      case 10 -> Listed.Kind.LINK;
      default -> Listed.Kind.OTHER;
    };
  }

  /// Takes what has happened out of the queue.
  ///
  /// @return whether there may be more
  boolean take(Events events) throws IOException {
    long count = callLong(() -> (long) calls.read().invokeExact(error, descriptor, memory, BUFFER));
    if (count < 0) {
      int number = CLibrary.errorIn(error);
      if (number == SystemCallException.TRY_AGAIN || number == SystemCallException.INTERRUPTED) {
        return number == SystemCallException.INTERRUPTED;
      }
      throw failed("read(2)");
    }
    byte[] happened = new byte[(int) count];
    buffer.get(0, happened);
    ByteBuffer all = ByteBuffer.wrap(happened).order(ByteOrder.nativeOrder());
    for (int at = 0; at < count; ) {
      int length = all.getInt(at + 12);
      events.happened(
          all.getInt(at),
          all.getInt(at + 4),
          all.getInt(at + 8),
          length == 0 ? "" : text(happened, at + EVENT_NAME));
      at += EVENT_NAME + length;
    }
    return count > BUFFER - LONGEST_EVENT;
  }

  private static String text(byte[] bytes, int from) {
    int to = from;
    while (bytes[to] != 0) {
      to++;
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  private MemorySegment place(Arena arena, String path) {
    byte[] below = path.getBytes(StandardCharsets.UTF_8);
    MemorySegment whole = arena.allocate(root.length + below.length + 2L);
    MemorySegment.copy(root, 0, whole, JAVA_BYTE, 0, root.length);
    if (below.length > 0) {
      whole.set(JAVA_BYTE, root.length, (byte) '/');
      MemorySegment.copy(below, 0, whole, JAVA_BYTE, root.length + 1L, below.length);
    }
    return whole;
  }

  private SystemCallException failed(String call) {
    return new SystemCallException(call, CLibrary.errorIn(error));
  }

  int descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    call(() -> (int) calls.close().invokeExact(error, descriptor));
  }

  private interface Call {
    int make() throws Throwable;
  }

  private interface LongCall {
    long make() throws Throwable;
  }

  private static int call(Call call) {
    return (int) callLong(call::make);
  }

  private static long callLong(LongCall call) {
    try {
      return call.make();
    } catch (Throwable t) {
      throw new IllegalStateException("The C library could not be called.", t);
    }
  }

  /// The functions of the C library, each with the place for its error before its arguments.
  private record Calls(
      MethodHandle init,
      MethodHandle add,
      MethodHandle read,
      MethodHandle open,
      MethodHandle list,
      MethodHandle close) {

    static Optional<Calls> bind() {
      try {
        FunctionDescriptor one = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
        FunctionDescriptor into = FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
        return Optional.of(
            new Calls(
                bind("inotify_init1", one),
                bind(
                    "inotify_add_watch",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT)),
                bind("read", into),
                bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT)),
                bind("getdents64", into),
                bind("close", one)));
      } catch (java.util.NoSuchElementException e) {
        return Optional.empty();
      }
    }

    private static MethodHandle bind(String name, FunctionDescriptor signature) {
      return CLibrary.bindWithError(name, signature).orElseThrow();
    }
  }
}
