package dev.signalbox.report;

import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.FoundConflict;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.workspace.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The report as one HTML file that loads nothing and needs no script.
final class ReportPage {
  /// A report of a thousand changed files would hide everything else.
  private static final int PATHS_SHOWN = 200;

  private final RunState state;
  private final Timeline timeline;
  private final Figures figures;
  private final Agents agents;
  private final ZoneId zone;
  private final Markup out = new Markup();

  ReportPage(RunState state, Timeline timeline, Figures figures, ZoneId zone) {
    this.state = state;
    this.timeline = timeline;
    this.figures = figures;
    this.agents = new Agents(state);
    this.zone = zone;
  }

  String write(String css) {
    out.doctype().open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
    out.open("head");
    out.empty("meta", "charset", "utf-8");
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.empty("meta", "name", "color-scheme", "content", "light dark");
    // Whatever a run's texts hold, this page loads and runs nothing.
    out.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    out.leaf("title", state.plan().name() + " · " + Wording.outcome(state) + " · Signalbox");
    out.style(css);
    out.closeLine().open("body").open("main");
    header();
    graph();
    timeline();
    tasks();
    retries();
    conflicts();
    decisions();
    agents();
    notes();
    checks();
    changes();
    out.close();
    out.open("footer");
    out.text("Run " + state.run() + ". ");
    out.text("Times of day are " + zone + "; lengths are minutes and seconds. ");
    out.text("The same facts for programs: report.json beside this file.");
    out.closeLine();
    return out.close().closeLine().toString();
  }

  // ---- header -----------------------------------------------------------------------------------

  private void header() {
    out.open("header");
    out.open("p", "class", "kicker").text("Run report").close();
    out.open("h1").text(state.plan().name()).text(" ");
    out.leaf("span", Wording.outcome(state), "class", "chip " + Wording.tone(state));
    out.close();
    out.open("p", "class", "lead").text(Wording.sentence(state));
    boolean stopped = state.outcome().filter(o -> o.exitCode() > 1).isPresent();
    if (stopped && !state.outcomeReason().isEmpty()) {
      out.text(" ").leaf("span", state.outcomeReason(), "class", "soft");
    }
    if (state.outcome().isEmpty()) {
      out.text(" The run was under way when this was written.");
    }
    out.close();
    figures();
    out.open("dl", "class", "facts");
    fact("repository", state.repository(), true);
    fact("branch", state.plan().into(), true);
    fact("tip", state.head(), true);
    fact("base", state.base(), true);
    fact("plan file", state.planFile(), true);
    fact("check", Optional.ofNullable(state.plan().check().command()).orElse("none"), true);
    fact("started", state.started().map(this::date).orElse(""), false);
    fact("ended", state.ended().map(this::date).orElse("not yet"), false);
    if (timeline.sessions().size() > 1) {
      fact("sessions", Integer.toString(timeline.sessions().size()), false);
    }
    out.close();
    navigation();
    out.closeLine();
  }

  private void figures() {
    out.open("dl", "class", "figures");
    figure("landed", state.count(TaskState.LANDED) + " of " + state.tasks().size(), "");
    figure("wall time", Wording.clock(figures.wall()), "");
    figure("work", Wording.clock(figures.work()), "all attempts");
    figure(
        "speed-up",
        figures.speedUp() == 0 ? "–" : Wording.times(figures.speedUp()),
        Wording.count(figures.parallel(), "slot", "slots"));
    figure(
        "longest path",
        Wording.clock(figures.pathLength()),
        Wording.count(figures.path().size(), "task", "tasks"));
    figure(
        "bound",
        Wording.clock(figures.bound()),
        figures.overBound() == 0 ? "" : "took " + Wording.times(figures.overBound()) + " as long");
    figure("conflicts", Integer.toString(state.conflicts().size()), "");
    out.close();
  }

