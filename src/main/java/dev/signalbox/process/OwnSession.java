package dev.signalbox.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Words in front of a command that put it into a session and a process group of its own. The
/// program they start replaces itself by the command, so the process id stays the same.
final class OwnSession {
  private static final List<String> WORDS = find();

  private OwnSession() {}

  static List<String> words() {
    return WORDS;
  }

  static List<String> byPerl(String perl) {
    return List.of(
        perl, "-MPOSIX", "-e", "POSIX::setsid(); exec { $ARGV[0] } @ARGV or exit 127", "--");
  }

  // Windows has neither sessions nor groups, macOS has no setsid, but perl.
  private static List<String> find() {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return List.of();
    }
    return program("setsid")
        .map(List::of)
        .or(() -> program("perl").map(OwnSession::byPerl))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Neither setsid nor perl is on this machine; one of them is needed to run"
                        + " commands that can be ended whole."));
  }

  private static Optional<String> program(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/bin";
    return Stream.of(path.split(":", -1))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
