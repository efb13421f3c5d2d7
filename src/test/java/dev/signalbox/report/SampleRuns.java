package dev.signalbox.report;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.Gate;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.TaskState;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.BaseMoves;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.CommitPolicy;
import dev.signalbox.plan.ConflictPolicy;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.RetryPolicy;
import dev.signalbox.plan.StaleReads;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.plan.WorkspaceSetup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Logs of runs to look at and to test views with: each as an engine would have written it.
public final class SampleRuns {
  private SampleRuns() {}

  // ---- the plan ---------------------------------------------------------------------------------

  /// Twelve tasks for four agents, with every kind of edge.
  public static Plan addBilling() {
    return plan(
        "add-billing",
        4,
        List.of(
            agent("AGT-001", 2, "back end"),
            agent("AGT-002", 1, "invoices"),
            agent("AGT-003", 1, "customers"),
            agent("AGT-004", 1, "words")),
        List.of(
            writes(task("schema", "AGT-001", "Add the billing schema", 45), "db/schema.sql"),
            claims(
                task("seed-data", "AGT-001", "Write invoices to try things with", 20),
                "db/**",
                "db/seed/**"),
            writes(
                task("api-invoices", "AGT-002", "Serve invoices", 190).after("schema"),
                "api/invoices/**"),
            writes(
                task("api-customers", "AGT-003", "Serve customers", 160).after("schema"),
                "api/customers/**"),
            writes(
                task("translate-docs", "AGT-004", "Translate the guide into French", 90),
                "doc/fr/**"),
            claims(
                task("rename-money", "AGT-001", "Call amounts money everywhere", 40),
                "db/seed/**",
                "src/money/**"),
            writes(
                    task("web-invoices", "AGT-002", "Show totals and tax on the invoice page", 60)
                        .withInput(Map.of("route", "${tasks.api-invoices.output.route}")),
                    "web/invoices/**")
                .withApproval(Approval.BEFORE),
            writes(
                task("web-customers", "AGT-003", "Show customers", 50).after("api-customers"),
                "web/customers/**"),
            writes(
                task("reports", "AGT-002", "Monthly totals as a report", 40)
                    .after("web-invoices", "rename-money"),
                "reports/**"),
            writes(
                task("e2e-tests", "AGT-001", "Click through both pages", 45)
                    .after("web-invoices", "web-customers"),
                "e2e/**"),
            writes(
                    task("changelog", "AGT-004", "Write down what is new", 25)
                        .after("translate-docs"),
                    "CHANGELOG.md")
                .withRetries(new RetryPolicy(2, Duration.ofSeconds(5), 2, 0)),
            writes(
                    task("release", "AGT-001", "Call it version 2.0.0", 20)
                        .after("reports", "e2e-tests"),
                    "CHANGELOG.md",
                    "version.txt")
                .withApproval(Approval.LANDING)));
  }

  private static RunScript begin(Plan plan) {
    return new RunScript()
        .at(0)
        .add(
            new Event.RunStarted(
                "20261124-0830-add-billing",
                plan,
                "/home/ada/shop/plans/add-billing.yaml",
                "/home/ada/shop",
                RunScript.commit("base"),
                RunScript.commit("base"),
                List.of("3 uncommitted files are not seen by the agents, which start from main.")))
        .add(new Event.BaseCheckStarted(RunScript.commit("base"), "/logs/base.log"));
  }

  private static RunScript firstHalf() {
    return begin(addBilling())
        .at(0.1)
        .start("schema", "AGT-001")
        .start("translate-docs", "AGT-004")
        .at(6)
        .add(new Event.BaseChecked(true, ""))
        .at(42)
        .succeed("schema", "M db/schema.sql")
        .at(43)
        .queue("schema")
        .merge("schema")
        .check("schema")
        .at(46)
        .add(new Event.CheckPassed("schema", RunScript.commit("tree schema")))
        .moved("schema")
        .start("seed-data", "AGT-001")
        .start("api-invoices", "AGT-002")
        .at(48)
        .start("api-customers", "AGT-003")
        .at(64)
        .succeed("seed-data", "A db/seed/invoices.csv", "A db/seed/customers.csv")
        .at(66)
        .land("seed-data")
        .at(67)
        .start("rename-money", "AGT-001")
        .at(98)
        .succeed("translate-docs", "A doc/fr/index.md", "A doc/fr/invoices.md", "A doc/fr/seal.png")
        .at(101)
        .land("translate-docs")
        .start("changelog", "AGT-004")
        .at(112)
        .succeed("rename-money", "M src/money/amount.txt", "M api/invoices/total.txt")
        .at(120)
        .land("rename-money")
        .at(122)
        .fail("changelog", 3, "exit 3: no heading “Unreleased”")
        .retry("changelog", 1, "exit 3: no heading “Unreleased”")
        .at(127)
        .again("changelog", "AGT-004")
        .at(140)
        .fail("changelog", 3, "exit 3: no heading “Unreleased”")
        .retry("changelog", 2, "exit 3: no heading “Unreleased”");
  }

