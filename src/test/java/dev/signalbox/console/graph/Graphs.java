package dev.signalbox.console.graph;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.engine.TaskState;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.Provenance;
import dev.signalbox.graph.TaskGraph;
import dev.signalbox.plan.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/// Graphs for tests: the twelve tasks of the pictures, and large ones.
final class Graphs {
  static final Instant NOW = Instant.parse("2026-11-24T16:00:00Z");
  static final List<String> AGENTS = List.of("AGT-001", "AGT-002", "AGT-003", "AGT-004");
  static final List<String> CRITICAL =
      List.of("schema", "api-invoices", "web-invoices", "e2e-tests", "release");

  private Graphs() {}

  static Task task(String id, int agent, String description) {
    return new Task(id, AGENTS.get(agent - 1), description, Map.of());
  }

  /// The plan of the pictures.
  static TaskGraph billing() {
    List<Task> tasks =
        List.of(
            task("schema", 1, "Add the billing schema")
                .withClaims(claims(List.of(), List.of("db/schema.sql"))),
            task("seed-data", 1, "Seed customers and invoices")
                .withClaims(claims(List.of("db/schema.sql"), List.of("src/money/seed.sql"))),
            task("api-invoices", 2, "Invoices over HTTP")
                .withClaims(claims(List.of(), List.of("src/money/Invoice.java")))
                .after("schema"),
            task("api-customers", 3, "Customers over HTTP")
                .withClaims(claims(List.of(), List.of("src/money/Invoice.java")))
                .after("schema"),
            task("translate-docs", 4, "Translate the guide")
                .withClaims(claims(List.of(), List.of("docs/**"))),
            task("rename-money", 1, "Rename Money to Amount")
                .withClaims(
                    claims(
                        List.of("src/money/seed.sql", "src/money/I*.java"),
                        List.of("src/amount/**")))
                .after(),
            new Task(
                    "web-invoices",
                    "AGT-002",
                    "Show totals and tax on the invoice page",
                    Map.of("route", "${tasks.api-invoices.output.route}"))
                .withClaims(claims(List.of(), List.of("web/invoices/**"))),
            task("web-customers", 3, "The customers page")
                .withClaims(claims(List.of(), List.of("web/customers/**")))
                .after("api-customers"),
            task("reports", 2, "Monthly reports")
                .withClaims(claims(List.of(), List.of("reports/**")))
                .after("web-invoices", "rename-money"),
            task("e2e-tests", 1, "Tests from end to end")
                .withClaims(claims(List.of(), List.of("e2e/**")))
                .after("web-invoices", "web-customers"),
            task("changelog", 4, "Write the changelog")
                .withClaims(claims(List.of(), List.of("CHANGELOG.md"))),
            task("release", 1, "Cut the release")
                .withClaims(claims(List.of(), List.of("VERSION")))
                .after("reports", "e2e-tests"));
    return new DependencyResolver()
        .addAll(tasks)
        .graph()
        .withDependency("translate-docs", "changelog", Provenance.ADDED);
  }

  static Map<String, NodeLook> billingLooks() {
    Map<String, NodeLook> looks = new HashMap<>();
    looks.put("schema", NodeLook.still(TaskState.LANDED, "AGT-001", "0:42", ""));
    looks.put("seed-data", NodeLook.still(TaskState.LANDED, "AGT-001", "0:18", ""));
    looks.put("api-invoices", running("AGT-002", 127, 190));
    looks.put("api-customers", running("AGT-003", 91, 160));
    looks.put("translate-docs", running("AGT-004", 54, 90));
    looks.put(
        "rename-money",
        NodeLook.still(
            TaskState.WAITING,
            "AGT-001",
            "waits: claim",
            "api-invoices holds src/money/Invoice.java since 15:57."));
    looks.put(
        "web-invoices",
        NodeLook.still(
            TaskState.ASKING_START,
            "AGT-002",
            "waits for you",
            "The plan asks you before it starts."));
    looks.put("web-customers", NodeLook.still(TaskState.WAITING, "AGT-003", "waits: 1 task", ""));
    looks.put(
        "reports", new NodeLook(TaskState.WAITING, "AGT-002", "held by you", "", null, null, true));
    looks.put("e2e-tests", NodeLook.still(TaskState.WAITING, "AGT-001", "waits: 2 tasks", ""));
    looks.put("changelog", NodeLook.still(TaskState.FAILED, "AGT-004", "failed 2 of 3", ""));
    looks.put("release", NodeLook.still(TaskState.WAITING, "AGT-001", "waits: 3 tasks", ""));
    return looks;
  }

