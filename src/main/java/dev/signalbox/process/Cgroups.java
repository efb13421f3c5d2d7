package dev.signalbox.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// Gives each command a control group (cgroup v2) of its own, below the one this process is in.
/// Nothing leaves it by `setsid`, a double fork or another environment; the kernel kills it whole.
/// No controller is switched on: nothing is limited or accounted. A group that has emptied serves
/// the next command, since to make and remove one costs more than to enter it.
///
/// See the kernel's documentation, `admin-guide/cgroup-v2`.
final class Cgroups implements Containment {
  private static final Logger LOG = Logger.getLogger(Cgroups.class.getName());
  private static final String NAME = "signalbox.";
  private static final String PROCESSES = "cgroup.procs";
  private static final int DEEPEST = 12;
  private static final int LONGEST_EVENTS = 256;

  /// A process writes itself into the group, then becomes the command: what it starts is in the
  /// group from its first instant.
  private static final List<String> ENTER = List.of("/bin/sh", "-c", "echo 0 >\"$0\"; exec \"$@\"");

  private final Path mount;
  private final Path session;
  private final Markers otherwise;

  /// As many as commands ran at once.
  private final Queue<Group> free = new ConcurrentLinkedQueue<>();

  private final AtomicBoolean told = new AtomicBoolean();

  private Cgroups(Path mount, Path session, Markers otherwise) {
    this.mount = mount;
    this.session = session;
    this.otherwise = otherwise;
  }

  /// Control groups, where this process may make them and move processes into them. That is tried.
  ///
  /// @param otherwise for a command whose group cannot be made
  static Optional<Cgroups> permitted(String run, String session, Markers otherwise) {
    for (Mounted mounted : mounts(ProcFs.read(Path.of("/proc/self/mountinfo")))) {
      Optional<Path> own = mounted.directory(ProcFs.read(Path.of("/proc/self/cgroup")));
      if (own.isPresent()) {
        Cgroups groups =
            new Cgroups(mounted.point(), own.get().resolve(NAME + run + "." + session), otherwise);
        if (groups.isPermitted()) {
          return Optional.of(groups);
        }
        groups.close();
      }
    }
    return Optional.empty();
  }

  /// Where cgroup v2 is mounted.
  ///
  /// @param root the group that is seen at `point`
  record Mounted(String root, Path point) {

    /// The directory of the group that `/proc/self/cgroup` names.
    Optional<Path> directory(String selfCgroup) {
      String under = root.equals("/") ? "/" : root + "/";
      return selfCgroup
          .lines()
          .filter(line -> line.startsWith("0::/"))
          .map(line -> line.substring(3))
          .filter(path -> !path.startsWith("/..") && (path + "/").startsWith(under))
          .map(path -> point.resolve(path.substring(Math.min(path.length(), under.length()))))
          .filter(Files::isDirectory)
          .findFirst();
    }
  }

  /// @param mountinfo see proc_pid_mountinfo(5): `… ROOT POINT OPTIONS … - TYPE SOURCE …`
  static List<Mounted> mounts(String mountinfo) {
    List<Mounted> mounts = new ArrayList<>();
    for (String line : mountinfo.split("\n")) {
      int dash = line.indexOf(" - ");
      if (dash >= 0 && line.startsWith("cgroup2 ", dash + 3)) {
        String[] fields = line.split(" ");
        mounts.add(new Mounted(unescaped(fields[3]), Path.of(unescaped(fields[4]))));
      }
    }
    return mounts;
  }

  private static String unescaped(String field) {
    return field.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }

