package dev.signalbox.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Plans and runs of many tasks.
final class LargePlan {
  private LargePlan() {}

  /// Tasks in columns of ten, each after two of the column before.
  static Path write(Path folder, int tasks) {
    StringBuilder text = new StringBuilder("name: large\nparallel: 6\nagents:\n");
    for (int agent = 1; agent <= 6; agent++) {
      text.append("  AGT-%03d: { kind: shell, capacity: 2 }\n".formatted(agent));
    }
    text.append("tasks:\n");
    for (int i = 0; i < tasks; i++) {
      text.append("  - { id: task-%d, agent: AGT-%03d, run: \"true\"".formatted(i, 1 + i % 6));
      text.append(", writes: [src/part%d/**]".formatted(i % 80));
      if (i >= 10) {
        text.append(", depends_on: [task-%d, task-%d]".formatted(i - 10, i - 1 - i % 10));
      }
      text.append(" }\n");
    }
    try {
      return Files.writeString(folder.resolve("large.yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A third has landed, six run.
  static void midRun(TestConsole test, int tasks) {
    int landed = tasks / 30 * 10;
    for (int i = 0; i < landed; i++) {
      test.run.landsWhole("task-" + i, "AGT-%03d".formatted(1 + i % 6), 1);
    }
    for (int i = landed; i < landed + 6; i++) {
      test.run.runs("task-" + i, "AGT-%03d".formatted(1 + i % 6), 1);
    }
    test.clock.advance(75);
  }
}
