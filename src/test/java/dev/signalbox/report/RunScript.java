package dev.signalbox.report;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.Gate;
import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.Sealed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes the log of a run that never was, as an engine would have: each step at a time of its own.
public final class RunScript {
  public static final Instant START = Instant.parse("2026-11-24T08:30:00Z");
  private final List<Entry> entries = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private Instant now = START;

  /// What follows happens `seconds` after the start.
  public RunScript at(double seconds) {
    now = START.plusMillis(Math.round(seconds * 1000));
    return this;
  }

  public RunScript add(Event event) {
    entries.add(new Entry(entries.size() + 1, now, event));
    return this;
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /// Ready, started, prepared.
  public RunScript start(String task, String agent) {
    int attempt = attempts.merge(task, 1, Integer::sum);
    if (attempt == 1) {
      add(new Event.BecameReady(task));
    }
    add(new Event.AttemptStarted(task, attempt, agent, "/logs/" + task + "." + attempt + ".log"));
    return add(new Event.AttemptPrepared(task, attempt, "/trees/" + task, commit("base"), 38, 0));
  }

  /// The command ends well, and changed `paths`: `A path`, `M path` or `D path`.
  public RunScript succeed(String task, String... paths) {
    int attempt = attempts.getOrDefault(task, 1);
    add(new Event.AttemptEnded(task, attempt, 0, null, "", Map.of()));
    return add(new Event.AttemptSealed(task, attempt, sealed(task, attempt, paths)));
  }

  public RunScript queue(String task) {
    return add(new Event.Queued(task, ""));
  }

  public RunScript merge(String task) {
    return add(new Event.MergeStarted(task, commit("head")));
  }

  public RunScript check(String task) {
    add(new Event.Merged(task, commit("head"), commit("tree " + task), "d", List.of()));
    return add(
        new Event.CheckStarted(task, commit("tree " + task), "/logs/check.log", List.of(task)));
  }

  /// Queued, merged, checked and landed, from a command that has ended.
  public RunScript land(String task) {
    queue(task).merge(task).check(task).add(new Event.CheckPassed(task, commit("tree " + task)));
    return moved(task);
  }

  public RunScript moved(String task) {
    add(new Event.LandingStarted(task, commit(task), commit("head")));
    return add(new Event.Landed(task, commit(task), Isolation.NOT_VALIDATED));
  }

  /// git cannot merge the change that waits in the queue.
  public RunScript conflict(String task, String other, String... paths) {
    merge(task);
    add(
        new Event.ConflictFound(
            task,
            new Conflict(
                Conflict.Kind.TEXT,
                List.of(task, other),
                List.of(paths),
                "changed the same lines of " + String.join(", ", paths) + " as " + other)));
    return add(
        new Event.RetryScheduled(
            task, FailureReason.CONFLICT, "runs again on what landed", 0, now));
  }

  public RunScript fail(String task, int exit, String detail) {
    int attempt = attempts.getOrDefault(task, 1);
    add(new Event.AttemptEnded(task, attempt, exit, FailureReason.EXIT, detail, Map.of()));
    return add(new Event.AttemptSealed(task, attempt, sealed(task, attempt)));
  }

  public RunScript retry(String task, int number, String detail) {
    return add(new Event.RetryScheduled(task, FailureReason.EXIT, detail, number, now));
  }

  public RunScript again(String task, String agent) {
    add(new Event.RetryDue(task));
    return start(task, agent);
  }

  public RunScript ask(String task, Gate gate, String question) {
    return add(new Event.ApprovalAsked(task, gate, "d", question));
  }

  public RunScript approve(String task, Gate gate, String by, String message) {
    return add(new Event.Approved(task, gate, "d", by, message));
  }

  /// Forty digits that stand for `name`.
  static String commit(String name) {
    StringBuilder digits = new StringBuilder();
    int seed = name.hashCode();
    while (digits.length() < 40) {
      seed = seed * 31 + 7;
      digits.append(String.format("%08x", seed));
    }
    return digits.substring(0, 40);
  }

  private static Sealed sealed(String task, int attempt, String... paths) {
    List<Sealed.Change> changes = new ArrayList<>();
    for (String path : paths) {
      int size = Math.floorMod(path.hashCode(), 90);
      boolean binary = path.endsWith(".png");
      changes.add(
          new Sealed.Change(
              path.charAt(0),
              path.substring(2),
              binary ? -1 : path.charAt(0) == 'D' ? 0 : size + 1,
              binary ? -1 : path.charAt(0) == 'A' ? 0 : size / 3));
    }
    return new Sealed(
        new AttemptKey("sample", task, attempt),
        commit("base"),
        changes.isEmpty() ? "" : commit("snapshot " + task),
        changes,
        List.of(),
        Reads.UNKNOWN);
  }
}