  private void figure(String name, String value, String note) {
    out.open("div").leaf("dt", name).leaf("dd", value);
    if (!note.isEmpty()) {
      out.leaf("dd", note, "class", "soft");
    }
    out.close();
  }

  private void fact(String name, String value, boolean code) {
    if (!value.isEmpty()) {
      out.open("div").leaf("dt", name).leaf("dd", value, "class", code ? "code" : "plain").close();
    }
  }

  private void navigation() {
    out.open("nav", "aria-label", "Sections").open("ul");
    link("graph", "Graph", 0);
    link("timeline", "Timeline", 0);
    link("tasks", "Tasks", 0);
    link("conflicts", "Conflicts", state.conflicts().size());
    link("decisions", "Decisions", state.decisions().size());
    link("agents", "Agents", 0);
    link("changes", "Changes", 0);
    out.close().close();
  }

  private void link(String id, String text, int count) {
    out.open("li").open("a", "href", "#" + id).text(text);
    if (count > 0) {
      out.text(" ").leaf("span", Integer.toString(count), "class", "count");
    }
    out.close().close();
  }

  // ---- pictures ---------------------------------------------------------------------------------

  private void graph() {
    section("graph", "Graph");
    boolean large = state.tasks().size() >= GraphOverview.FROM;
    if (state.tasks().isEmpty()) {
      empty("No tasks.");
    } else {
      out.open("div", "class", "picture");
      if (large) {
        new GraphOverview(state, figures, agents).write(out);
      } else {
        new GraphPicture(state, figures, agents).write(out);
      }
      out.close();
      legend(large);
    }
    out.closeLine();
  }

  private void legend(boolean large) {
    out.open("ul", "class", "legend");
    if (large) {
      out.leaf(
          "li",
          "One mark a task, level by level; those on the longest path are framed. Every dependency is in report.json.");
    } else {
      for (String kind : List.of("declared", "data", "claim", "added")) {
        sample(kind, kind);
      }
    }
    if (!large) {
      sample("critical", "longest path");
    }
    if (!large && !state.conflicts().isEmpty()) {
      conflictEntry();
    }
    for (String agent : agents.ids()) {
      out.open("li", "class", agents.tone(agent));
      out.open("span", "class", "dot", "aria-hidden", "true").close();
      out.leaf("span", agent, "class", "ink").close();
    }
    out.close();
  }

  private void sample(String kind, String text) {
    out.open("li");
    out.open("svg", "class", "sample", "viewBox", "0 0 28 8", "aria-hidden", "true");
    out.empty("path", "class", "edge " + kind, "d", "M1 4H27").close();
    out.text(text).close();
  }

  private void timeline() {
    section("timeline", "Timeline");
    if (timeline.works().isEmpty()) {
      empty("Nothing has run.");
    } else {
      out.open("div", "class", "picture");
      TimelinePicture picture = new TimelinePicture(state, timeline, figures, agents);
      picture.write(out);
      out.close();
      out.open("ul", "class", "legend");
      picture.kinds().forEach(this::swatch);
      if (!timeline.landings().isEmpty()) {
        legendEntry("thread landing", "on its way to land");
      }
      if (!timeline.askings().isEmpty()) {
        legendEntry("thread attention", "a person was asked");
      }
      if (!state.conflicts().isEmpty()) {
        conflictEntry();
      }
      out.close();
    }
    out.closeLine();
  }

  private void swatch(String tone) {
    legendEntry(
        "swatch " + tone,
        switch (tone) {
          case "done" -> "landed";
          case "conflict" -> "did not fit, ran again";
          case "held" -> "lost or called off";
          case "landing" -> "ended, not landed yet";
          default -> tone;
        });
  }

  private void legendEntry(String sample, String text) {
    out.open("li");
    out.open("span", "class", sample, "aria-hidden", "true").close();
    out.text(text).close();
  }

  private void conflictEntry() {
    out.open("li");
    Drawing.inlineGlyph(out, StateGlyph.CONFLICT, "conflict");
    out.text("conflict").close();
  }

