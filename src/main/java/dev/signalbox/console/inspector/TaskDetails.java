package dev.signalbox.console.inspector;

import dev.signalbox.claim.Glob;
import dev.signalbox.console.inspector.Details.Fact;
import dev.signalbox.console.model.Amounts;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Sentence;
import dev.signalbox.console.model.WaitingWords;
import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.Drift;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.engine.Waiting;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Exclusion;
import dev.signalbox.graph.Provenance;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Task;
import dev.signalbox.workspace.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts together what is said of one task.
final class TaskDetails {
  private static final int MOST = 4;

  private final RunModel model;
  private final RunState run;
  private final TaskStatus status;
  private final Task task;
  private final List<Fact> facts = new ArrayList<>();

  private TaskDetails(RunModel model, TaskStatus status) {
    this.model = model;
    this.run = model.state();
    this.status = status;
    this.task = status.task();
  }

  /// @param sizes what is known of the room it takes
  static Details.OfTask of(RunModel model, TaskStatus status, List<Fact> sizes) {
    return new TaskDetails(model, status).build(sizes);
  }

  private Details.OfTask build(List<Fact> sizes) {
    agent();
    after();
    if (!status.yieldsTo().isEmpty()) {
      fact("lands after", Sentence.EMPTY.tasks(status.yieldsTo(), MOST));
    }
    List<String> missing = Drift.missingEdges(run, task.id());
    if (!missing.isEmpty()) {
      fact(
          "better after",
          Sentence.EMPTY.tasks(missing, MOST).soft(", which changed what it had read"));
    }
    claims("writes", task.claims().writes());
    claims("reads", task.claims().reads());
    drift();
    notBeside();
    holdsUp();
    expected();
    attempts();
    changed();
    checked();
    commit();
    facts.addAll(sizes);
    TaskState state = status.state();
    Attempt last = status.lastAttempt().orElse(null);
    Sealed sealed = last == null ? null : last.sealed();
    return new Details.OfTask(
        task.id(),
        state,
        task.description().strip(),
        List.copyOf(facts),
        reasonTitle(state),
        reason(state),
        state.isAsking() && !model.isPreview(),
        task.run() == null ? "" : task.run().strip(),
        List.copyOf(status.attempts()),
        last == null ? Map.of() : last.outputs(),
        sealed == null ? List.of() : sealed.repositoryChanges());
  }

  private void fact(String label, Sentence value) {
    facts.add(new Fact(label, value, ""));
  }

  private void agent() {
    String by = status.agent();
    Agent agent = run.plan().agents().get(by);
    Sentence who = Sentence.of(agent == null ? by : by + " · " + agent.kind());
    facts.add(
        new Fact("agent", by.equals(task.agent()) ? who : who.soft(" for " + task.agent()), by));
  }

  private void after() {
    List<Dependency> into = run.graph().into(task.id());
    if (into.isEmpty()) {
      return;
    }
    Sentence value = Sentence.EMPTY;
    for (int i = 0; i < Math.min(MOST, into.size()); i++) {
      Dependency edge = into.get(i);
      value = i == 0 ? value : value.words(", ");
      value = value.task(edge.from()).soft(provenance(edge) + use(edge));
    }
    if (into.size() > MOST) {
      value = value.words(" and %d more".formatted(into.size() - MOST));
    }
    fact("after", value);
  }

  /// Whether something came of an edge which somebody declared.
  private String use(Dependency edge) {
    boolean declared =
        edge.provenance() == Provenance.DECLARED || edge.provenance() == Provenance.ADDED;
    return declared
        ? Drift.isUsed(run, edge).map(used -> used ? " (used)" : " (not used)").orElse("")
        : "";
  }

  private static String provenance(Dependency edge) {
    return switch (edge.provenance()) {
      case DECLARED -> "";
      case DATA ->
          edge.detail().isEmpty() ? " (its output)" : " (its output.%s)".formatted(edge.detail());
      case CLAIM ->
          edge.detail().isEmpty() ? " (by claim)" : " (writes %s)".formatted(edge.detail());
      case ADDED -> " (added)";
    };
  }

