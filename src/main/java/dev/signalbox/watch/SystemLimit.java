package dev.signalbox.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much of inotify(7) the system gives each of its users.
enum SystemLimit {
  QUEUED_EVENTS("max_queued_events"),
  INSTANCES("max_user_instances"),
  WATCHES("max_user_watches");

  private final String file;

  SystemLimit(String file) {
    this.file = file;
  }

  /// Its name and value, in brackets.
  String words() {
    try {
      String value = Files.readString(Path.of("/proc/sys/fs/inotify", file)).strip();
      return " (fs.inotify.%s is %s)".formatted(file, value);
    } catch (IOException e) {
      return " (fs.inotify.%s)".formatted(file);
    }
  }
}