  // ---- tables -----------------------------------------------------------------------------------

  private void tasks() {
    section("tasks", "Tasks");
    table(
        "tasks",
        "Every task",
        "state",
        "task",
        "agent",
        "attempts",
        "started",
        "took",
        "commit",
        "isolation");
    for (TaskStatus task : state.tasks()) {
      out.open("tr", "id", "task-" + task.index());
      state(task.state());
      out.open("td");
      out.leaf("strong", task.id(), "class", task.state() == TaskState.SKIPPED ? "struck" : "id");
      if (!task.task().description().isEmpty()) {
        out.leaf("span", task.task().description(), "class", "soft line");
      }
      String reason = task.question().isEmpty() ? task.reason() : task.question();
      if (!reason.isEmpty()) {
        out.leaf("span", reason, "class", "line ink " + Wording.tone(task.state()));
      }
      out.close();
      agent(task.task().agent());
      number(task.attempts().isEmpty() ? "" : Integer.toString(task.attempts().size()));
      number(task.started().map(this::time).orElse(""));
      Duration work = figures.workOf().getOrDefault(task.id(), Duration.ZERO);
      number(task.attempts().isEmpty() ? "" : Wording.clock(work));
      code(task.state() == TaskState.LANDED ? commit(task) : "");
      out.leaf("td", isolation(task));
      out.closeLine();
    }
    endTable();
    if (state.count(TaskState.LANDED) > 0) {
      out.leaf("p", Wording.isolation(state), "class", "note");
    }
    out.closeLine();
  }

  static String isolation(TaskStatus task) {
    return task.state() == TaskState.LANDED ? Wording.NOT_VALIDATED : "";
  }

  private static String commit(TaskStatus task) {
    return task.commit().isEmpty() ? "no change" : Wording.shortCommit(task.commit());
  }

  private void retries() {
    List<TaskStatus> retried =
        state.tasks().stream()
            .filter(
                t ->
                    t.attempts().size() > 1
                        || t.attempts().stream().anyMatch(a -> a.reason() != null))
            .toList();
    if (retried.isEmpty()) {
      return;
    }
    section("attempts", "Attempts that did not land at once");
    table(
        "attempts",
        "Attempts of tasks that did not land at once",
        "task",
        "try",
        "agent",
        "started",
        "took",
        "exit",
        "result");
    for (TaskStatus task : retried) {
      for (Attempt attempt : task.attempts()) {
        out.open("tr");
        out.open("td").leaf("strong", task.id(), "class", "id").close();
        number(Integer.toString(attempt.number()));
        agent(attempt.agent());
        number(time(attempt.started()));
        Instant ended = attempt.ended();
        number(ended == null ? "" : Wording.clock(Duration.between(attempt.started(), ended)));
        number(attempt.exit() < 0 ? "" : Integer.toString(attempt.exit()));
        boolean last = attempt.number() == task.attempts().size();
        boolean landed = last && task.state() == TaskState.LANDED;
        out.open("td");
        out.text(Wording.result(attempt, landed));
        if (!attempt.detail().isEmpty()) {
          out.leaf("span", attempt.detail(), "class", "soft line");
        }
        out.close();
        out.closeLine();
      }
    }
    endTable();
    out.closeLine();
  }

  private void conflicts() {
    section("conflicts", "Conflicts");
    if (state.conflicts().isEmpty()) {
      empty("No change failed to fit.");
    } else {
      table(
          "conflicts",
          "Every conflict",
          "when",
          "kind",
          "tasks",
          "paths",
          "what was said",
          "what became of it");
      for (FoundConflict found : state.conflicts()) {
        out.open("tr");
        number(time(found.at()));
        out.leaf("td", kind(found));
        out.open("td");
        found.conflict().tasks().forEach(t -> out.leaf("strong", t, "class", "id line"));
        out.close();
        out.open("td", "class", "code");
        found.conflict().paths().stream()
            .limit(PATHS_SHOWN)
            .forEach(p -> out.leaf("span", p, "class", "line"));
        out.close();
        out.leaf("td", found.conflict().detail());
        out.leaf("td", found.isOpen() ? "open" : found.how());
        out.closeLine();
      }
      endTable();
    }
    out.closeLine();
  }