  private void claims(String label, @Nullable List<Glob> globs) {
    if (globs == null) {
      fact(label, Sentence.EMPTY.soft("not declared"));
      return;
    }
    Sentence value = globs.isEmpty() ? Sentence.of("nothing") : Sentence.EMPTY;
    for (int i = 0; i < Math.min(MOST, globs.size()); i++) {
      value = i == 0 ? value : value.words(", ");
      value = value.code(globs.get(i).pattern());
    }
    fact(
        label,
        globs.size() > MOST ? value.words(" and %d more".formatted(globs.size() - MOST)) : value);
  }

  /// How its last attempt kept to what it claims.
  private void drift() {
    Drift.of(status)
        .ifPresent(
            drift -> {
              drift("wrote outside", drift.wroteOutside(), "as its snapshot says");
              drift("read outside", drift.readOutside(), "as was seen");
              drift("never wrote", drift.unusedWrites(), "though it claims to");
              drift("never read", drift.unusedReads(), "though it claims to");
            });
  }

  private void drift(String label, List<String> paths, String source) {
    if (paths.isEmpty()) {
      return;
    }
    Sentence value = Sentence.EMPTY;
    for (int i = 0; i < Math.min(MOST, paths.size()); i++) {
      value = i == 0 ? value : value.words(", ");
      value = value.code(paths.get(i));
    }
    if (paths.size() > MOST) {
      value = value.words(" and %d more".formatted(paths.size() - MOST));
    }
    fact(label, value.soft(", " + source));
  }

  private void notBeside() {
    List<Exclusion> exclusions = run.graph().exclusionsOf(task.id());
    if (exclusions.isEmpty() || status.state().isFinal()) {
      return;
    }
    List<String> others =
        exclusions.stream()
            .map(e -> e.first().equals(task.id()) ? e.second() : e.first())
            .distinct()
            .toList();
    fact("not beside", Sentence.EMPTY.tasks(others, 3));
  }

  private void holdsUp() {
    long waiting =
        run.graph().descendants(task.id()).stream()
            .filter(id -> run.task(id).filter(t -> t.state() != TaskState.LANDED).isPresent())
            .count();
    if (status.state().isFinal() && status.state() == TaskState.LANDED) {
      return;
    }
    String tasks = waiting == 0 ? "nothing" : Amounts.count((int) waiting, "task", "tasks");
    boolean critical = model.criticalPath().contains(task.id());
    fact("holds up", Sentence.of(critical ? tasks + ", the critical path" : tasks));
  }

  private void expected() {
    Duration expect = task.expect();
    Duration timeout = task.timeout();
    if (expect != null || timeout != null) {
      String text = expect == null ? "" : Durations.expected(expect);
      String limit = timeout == null ? "" : "at most " + Durations.clock(timeout);
      fact("expected", Sentence.of(text + (text.isEmpty() || limit.isEmpty() ? "" : ", ") + limit));
    }
  }

  private void attempts() {
    List<Attempt> attempts = status.attempts();
    if (attempts.isEmpty()) {
      int retries = task.retries().max();
      if (retries > 0) {
        fact("retries", Sentence.of("up to " + retries));
      }
      return;
    }
    Attempt last = attempts.getLast();
    StringBuilder text = new StringBuilder();
    int most = Math.max(attempts.size(), task.retries().max() + 1);
    if (most > 1) {
      text.append("%d of %d, ".formatted(attempts.size(), most));
    }
    Instant from = last.prepared() == null ? last.started() : last.prepared();
    text.append("from ").append(Durations.timeOfDay(from, model.zone()));
    Instant to = last.ended();
    if (to != null) {
      text.append(", took ").append(Durations.clock(Duration.between(from, to)));
    }
    fact(most > 1 ? "attempt" : "ran", Sentence.of(text.toString()));
  }

  private void changed() {
    Sealed sealed = status.lastAttempt().map(Attempt::sealed).orElse(null);
    if (sealed == null) {
      return;
    }
    int added = 0;
    int removed = 0;
    for (Sealed.Change change : sealed.changes()) {
      added += Math.max(0, change.added());
      removed += Math.max(0, change.removed());
    }
    fact(
        "changed",
        sealed.changes().isEmpty()
            ? Sentence.of("nothing")
            : Sentence.of(
                "%s, +%d −%d"
                    .formatted(
                        Amounts.count(sealed.changes().size(), "file", "files"), added, removed)));
  }

