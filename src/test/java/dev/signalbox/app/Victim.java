package dev.signalbox.app;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The process that is killed: starts a run, or goes on with the one there is, and says what
/// happens.
final class Victim {
  private Victim() {}

  public static void main(String[] args) throws Exception {
    StateFolders folders = new StateFolders(Path.of(args[0]), Path.of(args[1]));
    System.out.println("up");
    try (RunSession session = open(folders, Path.of(args[2]))) {
      session.subscribe(
          entries -> {
            for (Entry entry : entries) {
              switch (entry.event()) {
                case Event.Landed e -> System.out.println("landed " + e.task());
                case Event.AttemptPrepared e -> System.out.println("runs " + e.task());
                default -> {}
              }
            }
          });
      session.ended().get();
    }
  }

  /// A run whose process died before the journal had its first entry is not there.
  static RunSession open(StateFolders folders, Path plan) throws Exception {
    boolean begun = false;
    if (Files.exists(folders.journal())) {
      try (Journal journal = Journal.open(folders.journal())) {
        begun = journal.latest().isPresent();
      }
    }
    return begun
        ? RunSession.resume(folders, "", RunOptions.DEFAULT)
        : RunSession.start(folders, new PlanReader().read(plan), RunOptions.DEFAULT);
  }

  static Process start(Scratch scratch, Path plan) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "-classpath",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Victim.class.getName(),
            scratch.folders.state().toString(),
            scratch.folders.config().toString(),
            plan.toString())
        .redirectError(scratch.root.resolve("victim.log").toFile())
        .start();
  }
}