  /// The plan in mid-run: three commands run, one task landed with the others behind it, one tries
  /// again soon, one waits for a person.
  public static List<Entry> midRun() {
    return firstHalf()
        .at(141)
        .ask("web-invoices", Gate.BEFORE, "May web-invoices start?")
        .at(150)
        .again("changelog", "AGT-004")
        .at(170)
        .add(new Event.Noted("api-invoices and api-customers both write api/."))
        .entries();
  }

  /// The plan to its end, in two sessions: two conflicts, a check that failed, a task that failed
  /// for good, one a person rejected, one skipped.
  public static List<Entry> ended() {
    return firstHalf()
        .at(150)
        .again("changelog", "AGT-004")
        .at(163)
        .fail("changelog", 3, "exit 3: no heading “Unreleased”")
        .add(
            new Event.TaskFailed(
                "changelog", FailureReason.EXIT, "exit 3: no heading “Unreleased”"))
        .at(180)
        .add(new Event.Stopping("ada", "going home", RunOutcome.STOPPED))
        .at(182)
        .add(new Event.AttemptEnded("api-customers", 1, -1, FailureReason.STOPPED, "", Map.of()))
        .add(new Event.AttemptLost("api-customers", 1, FailureReason.STOPPED))
        .at(183)
        .succeed("api-invoices", "A api/invoices/list.txt", "M api/routes.txt")
        .at(184)
        .add(new Event.RunEnded(RunOutcome.STOPPED, "going home"))
        .at(52_000)
        .add(
            new Event.RunResumed(
                RunScript.commit("rename-money"),
                List.of("Went on with the run after it was stopped.")))
        .at(52_001)
        .start("api-customers", "AGT-003")
        .queue("api-invoices")
        .at(52_002)
        .conflict("api-invoices", "rename-money", "api/invoices/total.txt")
        .add(new Event.RetryDue("api-invoices"))
        .start("api-invoices", "AGT-002")
        .at(52_060)
        .succeed("api-invoices", "A api/invoices/list.txt", "M api/invoices/total.txt")
        .at(52_062)
        .land("api-invoices")
        .ask("web-invoices", Gate.BEFORE, "May web-invoices start?")
        .at(52_088)
        .approve("web-invoices", Gate.BEFORE, "ada", "the new route, please")
        .start("web-invoices", "AGT-002")
        .at(52_095)
        .succeed("api-customers", "A api/customers/list.txt", "M api/routes.txt")
        .queue("api-customers")
        .merge("api-customers")
        .check("api-customers")
        .at(52_101)
        .add(
            new Event.CheckFailed(
                "api-customers",
                RunScript.commit("tree api-customers"),
                "checking api/routes.txt\n"
                    + "  GET /invoices   ok\n"
                    + "  GET /customers  defined twice: lines 4 and 9\n"
                    + "1 problem\n"))
        .add(
            new Event.ConflictFound(
                "api-customers",
                new Conflict(
                    Conflict.Kind.CHECK,
                    List.of("api-customers", "api-invoices"),
                    List.of("api/routes.txt"),
                    "merged cleanly, and then the check failed: 1 problem")))
        .add(
            new Event.RetryScheduled(
                "api-customers", FailureReason.CHECK, "1 problem", 1, RunScript.START))
        .at(52_102)
        .again("api-customers", "AGT-003")
        .at(52_131)
        .succeed("web-invoices", "A web/invoices/index.html", "M web/style.css")
        .at(52_133)
        .land("web-invoices")
        .at(52_150)
        .succeed("api-customers", "A api/customers/list.txt")
        .at(52_154)
        .land("api-customers")
        .start("web-customers", "AGT-003")
        .start("reports", "AGT-002")
        .at(52_160)
        .add(new Event.Reordered(List.of("e2e-tests", "reports"), "ada"))
        .at(52_186)
        .succeed("reports", "A reports/monthly.txt")
        .queue("reports")
        .merge("reports")
        .check("reports")
        .at(52_190)
        .ask("reports", Gate.LANDING, "May reports land?")
        .at(52_197)
        .succeed("web-customers", "A web/customers/index.html", "D web/old.html")
        .at(52_215)
        .add(new Event.Rejected("reports", Gate.LANDING, "ada", "wait for the tax rates"))
        .add(new Event.TaskSkipped("release", "reports"))
        .at(52_216)
        .land("web-customers")
        .start("e2e-tests", "AGT-001")
        .at(52_250)
        .succeed("e2e-tests")
        .add(new Event.Landed("e2e-tests", "", Isolation.NOT_VALIDATED))
        .at(52_250.4)
        .add(new Event.RunEnded(RunOutcome.FAILED, "1 failed, 1 was rejected, 1 was skipped."))
        .entries();
  }

