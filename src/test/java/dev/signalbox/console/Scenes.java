package dev.signalbox.console;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.Gate;
import dev.signalbox.workspace.Sealed;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Moments of a run of the test plan.
final class Scenes {
  private Scenes() {}

  /// As in the pictures: two landed, three run, one asks, one failed.
  static void midRun(TestConsole test) {
    FakeRun run = test.run;
    ManualClock clock = test.clock;
    run.emit(new Event.BecameReady("translate-docs"), new Event.BecameReady("changelog"));
    run.landsWhole("schema", "AGT-001", 42);
    run.runs("api-invoices", "AGT-002", 1);
    run.landsWhole("seed-data", "AGT-001", 18);
    run.runsAgain("changelog", "AGT-004", 1);
    clock.advance(9);
    run.fails("changelog", 1, 3, "exit 3");
    run.emit(
        new Event.RetryScheduled(
            "changelog", FailureReason.EXIT, "exit 3", 1, clock.instant().plusSeconds(5)));
    clock.advance(9);
    run.emit(new Event.RetryDue("changelog"));
    run.runsAgain("changelog", "AGT-004", 2);
    run.runs("api-customers", "AGT-003", 1);
    clock.advance(8);
    run.fails("changelog", 2, 3, "exit 3: the log of changes is not at hand");
    run.emit(
        new Event.TaskFailed(
            "changelog", FailureReason.EXIT, "exit 3: the log of changes is not at hand"));
    clock.advance(29);
    run.runsAgain("translate-docs", "AGT-004", 1);
    run.emit(new Event.BecameReady("rename-money"));
    clock.advance(54);
    run.prints("api-invoices", 1, log());
  }

  /// The invoices have landed, so that their page asks.
  static void asking(TestConsole test) {
    FakeRun run = test.run;
    run.ends(
        "api-invoices",
        1,
        Map.of("route", "/invoices"),
        new Sealed.Change('A', "src/billing/invoices/Route.java", 41, 0),
        new Sealed.Change('M', "src/billing/invoices/Total.java", 6, 2));
    run.merges("api-invoices").lands("api-invoices");
    run.asks("web-invoices", Gate.BEFORE, "The plan asks you before web-invoices starts.");
    test.clock.advance(72);
  }

  static void conflict(TestConsole test) {
    FakeRun run = test.run;
    run.ends(
        "api-customers", 1, Map.of(), new Sealed.Change('M', "src/billing/Invoice.java", 9, 4));
    run.emit(new Event.Queued("api-customers", ""));
    run.emit(new Event.MergeStarted("api-customers", "9c1d52e0aa12"));
    run.conflicts(
        "api-customers",
        "api-invoices",
        "src/billing/Invoice.java",
        "CONFLICT (content): Merge conflict in src/billing/Invoice.java");
    run.emit(
        new Event.RetryScheduled(
            "api-customers",
            FailureReason.CONFLICT,
            "src/billing/Invoice.java changed meanwhile",
            0,
            test.clock.instant().plus(Duration.ofSeconds(4))));
  }

  /// Three are at work: two change the same lines, and two the same file.
  static void live(TestConsole test) {
    test.run.emit(
        new Event.ConflictSeen(
            "api-customers",
            new Conflict(
                Conflict.Kind.TEXT,
                List.of("api-customers", "api-invoices"),
                List.of("src/billing/Invoice.java", "src/billing/Money.java"),
                "CONFLICT (content): Merge conflict in src/billing/Invoice.java\n"
                    + "CONFLICT (content): Merge conflict in src/billing/Money.java",
                List.of(
                    hunk("src/billing/Invoice.java", 41, 3, 44, 5),
                    hunk("src/billing/Money.java", 12, 1, 12, 2)),
                Map.of())),
        new Event.ConflictSeen(
            "translate-docs",
            new Conflict(
                Conflict.Kind.FILE,
                List.of("translate-docs", "api-customers"),
                List.of("docs/billing.md"),
                "")));
  }

