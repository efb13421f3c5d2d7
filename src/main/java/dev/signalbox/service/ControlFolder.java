package dev.signalbox.service;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the sockets of runs lie: `RUN.sock` in a folder that only its owner may enter.
///
/// A socket's path has room for about a hundred bytes (104 on macOS, 108 on Linux). Where the
/// folder lies too deep for that, the socket lies in a short folder of its own and `RUN.path` says
/// where.
public final class ControlFolder {
  private static final int MOST_BYTES = 100;

  private final Path folder;
  private final List<Path> shortFolders;

  /// @param shortFolders where a socket may lie for which `folder` is too deep, the first first
  ControlFolder(Path folder, List<Path> shortFolders) {
    this.folder = folder.toAbsolutePath();
    this.shortFolders = List.copyOf(shortFolders);
  }

  /// @param environment for `XDG_RUNTIME_DIR`, the better place for what does not outlive a login
  public static ControlFolder of(Path folder, Map<String, String> environment) {
    List<Path> shortFolders = new ArrayList<>();
    String runtime = environment.get("XDG_RUNTIME_DIR");
    if (runtime != null && Path.of(runtime).isAbsolute() && Files.isDirectory(Path.of(runtime))) {
      shortFolders.add(Path.of(runtime));
    }
    shortFolders.add(Path.of(System.getProperty("java.io.tmpdir")));
    return new ControlFolder(folder, shortFolders);
  }

  /// A socket that others can connect to until it is closed.
  record Listening(
      ServerSocketChannel channel, Path socket, @Nullable Path note, @Nullable Path shortFolder)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
      Files.deleteIfExists(socket);
      if (note != null) {
        Files.deleteIfExists(note);
      }
      if (shortFolder != null) {
        Files.deleteIfExists(shortFolder);
      }
    }
  }

  /// Listens for `run`. A socket that lies there already is one of a process that died: whoever
  /// listens for a run holds its lock.
  Listening listen(String run) throws IOException {
    makePrivate(folder);
    removeStale(run);
    Path socket = socketFile(run);
    if (fits(socket)) {
      return new Listening(bind(socket), socket, null, null);
    }
    for (Path each : shortFolders) {
      if (!fits(each.resolve("signalbox-1234567890123456789").resolve("s"))) {
        continue;
      }
      // Made for its owner alone, under a name nobody can have taken before.
      Path own = Files.createTempDirectory(each, "signalbox-");
      Path within = own.resolve("s");
      Path note = noteFile(run);
      Files.writeString(note, within.toString());
      return new Listening(bind(within), within, note, own);
    }
    throw new IOException(
        "No folder is short enough for a socket; set XDG_RUNTIME_DIR or TMPDIR to a short one");
  }

  /// Where the socket of `run` lies, if somebody listens for it or did until it died.
  Optional<Path> find(String run) throws IOException {
    Path socket = socketFile(run);
    if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(socket);
    }
    try {
      Path noted = Path.of(Files.readString(noteFile(run)));
      return Files.exists(noted, LinkOption.NOFOLLOW_LINKS) ? Optional.of(noted) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private void removeStale(String run) throws IOException {
    Optional<Path> stale = find(run);
    if (stale.isPresent()) {
      if (!Files.readAttributes(stale.get(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther()) {
        throw new IOException(stale.get() + " is in the way; it is no socket");
      }
      Files.delete(stale.get());
      if (!folder.equals(stale.get().getParent())) {
        Files.deleteIfExists(stale.get().resolveSibling(""));
      }
    }
    Files.deleteIfExists(noteFile(run));
  }

  private static ServerSocketChannel bind(Path socket) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    boolean bound = false;
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      if (hasPermissions(socket)) {
        // Until here the folder alone keeps others out.
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
      }
      bound = true;
      return channel;
    } finally {
      if (!bound) {
        channel.close();
      }
    }
  }

  private static void makePrivate(Path folder) throws IOException {
    Files.createDirectories(folder);
    if (hasPermissions(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  private static boolean hasPermissions(Path path) {
    return Files.getFileAttributeView(path, PosixFileAttributeView.class) != null;
  }

  private static boolean fits(Path socket) {
    return socket.toString().getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
  }

  private Path socketFile(String run) {
    return folder.resolve(plain(run) + ".sock");
  }

  private Path noteFile(String run) {
    return folder.resolve(plain(run) + ".path");
  }

  /// Ids are plain words; anything else must not lead out of the folder.
  private static String plain(String run) {
    return run.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