  /// The plan as one hopes: everything landed.
  public static List<Entry> succeeded() {
    RunScript script = begin(addBilling()).at(2).add(new Event.BaseChecked(true, ""));
    Map<String, Double> landed = new LinkedHashMap<>();
    Map<String, Double> free = new LinkedHashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Task task : addBilling().tasks()) {
      double from = free.getOrDefault(task.agent(), 0.1);
      for (String before : task.dependsOn()) {
        from = Math.max(from, landed.getOrDefault(before, 0.0));
      }
      if (task.id().equals("web-invoices")) {
        from = Math.max(from, landed.getOrDefault("api-invoices", 0.0) + 9);
      } else if (task.id().equals("seed-data")) {
        from = Math.max(from, landed.getOrDefault("schema", 0.0));
      }
      double took = seconds(task) * (0.7 + 0.05 * (task.id().length() % 9));
      double to = from + took;
      double end = to + 1.5;
      free.put(task.agent(), task.agent().equals("AGT-001") ? from + took / 2 : to);
      landed.put(task.id(), end);
      steps.add(new Step(from, s -> s.start(task.id(), task.agent())));
      steps.add(new Step(to, s -> s.succeed(task.id(), "M src/" + task.id() + ".txt")));
      steps.add(new Step(end, s -> s.land(task.id())));
    }
    steps.sort(java.util.Comparator.comparingDouble(Step::at));
    for (Step step : steps) {
      step.what().accept(script.at(step.at()));
    }
    return script.add(new Event.RunEnded(RunOutcome.SUCCEEDED, "")).entries();
  }

  private record Step(double at, java.util.function.Consumer<RunScript> what) {}

  private static double seconds(Task task) {
    Duration expect = task.expect();
    return expect == null ? 10 : expect.toSeconds();
  }

  /// `size` tasks in waves, each wave waiting for some of the one before, most of them landed.
  public static List<Entry> large(int size) {
    List<Task> tasks = new ArrayList<>();
    int wave = Math.max(6, size / 12);
    for (int i = 0; i < size; i++) {
      Task task = task("unit-%03d".formatted(i), "AGT-00" + (1 + i % 4), "Unit " + i, 10);
      if (i >= wave) {
        task =
            task.after("unit-%03d".formatted(i - wave), "unit-%03d".formatted(i - wave + (i % 3)));
      }
      tasks.add(task);
    }
    Plan plan =
        plan(
            "migrate",
            16,
            List.of(
                agent("AGT-001", 4, "a"),
                agent("AGT-002", 4, "b"),
                agent("AGT-003", 4, "c"),
                agent("AGT-004", 4, "d")),
            tasks);
    RunScript script = begin(plan).at(1).add(new Event.BaseChecked(true, ""));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < size * 9 / 10; i++) {
      Task task = tasks.get(i);
      double from = 1 + (i / 16) * 11 + (i % 16) * 0.1;
      double to = from + 8 + (i * 7 % 5) * 0.5;
      steps.add(new Step(from, s -> s.start(task.id(), task.agent())));
      steps.add(new Step(to, s -> s.succeed(task.id(), "M src/" + task.id() + ".txt")));
      steps.add(new Step(to + 0.4, s -> s.land(task.id())));
    }
    steps.sort(java.util.Comparator.comparingDouble(Step::at));
    for (Step step : steps) {
      step.what().accept(script.at(step.at()));
    }
    return script.entries();
  }

  /// One task in each state there is.
  public static List<Entry> everyState() {
    List<Task> tasks = new ArrayList<>();
    for (TaskState state : TaskState.values()) {
      tasks.add(task(state.name().toLowerCase(Locale.ROOT), "AGT-001", "Stands there", 30));
    }
    RunScript s = begin(plan("states", 30, List.of(agent("AGT-001", 30, null)), tasks));
    s.add(new Event.BaseChecked(true, "")).ask("asking_start", Gate.BEFORE, "May it start?");
    s.at(1).add(new Event.BecameReady("ready"));
    s.add(new Event.BecameReady("preparing"));
    s.add(new Event.AttemptStarted("preparing", 1, "AGT-001", "/logs/preparing.log"));
    for (String id :
        List.of(
            "running",
            "sealing",
            "backing_off",
            "queued",
            "merging",
            "checking",
            "asking_landing",
            "landing",
            "asking_decision",
            "landed",
            "failed",
            "rejected")) {
      s.start(id, "AGT-001");
    }
    s.at(12).add(new Event.AttemptEnded("sealing", 1, 0, null, "", Map.of()));
    s.fail("backing_off", 1, "exit 1").retry("backing_off", 1, "exit 1");
    s.fail("failed", 2, "exit 2: no such file");
    s.add(new Event.TaskFailed("failed", FailureReason.EXIT, "exit 2: no such file"));
    for (String id :
        List.of(
            "queued",
            "merging",
            "checking",
            "asking_landing",
            "landing",
            "asking_decision",
            "landed",
            "rejected")) {
      s.succeed(id, "M " + id + ".txt");
    }
    s.queue("queued").queue("merging").merge("merging");
    s.queue("checking").merge("checking").check("checking");
    for (String id : List.of("asking_landing", "rejected")) {
      s.queue(id).merge(id).check(id).ask(id, Gate.LANDING, "May it land?");
    }
    s.queue("landing").merge("landing").check("landing");
    s.add(new Event.LandingStarted("landing", RunScript.commit("landing"), ""));
    s.queue("asking_decision").merge("asking_decision");
    s.add(new Event.DecisionAsked("asking_decision", "It did not fit twice. Run it again?", ""));
    s.at(15).land("landed").add(new Event.Rejected("rejected", Gate.LANDING, "ada", "not now"));
    s.add(new Event.TaskSkipped("skipped", "failed"));
    s.add(new Event.TaskCancelled("cancelled", "ada", "not needed"));
    return s.at(20).add(new Event.Noted("One task stands in each state.")).entries();
  }

  /// Texts that try to be more than text, wherever a run can hold one.
  public static List<Entry> hostile() {
    String bad =
        "<script>alert('1')</script> \"&amp;\" ]]> \u0000\u0007\u001b[31m \u202egnp.exe\u2066 \ud800 </title></svg>";
    List<Task> tasks =
        List.of(
            writes(task("a<b>&\"'", "AGT<1>", bad, 5), "**"),
            task("second\u0001--><!--", "AGT<1>", bad, 5).after("a<b>&\"'"));
    Plan plan = plan(bad, 2, List.of(agent("AGT<1>", 1, bad)), tasks);
    return new RunScript()
        .at(0)
        .add(new Event.RunStarted(bad, plan, bad, bad, bad, bad, List.of(bad)))
        .add(new Event.BaseCheckStarted(bad, bad))
        .add(new Event.BaseChecked(false, bad))
        .start("a<b>&\"'", "AGT<1>")
        .at(3)
        .fail("a<b>&\"'", 1, bad)
        .retry("a<b>&\"'", 1, bad)
        .again("a<b>&\"'", "AGT<1>")
        .at(5)
        .succeed("a<b>&\"'", "M " + bad)
        .queue("a<b>&\"'")
        .conflict("a<b>&\"'", "second\u0001--><!--", bad)
        .add(new Event.RetryDue("a<b>&\"'"))
        .start("a<b>&\"'", "AGT<1>")
        .at(6)
        .succeed("a<b>&\"'", "M " + bad)
        .queue("a<b>&\"'")
        .merge("a<b>&\"'")
        .check("a<b>&\"'")
        .add(new Event.CheckFailed("a<b>&\"'", bad, bad))
        .add(new Event.TaskFailed("a<b>&\"'", FailureReason.CHECK, bad))
        .add(new Event.TaskCancelled("second\u0001--><!--", bad, bad))
        .add(new Event.RunEnded(RunOutcome.FAILED, bad))
        .entries();
  }

  // ---- what it is made of -----------------------------------------------------------------------

  private static Plan plan(String name, int parallel, List<Agent> agents, List<Task> tasks) {
    Map<String, Agent> byId = new LinkedHashMap<>();
    agents.forEach(a -> byId.put(a.id(), a));
    return new Plan(
        name,
        ".",
        null,
        "main",
        BaseMoves.IGNORE,
        "signalbox/" + name,
        new CheckPolicy("sh check.sh", true, false, null),
        CommitPolicy.DEFAULT,
        parallel,
        Undeclared.OPTIMISTIC,
        WorkspaceSetup.NONE,
        List.of(),
        StaleReads.RERUN,
        ConflictPolicy.DEFAULT,
        List.of(),
        true,
        Map.of(),
        byId,
        tasks);
  }

  private static Agent agent(String id, int capacity, @Nullable String description) {
    return new Agent(id, "shell", capacity, "sh", Map.of(), description);
  }

  private static Task task(String id, String agent, String description, int seconds) {
    return new Task(id, agent, description, Map.of())
        .withRun("true")
        .withExpect(Duration.ofSeconds(seconds));
  }

  private static Task writes(Task task, String... globs) {
    return task.withClaims(new Claims(null, parse(globs)));
  }

  private static Task claims(Task task, String reads, String writes) {
    return task.withClaims(new Claims(parse(reads), parse(writes)));
  }

  private static List<Glob> parse(String... globs) {
    return java.util.Arrays.stream(globs).map(Glob::parse).toList();
  }
}