  static List<ConflictLook> billingConflicts() {
    return List.of(
        new ConflictLook(
            "c1",
            List.of("api-invoices", "api-customers"),
            "conflict · 2 paths",
            "api-invoices and api-customers change the same 2 hunks of Invoice.java"));
  }

  static final List<String> MANY_AGENTS =
      java.util.stream.IntStream.rangeClosed(1, 12).mapToObj("AGT-%03d"::formatted).toList();

  /// Tasks that may write the same paths in any order, and a state of every kind.
  static TaskGraph excluding() {
    List<Task> tasks = new ArrayList<>();
    String[] ids = {
      "rewrite-parser",
      "a-name-too-long-for-its-box-by-far",
      "format-sources",
      "skipped-one",
      "cancelled-one",
      "rejected-one",
      "ready-one",
      "queued-one",
      "retrying-one",
      "preparing-one",
      "landing-decision",
      "sealing-one"
    };
    for (int i = 0; i < ids.length; i++) {
      tasks.add(
          new Task(ids[i], MANY_AGENTS.get(i), "", Map.of())
              .withClaims(claims(List.of(), List.of(i < 4 ? "src/**" : "out/" + i + "/**"))));
    }
    return new DependencyResolver().addAll(tasks).graph();
  }

  static Map<String, NodeLook> excludingLooks() {
    TaskState[] states = {
      TaskState.WAITING,
      TaskState.RUNNING,
      TaskState.CHECKING,
      TaskState.SKIPPED,
      TaskState.CANCELLED,
      TaskState.REJECTED,
      TaskState.READY,
      TaskState.QUEUED,
      TaskState.BACKING_OFF,
      TaskState.PREPARING,
      TaskState.ASKING_DECISION,
      TaskState.SEALING
    };
    Map<String, NodeLook> looks = new HashMap<>();
    int i = 0;
    for (Task task : excluding().tasks()) {
      TaskState state = states[i++];
      looks.put(
          task.id(),
          NodeLook.still(state, task.agent(), dev.signalbox.report.StateGlyph.word(state), ""));
    }
    return looks;
  }

  static NodeLook running(String agent, long elapsed, long expected) {
    return NodeLook.running(
        TaskState.RUNNING, agent, NOW.minusSeconds(elapsed), Duration.ofSeconds(expected));
  }

  /// A layered graph: each task comes after up to three of the `width` tasks before it.
  static TaskGraph large(int count, int width) {
    Random random = new Random(7);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TreeSet<Integer> before = new TreeSet<>();
      int layer = i / width;
      for (int k = 0; layer > 0 && k < 1 + random.nextInt(2); k++) {
        int back = random.nextInt(10) == 0 ? Math.min(layer, 3) : 1;
        before.add(Math.min(i - 1, (layer - back) * width + near(random, i % width, width)));
      }
      tasks.add(
          task("task-" + i, 1 + i % 4, "Number " + i)
              .after(before.stream().map(b -> "task-" + b).toArray(String[]::new)));
    }
    return new DependencyResolver().addAll(tasks).graph();
  }

  private static int near(Random random, int at, int width) {
    return Math.clamp(at + random.nextInt(5) - 2, 0, width - 1);
  }

  static Map<String, NodeLook> largeLooks(TaskGraph graph) {
    TaskState[] late = {TaskState.RUNNING, TaskState.READY, TaskState.FAILED, TaskState.QUEUED};
    Map<String, NodeLook> looks = new HashMap<>();
    int count = graph.tasks().size();
    int i = 0;
    for (Task task : graph.tasks()) {
      TaskState state = TaskState.WAITING;
      if (i < count / 3) {
        state = TaskState.LANDED;
      } else if (i < count / 2) {
        state = late[i % late.length];
      }
      looks.put(
          task.id(),
          state == TaskState.RUNNING
              ? running(task.agent(), 20 + i % 90, 120)
              : NodeLook.still(state, task.agent(), "waits: 2 tasks", ""));
      i++;
    }
    return looks;
  }

  static Claims claims(List<String> reads, List<String> writes) {
    return new Claims(
        reads.stream().map(Glob::parse).toList(), writes.stream().map(Glob::parse).toList());
  }
}