  private void checked() {
    boolean landed = status.state() == TaskState.LANDED;
    if (!landed && status.state() != TaskState.CHECKING) {
      return;
    }
    List<String> others =
        status.checkedTogether().stream().filter(other -> !other.equals(task.id())).toList();
    String second = landed && status.passedAtSecondTry() ? "passed at the second try" : "";
    if (!others.isEmpty()) {
      Sentence with = Sentence.of("together with ").tasks(others, 3);
      fact("checked", second.isEmpty() ? with : with.words(", " + second));
    } else if (!second.isEmpty()) {
      fact("checked", Sentence.of(second));
    }
  }

  private void commit() {
    if (status.state() == TaskState.LANDED) {
      String commit = status.commit();
      fact(
          "landed",
          commit.isEmpty()
              ? Sentence.of("without a commit")
              : Sentence.EMPTY.code(commit.substring(0, Math.min(10, commit.length()))));
      fact("isolation", Sentence.of(status.isolation().word()));
    }
  }

  private static String reasonTitle(TaskState state) {
    return switch (state) {
      case WAITING, READY, BACKING_OFF, QUEUED, ASKING_START, ASKING_LANDING, ASKING_DECISION ->
          "Why it waits. ";
      case FAILED -> "Why it failed. ";
      case REJECTED -> "Why it was rejected. ";
      case SKIPPED -> "Why it was skipped. ";
      case CANCELLED -> "Why it was called off. ";
      default -> "";
    };
  }

  private Sentence reason(TaskState state) {
    return switch (state) {
      case ASKING_START -> Sentence.of("The plan asks you before it starts.");
      case WAITING, READY, BACKING_OFF, QUEUED, ASKING_LANDING, ASKING_DECISION ->
          model.isPreview() && run.graph().into(task.id()).isEmpty()
              ? Sentence.EMPTY
              : WaitingWords.sentence(Waiting.blocker(run, task.id()), model.now(), model.zone());
      case FAILED -> Sentence.of(failure());
      case REJECTED, CANCELLED -> Sentence.of(said(status.reason(), "Nobody said why."));
      case SKIPPED -> skipped();
      default -> Sentence.EMPTY;
    };
  }

  private String failure() {
    String why =
        status
            .failure()
            .map(
                reason ->
                    switch (reason) {
                      // What the attempt says of its end says it all.
                      case EXIT, TIMEOUT, SILENCE -> "";
                      case LIMIT -> "The usage limit of its agent’s account was reached.";
                      case MACHINE -> "The machine had no room left for it.";
                      case START -> "Its agent or its inputs could not be had.";
                      case WORKSPACE -> "Its work tree or its set-up failed.";
                      case CHECK -> "The plan’s check failed on the merged tree.";
                      case HOOK -> "A hook of the repository is against its commit.";
                      case CONFLICT -> "Its change does not fit what had landed meanwhile.";
                      case STALE_READ -> "What it had read was changed meanwhile.";
                      case SENT_BACK -> "It was to run again once another has landed.";
                      case LOST -> "The console or the machine went away under it.";
                      case STOPPED -> "It was stopped.";
                    })
            .orElse("");
    String detail = status.reason().strip();
    if (detail.isEmpty()) {
      return why.isEmpty() ? "Its command did not do it." : why;
    }
    return (why + " " + said(detail, "")).strip();
  }

  private Sentence skipped() {
    // The fold says "after ID".
    String because = status.reason().replaceFirst("^after ", "");
    return run.task(because).isPresent()
        ? Sentence.of("It comes after ")
            .task(because)
            .words(
                ", which %s."
                    .formatted(
                        run.status(because).state() == TaskState.FAILED
                            ? "failed"
                            : "will not land"))
        : Sentence.of(said(status.reason(), "Something it comes after will never land."));
  }

  private static String said(String text, String otherwise) {
    String line = text.strip();
    return line.isEmpty()
        ? otherwise
        : line.substring(0, 1).toUpperCase(Locale.ROOT) + line.substring(1);
  }
}
