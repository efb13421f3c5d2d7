package dev.signalbox.report;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.resolve.Step;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.Drift;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FollowedBase;
import dev.signalbox.engine.FoundConflict;
import dev.signalbox.engine.LeftOut;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.Settlement;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.workspace.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The report for programs. What it holds is described in the guide, page "The report", and only
/// ever grows within one version: fields are added, and none changes or goes.
final class ReportJson {
  static final int VERSION = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final RunState state;
  private final Timeline timeline;
  private final Figures figures;
  private final boolean open;

  ReportJson(RunState state, Timeline timeline, Figures figures, boolean open) {
    this.open = open;
    this.state = state;
    this.timeline = timeline;
    this.figures = figures;
  }

  String write() {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", VERSION);
    root.put("run", state.run());
    root.put("plan", state.plan().name());
    root.put("planFile", state.planFile());
    root.put("repository", state.repository());
    root.put("into", state.plan().into());
    root.put("base", state.base());
    base(root.putObject("baseNow"));
    root.put("tip", state.head());
    root.put("started", time(state.started().orElse(null)));
    root.put("ended", time(state.ended().orElse(null)));
    root.put("outcome", Wording.outcome(state, open).replace(' ', '-'));
    root.put("reason", state.outcomeReason());
    figures(root.putObject("figures"));
    counts(root.putObject("counts"));
    check(root.putObject("check"));
    strings(root.putArray("notes"), state.notes());
    ArrayNode tasks = root.putArray("tasks");
    state.tasks().forEach(task -> task(tasks.addObject(), task));
    ArrayNode dependencies = root.putArray("dependencies");
    state
        .graph()
        .dependencies()
        .forEach(
            d ->
                dependencies
                    .addObject()
                    .put("from", d.from())
                    .put("to", d.to())
                    .put("provenance", GraphPicture.style(d.provenance()))
                    .put("detail", d.detail())
                    .put("used", Drift.isUsed(state, d).map(Object::toString).orElse("unknown")));
    ArrayNode missing = root.putArray("missingDependencies");
    for (TaskStatus task : state.tasks()) {
      Drift.missingEdges(state, task.id())
          .forEach(from -> missing.addObject().put("from", from).put("to", task.id()));
    }
    ArrayNode conflicts = root.putArray("conflicts");
    state.conflicts().forEach(found -> conflict(conflicts.addObject(), found));
    rungs(root.putArray("rungs"));
    ArrayNode decisions = root.putArray("decisions");
    state
        .decisions()
        .forEach(
            d ->
                decisions
                    .addObject()
                    .put("at", time(d.at()))
                    .put("task", d.task())
                    .put("what", d.what())
                    .put("by", d.by())
                    .put("message", d.message()));
    agents(root.putArray("agents"));
    return JSON.writeValueAsString(root) + "\n";
  }

  private void figures(ObjectNode to) {
    to.put("wallMillis", figures.wall().toMillis());
    to.put("workMillis", figures.work().toMillis());
    to.put("boundMillis", figures.bound().toMillis());
    to.put("longestPathMillis", figures.pathLength().toMillis());
    to.put("parallel", figures.parallel());
    to.put("sessions", timeline.sessions().size());
    strings(to.putArray("longestPath"), figures.path());
  }

  private void base(ObjectNode to) {
    FollowedBase base = state.followed();
    to.put("name", base.name());
    to.put("commit", base.commit());
    to.put("behind", base.behind());
    to.put("fork", base.fork());
    to.put("merged", base.merged());
    to.put("objection", base.objection());
    to.put("asksSince", time(base.asksSince()));
  }

  private void counts(ObjectNode to) {
    to.put("tasks", state.tasks().size());
    for (TaskState each : TaskState.values()) {
      if (each.isFinal()) {
        to.put(word(each), state.count(each));
      }
    }
    to.put(
        "open",
        Arrays.stream(TaskState.values())
            .filter(each -> !each.isFinal())
            .mapToInt(state::count)
            .sum());
  }

  private void check(ObjectNode to) {
    String command = state.plan().check().command();
    to.put("command", command == null ? "" : command);
    to.put(
        "base",
        state
            .basePassed()
            .map(passed -> passed ? "passed" : "failed")
            .orElse(command == null || !state.plan().check().onBase() ? "skipped" : "not-run"));
    to.put("baseOutput", state.baseCheckTail());
  }

  private void task(ObjectNode to, TaskStatus task) {
    boolean landed = task.state() == TaskState.LANDED;
    to.put("id", task.id());
    to.put("description", task.task().description());
    to.put("agent", task.task().agent());
    to.put("state", word(task.state()));
    to.put("reason", task.reason());
    to.put("started", time(task.started().orElse(null)));
    to.put("ended", time(task.ended().orElse(null)));
    to.put("attempts", task.attempts().size());
    to.put("workMillis", figures.workOf().getOrDefault(task.id(), Duration.ZERO).toMillis());
    to.put("commit", landed ? task.commit() : "");
    to.put("isolation", Wording.isolation(task));
    strings(to.putArray("checkedTogether"), task.checkedTogether());
    to.put("checkSecondTry", landed && task.passedAtSecondTry());
    to.put("checkOutput", task.checkTail());
    to.put("hook", task.hookRefusal().map(Event.HookRefused::hook).orElse(""));
    to.put("hookOutput", task.hookRefusal().map(Event.HookRefused::tail).orElse(""));
    Drift.of(task).ifPresent(drift -> drift(to.putObject("drift"), drift));
    ArrayNode tries = to.putArray("tries");
    task.attempts().forEach(attempt -> attempt(tries.addObject(), attempt));
    ArrayNode changed = to.putArray("changed");
    ChangesSection.sealed(task)
        .ifPresent(kept -> kept.changes().forEach(c -> change(changed.addObject(), c)));
  }