  private boolean isPermitted() {
    Path trial = session.resolve("trial");
    try {
      Files.createDirectory(session);
      Files.createDirectory(trial);
      List<String> command = new ArrayList<>(ENTER);
      command.set(2, "echo 0 >\"$0\"");
      command.add(trial.resolve(PROCESSES).toString());
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().clear();
      Process process = builder.start();
      process.getInputStream().readAllBytes();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      LOG.log(Level.FINE, "No control groups of our own", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      remove(trial);
    }
  }

  @Override
  public Cell open(Mark mark) {
    for (Group used = free.poll(); used != null; used = free.poll()) {
      if (used.isFree()) {
        return used;
      }
      used.giveUp();
    }
    try {
      return new Group(Files.createDirectory(session.resolve(Long.toString(mark.number()))));
    } catch (IOException e) {
      // There may be as many as the machine allows.
      LOG.log(
          told.getAndSet(true) ? Level.FINE : Level.INFO,
          "A command has no control group of its own",
          e);
      return otherwise.open(mark);
    }
  }

  @Override
  public List<ProcessHandle> leftBy(Earlier earlier) {
    Stream<ProcessHandle> inGroups =
        of(earlier).stream().flatMap(group -> processes(group).stream());
    return Stream.concat(inGroups, otherwise.leftBy(earlier).stream()).distinct().toList();
  }

  @Override
  public void clearAfter(Earlier earlier) {
    of(earlier).forEach(Cgroups::remove);
  }

  /// The groups that earlier sessions of a run made, wherever they were started.
  private List<Path> of(Earlier earlier) {
    String run = NAME + earlier.run() + ".";
    try (Stream<Path> all =
        Files.find(
            mount,
            DEEPEST,
            (path, attributes) ->
                attributes.isDirectory()
                    && String.valueOf(path.getFileName()).startsWith(run)
                    && !path.equals(session))) {
      return all.toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      LOG.log(Level.FINE, "Looking for control groups of earlier sessions", e);
      return List.of();
    }
  }

  @Override
  public String place() {
    return session.toString();
  }

  @Override
  public void close() {
    for (Group last = free.poll(); last != null; last = free.poll()) {
      last.giveUp();
    }
    remove(session);
  }

  private static List<ProcessHandle> processes(Path group) {
    List<ProcessHandle> found = new ArrayList<>();
    for (Path directory : tree(group)) {
      for (String pid : ProcFs.read(directory.resolve(PROCESSES)).split("\n")) {
        if (!pid.isEmpty()) {
          ProcessHandle.of(Long.parseLong(pid))
              .filter(handle -> !ProcFs.isZombie(handle.pid()))
              .ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /// A group and those that its processes made in it, the deepest first.
  private static List<Path> tree(Path group) {
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> inner = Files.newDirectoryStream(group, Files::isDirectory)) {
      inner.forEach(path -> all.addAll(tree(path)));
    } catch (IOException e) {
      LOG.log(Level.FINE, "A control group has gone", e);
    }
    all.add(group);
    return all;
  }

  private static void remove(Path group) {
    try {
      // As a rule nothing was made in it, and to look would cost more.
      Files.deleteIfExists(group);
      return;
    } catch (IOException e) {
      LOG.log(Level.FINE, "A control group has others in it", e);
    }
    for (Path directory : tree(group)) {
      try {
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        // Something in it cannot be ended yet; the next session of the run removes it.
        LOG.log(Level.FINE, "A control group stays for now", e);
      }
    }
  }

  private final class Group implements Cell {
    private final Path directory;

    /// Stays open: to look into it is all that a command which leaves nothing behind needs.
    private final RandomAccessFile events;

    Group(Path directory) throws IOException {
      this.directory = directory;
      this.events = new RandomAccessFile(directory.resolve("cgroup.events").toFile(), "r");
    }

    @Override
    public List<String> entering(List<String> command) {
      String processes = directory.resolve(PROCESSES).toString();
      if (isText(command)) {
        // The shell that it starts with anyway enters by itself.
        String enter = "echo 0 >'" + processes.replace("'", "'\\''") + "'; ";
        return List.of(command.getFirst(), "-c", enter + command.getLast());
      }
      List<String> words = new ArrayList<>(ENTER);
      words.add(processes);
      words.addAll(command);
      return words;
    }

    /// Whether it is a text for a plain shell. Others may read files of their user's first, and
    /// start something there.
    private boolean isText(List<String> command) {
      return command.size() == 3
          && (command.getFirst().equals("sh") || command.getFirst().endsWith("/sh"))
          && command.get(1).equals("-c");
    }

    @Override
    public boolean isInPlace() {
      return true;
    }

    @Override
    public List<ProcessHandle> members(long leader) {
      return events().contains("populated 0") ? List.of() : processes(directory);
    }

    /// Whether it is there, and the next command may enter: one may have stopped its own group, and
    /// whoever came after would stand still.
    private boolean isFree() {
      String now = events();
      return now.contains("populated 0") && !now.contains("frozen 1");
    }

    /// Empty where it cannot be looked into.
    private synchronized String events() {
      byte[] text = new byte[LONGEST_EVENTS];
      try {
        events.seek(0);
        int length = Math.max(0, events.read(text));
        return new String(text, 0, length, StandardCharsets.US_ASCII);
      } catch (IOException e) {
        LOG.log(Level.FINE, "A control group cannot be looked into", e);
        return "";
      }
    }

    @Override
    public void kill() {
      try {
        Files.write(directory.resolve("cgroup.kill"), "1".getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // Before Linux 5.14: the caller kills each.
        LOG.log(Level.FINE, "No cgroup.kill", e);
      }
    }

    @Override
    public void close() {
      if (isFree()) {
        free.add(this);
      } else {
        giveUp();
      }
    }

    private synchronized void giveUp() {
      try {
        events.close();
      } catch (IOException e) {
        LOG.log(Level.FINE, "Closing a control group's file", e);
      }
      remove(directory);
    }
  }
}