  private static String kind(FoundConflict found) {
    return switch (found.conflict().kind()) {
      case TEXT -> "text · git";
      case CHECK -> "check";
    };
  }

  private void decisions() {
    section("decisions", "Decisions");
    if (state.decisions().isEmpty()) {
      empty("Nobody was asked, and nobody stepped in.");
    } else {
      table("decisions", "What people decided", "when", "who", "what", "task", "words");
      state
          .decisions()
          .forEach(
              d -> {
                out.open("tr");
                number(time(d.at()));
                out.leaf("td", d.by());
                out.leaf("td", d.what());
                out.open("td");
                if (!d.task().isEmpty()) {
                  out.leaf("strong", d.task(), "class", "id");
                }
                out.close();
                out.leaf("td", d.message());
                out.closeLine();
              });
      endTable();
    }
    out.closeLine();
  }

  private void agents() {
    section("agents", "Agents");
    table(
        "agents",
        "Every agent",
        "agent",
        "kind",
        "at once",
        "tasks",
        "attempts",
        "did not land",
        "busy",
        "of its time");
    for (Figures.OfAgent agent : figures.agents().values()) {
      out.open("tr");
      agent(agent.id());
      var known = state.plan().agents().get(agent.id());
      out.open("td").text(known == null ? "" : known.kind());
      if (known != null && known.description() != null) {
        out.leaf("span", known.description(), "class", "soft line");
      }
      out.close();
      number(known == null ? "" : Integer.toString(agent.capacity()));
      number(Integer.toString(agent.tasks()));
      number(Integer.toString(agent.attempts()));
      number(Integer.toString(agent.failures()));
      number(Wording.clock(agent.busy()));
      number(share(agent));
      out.closeLine();
    }
    endTable();
    out.closeLine();
  }

  private String share(Figures.OfAgent agent) {
    long could = figures.wall().toMillis() * agent.capacity();
    return could == 0
        ? ""
        : String.format(Locale.ROOT, "%d %%", 100 * agent.busy().toMillis() / could);
  }

  // ---- what was said ----------------------------------------------------------------------------

  private void notes() {
    section("notes", "What the run did");
    out.open("ul", "class", "notes");
    out.leaf("li", baseCheck());
    state.notes().forEach(note -> out.leaf("li", note));
    out.close();
    out.closeLine();
  }

  private String baseCheck() {
    if (state.plan().check().command() == null) {
      return "The plan has no check: what git merged cleanly landed as it was.";
    }
    if (!state.plan().check().onBase()) {
      return "The check was not run on the base: the plan says so.";
    }
    return state
        .basePassed()
        .map(
            passed ->
                passed
                    ? "The check passed on the base."
                    : "The check failed on the base, so nothing could land.")
        .orElse("The check has not been run on the base.");
  }

  private void checks() {
    boolean baseFailed = state.basePassed().filter(passed -> !passed).isPresent();
    List<TaskStatus> failed = state.tasks().stream().filter(t -> !t.checkTail().isEmpty()).toList();
    if (!baseFailed && failed.isEmpty()) {
      return;
    }
    section("checks", "What failed checks printed");
    if (baseFailed) {
      output("on the base", state.baseCheckTail());
    }
    failed.forEach(t -> output("on " + t.id() + ", merged", t.checkTail()));
    out.closeLine();
  }

  private void output(String where, String text) {
    out.open("details", "open", "open").open("summary").text("The check ").leaf("strong", where);
    out.close();
    out.leaf("pre", text.isBlank() ? "It printed nothing." : text.stripTrailing(), "tabindex", "0");
    out.close();
  }