  private static void drift(ObjectNode to, Drift drift) {
    to.put("attempt", drift.attempt());
    to.put("at", time(drift.at()));
    strings(to.putArray("wroteOutside"), drift.wroteOutside());
    strings(to.putArray("readOutside"), drift.readOutside());
    strings(to.putArray("unusedWrites"), drift.unusedWrites());
    strings(to.putArray("unusedReads"), drift.unusedReads());
  }

  private static void attempt(ObjectNode to, Attempt attempt) {
    to.put("number", attempt.number());
    to.put("agent", attempt.agent());
    to.put("started", time(attempt.started()));
    to.put("prepared", time(attempt.prepared()));
    to.put("ended", time(attempt.ended()));
    to.put("prepareMillis", attempt.prepareMillis());
    to.put("setupMillis", attempt.setupMillis());
    to.put("exit", attempt.exit());
    to.put("reason", attempt.reason() == null ? "" : word(attempt.reason()));
    to.put("detail", attempt.detail());
    to.put("base", attempt.base());
    to.put("log", attempt.log());
  }

  private static void change(ObjectNode to, Sealed.Change change) {
    to.put("kind", String.valueOf(change.kind()));
    to.put("path", change.path());
    to.put("added", change.added());
    to.put("removed", change.removed());
  }

  private static void conflict(ObjectNode to, FoundConflict found) {
    to.put("at", time(found.at()));
    to.put("kind", word(found.conflict().kind()));
    strings(to.putArray("tasks"), found.conflict().tasks());
    strings(to.putArray("paths"), found.conflict().paths());
    to.put("detail", found.conflict().detail());
    ArrayNode hunks = to.putArray("hunks");
    for (Conflict.Hunk hunk : found.conflict().hunks()) {
      ObjectNode place = hunks.addObject().put("path", hunk.path());
      lines(place.putObject("left"), hunk.left());
      lines(place.putObject("right"), hunk.right());
    }
    ArrayNode stale = to.putArray("stale");
    for (Conflict.Stale read : found.conflict().stale()) {
      ObjectNode of = stale.addObject().put("task", read.task());
      strings(of.putArray("paths"), read.paths());
      of.put("overtaken", read.overtaken());
    }
    to.put("in_the_way", found.conflict().isInTheWay());
    to.put("live", found.live());
    to.put("open", found.isOpen());
    to.put("closed", time(found.closed()));
    to.put("how", found.how());
    Settlement settlement = found.settlement();
    if (settlement == null) {
      to.putNull("resolution");
      return;
    }
    ObjectNode resolution = to.putObject("resolution");
    resolution.put("by", settlement.by());
    strings(resolution.putArray("paths"), settlement.paths());
    ArrayNode steps = resolution.putArray("steps");
    for (Step step : settlement.steps()) {
      steps
          .addObject()
          .put("rung", step.rung().words())
          .put("path", step.path())
          .put("resolved", step.resolved())
          .put("detail", step.detail());
    }
    ArrayNode leftOut = resolution.putArray("left_out");
    for (LeftOut left : settlement.leftOut()) {
      ObjectNode one =
          leftOut
              .addObject()
              .put("path", left.path())
              .put("side", left.side().name().toLowerCase(Locale.ROOT))
              .put("count", left.count());
      strings(one.putArray("lines"), left.lines());
    }
  }

  private void rungs(ArrayNode to) {
    state
        .rungs()
        .forEach(
            (rung, tally) ->
                to.addObject()
                    .put("rung", rung.words())
                    .put("tried", tally.tried())
                    .put("resolved", tally.resolved()));
  }

  private static void lines(ObjectNode to, Conflict.Lines lines) {
    to.put("from", lines.from()).put("count", lines.count());
  }

  private void agents(ArrayNode to) {
    for (Figures.OfAgent agent : figures.agents().values()) {
      var known = state.plan().agents().get(agent.id());
      to.addObject()
          .put("id", agent.id())
          .put("kind", known == null ? "" : known.kind())
          .put("capacity", agent.capacity())
          .put("tasks", agent.tasks())
          .put("attempts", agent.attempts())
          .put("failures", agent.failures())
          .put("busyMillis", agent.busy().toMillis());
    }
  }

  private static void strings(ArrayNode to, Collection<String> values) {
    values.forEach(to::add);
  }

  /// `ASKING_START` as `asking-start`.
  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : at.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