  /// What came to the base does not fit one at work nor what has landed, and was not merged.
  static void base(TestConsole test) {
    String base = Conflict.base("main");
    test.run.emit(
        new Event.BaseMoved("9d41c07be2aa5f10", 2, "3f9c2e1b7a0d4c55"),
        new Event.ConflictSeen(
            "api-customers",
            new Conflict(
                Conflict.Kind.TEXT,
                List.of("api-customers", base),
                List.of("src/billing/Invoice.java"),
                "CONFLICT (content): Merge conflict in src/billing/Invoice.java",
                List.of(hunk("src/billing/Invoice.java", 41, 3, 44, 5)),
                Map.of())),
        new Event.ConflictSeen(
            "schema",
            new Conflict(
                Conflict.Kind.TEXT,
                List.of("schema", base),
                List.of("db/schema.sql"),
                "CONFLICT (content): Merge conflict in db/schema.sql")),
        new Event.ConflictSeen(
            "translate-docs",
            new Conflict(
                Conflict.Kind.FILE,
                List.of("translate-docs", base),
                List.of("docs/billing.md"),
                "")),
        new Event.BaseMergeStarted("9d41c07be2aa5f10", "9c1d52e0aa6", ""),
        new Event.BaseNotMerged(
            "9d41c07be2aa5f10",
            "it does not fit in db/schema.sql",
            Event.BaseNotMerged.Cause.CONFLICT));
  }

  private static Conflict.Hunk hunk(String path, int left, int lines, int right, int others) {
    return new Conflict.Hunk(
        path, new Conflict.Lines(left, lines), new Conflict.Lines(right, others));
  }

  /// Many at work at once, and some of them in each other's way.
  static void crowd(TestConsole test, int tasks) {
    for (int i = 0; i < tasks; i++) {
      test.run.runs("task-" + i, "AGT-%03d".formatted(1 + i % 6), 1);
    }
    for (int i = 1; i < tasks; i++) {
      for (int j = 0; j < i; j++) {
        if ((i * 7 + j * 13) % 23 == 0) {
          test.run.emit(
              new Event.ConflictSeen(
                  "task-" + i,
                  new Conflict(
                      (i + j) % 3 == 0 ? Conflict.Kind.TEXT : Conflict.Kind.FILE,
                      List.of("task-" + i, "task-" + j),
                      List.of("src/part%d/Main.java".formatted(j)),
                      "")));
        }
      }
    }
    test.clock.advance(75);
  }

  /// Some landed, one failed, some were skipped.
  static void ended(TestConsole test) {
    FakeRun run = test.run;
    for (String task : new String[] {"api-invoices", "api-customers", "translate-docs"}) {
      run.ends(task, 1, Map.of(), new Sealed.Change('M', "src/" + task + ".java", 9, 4));
      run.merges(task).lands(task);
    }
    run.landsWhole("web-customers", "AGT-003", 90);
    run.asks("web-invoices", Gate.BEFORE, "The plan asks you before web-invoices starts.");
    run.emit(
        new Event.Rejected("web-invoices", Gate.BEFORE, "ada", "the page is drawn anew next week"));
    for (String task : new String[] {"reports", "e2e-tests", "release"}) {
      run.emit(new Event.TaskSkipped(task, "web-invoices"));
    }
    run.runsAgain("rename-money", "AGT-001", 1);
    run.ends("rename-money", 1, Map.of());
    run.emit(new Event.Landed("rename-money", "", Isolation.SERIALIZABLE));
    run.ends(dev.signalbox.engine.RunOutcome.FAILED, "changelog failed");
  }

  static String log() {
    StringBuilder text = new StringBuilder();
    text.append("+ ./scripts/api.sh invoices\n");
    for (int i = 1; i <= 24; i++) {
      text.append("[%02d/24] src/billing/invoices/Route%d.java written\n".formatted(i, i));
    }
    text.append("running the unit tests of billing …\n");
    return text.toString();
  }
}