  private void changes() {
    section("changes", "What tasks changed");
    List<TaskStatus> changed =
        state.tasks().stream()
            .filter(t -> sealed(t).filter(s -> !s.changes().isEmpty()).isPresent())
            .toList();
    if (changed.isEmpty()) {
      empty("Nothing yet.");
    }
    boolean few = changed.size() <= 12;
    for (TaskStatus task : changed) {
      Sealed kept = sealed(task).orElseThrow();
      if (few) {
        out.open("details", "open", "open");
      } else {
        out.open("details");
      }
      out.open("summary").leaf("strong", task.id()).text(" ");
      out.leaf(
          "span",
          Wording.count(kept.changes().size(), "path", "paths")
              + (task.state() == TaskState.LANDED ? "" : ", not landed"),
          "class",
          "soft");
      out.close();
      out.open("ul", "class", "paths");
      kept.changes().stream().limit(PATHS_SHOWN).forEach(this::change);
      if (kept.changes().size() > PATHS_SHOWN) {
        out.leaf("li", "… and %d more".formatted(kept.changes().size() - PATHS_SHOWN));
      }
      out.close();
      kept.repositoryChanges().forEach(s -> out.leaf("p", s, "class", "note"));
      out.close();
    }
    out.closeLine();
  }

  private void change(Sealed.Change change) {
    out.open("li");
    out.leaf("span", String.valueOf(change.kind()), "class", "kind " + kind(change));
    out.leaf("span", change.path(), "class", "path");
    if (change.added() >= 0) {
      out.leaf("span", "+" + change.added(), "class", "plus");
      out.leaf("span", "−" + change.removed(), "class", "minus");
    } else {
      out.leaf("span", "binary", "class", "soft");
    }
    out.close();
  }

  private static String kind(Sealed.Change change) {
    return switch (change.kind()) {
      case 'A' -> "plus";
      case 'D' -> "minus";
      default -> "soft";
    };
  }

  /// What the last attempt that was kept changed.
  static Optional<Sealed> sealed(TaskStatus task) {
    @Nullable Sealed found = null;
    for (Attempt attempt : task.attempts()) {
      found = attempt.sealed() == null ? found : attempt.sealed();
    }
    return Optional.ofNullable(found);
  }

  // ---- parts ------------------------------------------------------------------------------------

  private void section(String id, String title) {
    out.open("section", "aria-labelledby", id).leaf("h2", title, "id", id);
  }

  private void empty(String sentence) {
    out.leaf("p", sentence, "class", "empty");
  }

  private void table(String id, String caption, String... columns) {
    out.open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", caption);
    out.open("table", "class", id);
    out.leaf("caption", caption);
    out.open("thead").open("tr");
    for (String column : columns) {
      out.leaf("th", column, "scope", "col");
    }
    out.close().close().open("tbody");
  }

  private void endTable() {
    out.close().close().close();
  }

  private void state(TaskState of) {
    String tone = Wording.tone(of);
    out.open("td", "class", "state ink " + tone);
    Drawing.inlineGlyph(out, StateGlyph.of(of), tone);
    out.leaf("span", StateGlyph.word(of)).close();
  }

  private void agent(String agent) {
    out.open("td", "class", "agent " + agents.tone(agent));
    out.open("span", "class", "dot", "aria-hidden", "true").close();
    out.leaf("span", agent, "class", "ink").close();
  }

  private void number(String text) {
    out.leaf("td", text, "class", "number");
  }

  private void code(String text) {
    out.leaf("td", text, "class", text.equals("no change") ? "soft" : "code");
  }

  private String time(Instant at) {
    return DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(at.atZone(zone));
  }

  private String date(Instant at) {
    return DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss", Locale.ENGLISH)
        .format(at.atZone(zone));
  }
}
