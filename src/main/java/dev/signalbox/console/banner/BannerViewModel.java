package dev.signalbox.console.banner;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.model.Amounts;
import dev.signalbox.console.model.Counts;
import dev.signalbox.console.model.Notice;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.plan.Problem;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.util.Subscription;

/// The banners of this moment, the most important first.
public final class BannerViewModel implements AutoCloseable {
  private static final int MOST_LINES = 5;

  private final RunModel model;
  private final Workbench workbench;
  private final List<Action> afterRun;
  private final ControlsBanner controls;
  private final ReadOnlyObjectWrapper<List<Banner>> banners =
      new ReadOnlyObjectWrapper<>(List.of());
  private final Subscription subscription;
  // Put away by the person; comes back when it says something else.
  private List<String> dismissed = List.of();

  public enum Tone {
    INFORMATION,
    SUCCESS,
    WARNING,
    ERROR
  }

  /// One of them.
  ///
  /// @param id which
  /// @param title a sentence
  /// @param lines more of them, each on its own line
  /// @param actions what can be done about it
  /// @param dismissible whether a person can put it away
  public record Banner(
      String id,
      Tone tone,
      String title,
      List<String> lines,
      List<Action> actions,
      boolean dismissible) {
    String words() {
      return id + title + String.join("\n", lines);
    }
  }

  /// @param afterRun what can be done once a run has ended
  public BannerViewModel(
      RunModel model, Workbench workbench, List<Action> afterRun, ControlsBanner controls) {
    this.model = model;
    this.workbench = workbench;
    this.afterRun = List.copyOf(afterRun);
    this.controls = controls;
    ListChangeListener<Problem> problems = change -> update();
    workbench.problems().addListener(problems);
    subscription =
        Subscription.combine(
            () -> workbench.problems().removeListener(problems),
            workbench.phaseProperty().subscribe(phase -> update()),
            workbench.noticeProperty().subscribe(notice -> update()),
            workbench.damageProperty().subscribe(damage -> update()),
            workbench.controls().newsProperty().subscribe(news -> update()),
            model.revisionProperty().subscribe(revision -> update()));
  }

  private void update() {
    List<Banner> now = new ArrayList<>();
    damage(now);
    notice(now);
    controls.banner().ifPresent(now::add);
    problems(now);
    outcome(now);
    baseCheck(now);
    shortage(now);
    notes(now);
    now.removeIf(banner -> banner.dismissible() && dismissed.contains(banner.words()));
    if (!now.equals(banners.get())) {
      banners.set(List.copyOf(now));
    }
  }

  private void damage(List<Banner> now) {
    List<String> story = workbench.damageProperty().get().lines().toList();
    if (!story.isEmpty()) {
      now.add(
          new Banner(
              "damage",
              Tone.WARNING,
              story.getFirst(),
              story.subList(1, story.size()),
              List.of(),
              true));
    }
  }

  private void notice(List<Banner> now) {
    Notice notice = workbench.noticeProperty().get();
    if (!notice.isEmpty()) {
      Tone tone = notice.severity() == Notice.Severity.ERROR ? Tone.ERROR : Tone.INFORMATION;
      now.add(new Banner("notice", tone, notice.text(), List.of(), List.of(), true));
    }
  }

  private void problems(List<Banner> now) {
    List<Problem> all = workbench.problems();
    List<Problem> errors =
        all.stream().filter(p -> p.severity() == Problem.Severity.ERROR).toList();
    if (!errors.isEmpty()) {
      now.add(
          new Banner(
              "problems",
              Tone.ERROR,
              "This plan cannot run: %s. It is read again when the file is saved."
                  .formatted(Amounts.count(errors.size(), "problem", "problems")),
              lines(errors),
              List.of(),
              false));
    } else if (!all.isEmpty() && workbench.phase() == Phase.READY) {
      now.add(
          new Banner(
              "warnings",
              Tone.WARNING,
              "The plan can run; %s."
                  .formatted(
                      Amounts.count(
                          all.size(), "thing is worth knowing", "things are worth knowing")),
              lines(all),
              List.of(),
              true));
    }
  }

  private static List<String> lines(List<Problem> problems) {
    List<String> lines = new ArrayList<>();
    int shown = problems.size() <= MOST_LINES ? problems.size() : MOST_LINES - 1;
    for (Problem problem : problems.subList(0, shown)) {
      String place =
          problem.line() == 0
              ? ""
              : problem.column() == 0
                  ? "Line %d: ".formatted(problem.line())
                  : "Line %d, column %d: ".formatted(problem.line(), problem.column());
      lines.add((place + problem.message() + " " + problem.remedy()).strip());
    }
    if (shown < problems.size()) {
      lines.add("And %d more; signalbox check lists them all.".formatted(problems.size() - shown));
    }
    return List.copyOf(lines);
  }

  private void outcome(List<Banner> now) {
    RunState run = model.state();
    if (workbench.phase() != Phase.ENDED || run.outcome().isEmpty()) {
      return;
    }
    RunOutcome outcome = run.outcome().get();
    Counts counts = model.countsProperty().get();
    String took = run.ended().map(ended -> " in " + Durations.clock(run.elapsed(ended))).orElse("");
    String why = run.outcomeReason().isBlank() ? "" : " " + sentence(run.outcomeReason());
    String landed =
        "%d of %s landed on %s"
            .formatted(
                counts.landed(), Amounts.count(counts.total(), "task", "tasks"), run.plan().into());
    switch (outcome) {
      case SUCCEEDED ->
          now.add(
              banner(
                  Tone.SUCCESS,
                  counts.total() == 1
                      ? "The task landed on %s%s.".formatted(run.plan().into(), took)
                      : "All %d tasks landed on %s%s."
                          .formatted(counts.total(), run.plan().into(), took)));
      case FAILED ->
          now.add(
              banner(Tone.ERROR, "The run ended%s: %s%s.".formatted(took, landed, rest(counts))));
      case STOPPED, INTERRUPTED ->
          now.add(
              banner(
                  Tone.WARNING,
                  "The run was stopped%s; %s. Resume goes on where it stood.%s"
                      .formatted(took, landed, why)));
    }
  }

  private Banner banner(Tone tone, String title) {
    return new Banner("outcome", tone, title, List.of(), afterRun, false);
  }

  private static String rest(Counts counts) {
    String failed = counts.failed() == 0 ? "" : ", %d failed".formatted(counts.failed());
    String rejected = counts.rejected() == 0 ? "" : ", %d rejected".formatted(counts.rejected());
    String skipped = counts.skipped() == 0 ? "" : ", %d skipped".formatted(counts.skipped());
    return failed + rejected + skipped;
  }

  private static String sentence(String text) {
    String line = text.strip();
    String capital = Character.toUpperCase(line.charAt(0)) + line.substring(1);
    return capital.endsWith(".") ? capital : capital + ".";
  }

  private void baseCheck(List<Banner> now) {
    RunState run = model.state();
    if (!model.isPreview() && run.basePassed().filter(passed -> !passed).isPresent()) {
      List<String> tail = run.baseCheckTail().lines().filter(l -> !l.isBlank()).toList();
      now.add(
          new Banner(
              "base-check",
              Tone.ERROR,
              "The check fails on the base, before any task has changed it. Mend the base, or set check_base: skip in the plan.",
              tail.subList(Math.max(0, tail.size() - MOST_LINES), tail.size()),
              List.of(),
              false));
    }
  }

  /// The machine runs short of something, and so fewer commands run than people said.
  private void shortage(List<Banner> now) {
    RunState run = model.state();
    if (model.isPreview() || !workbench.phase().isLive() || run.slots() >= run.parallel()) {
      return;
    }
    now.add(
        new Banner(
            "shortage",
            Tone.WARNING,
            run.slots() == 0
                ? "Nothing new starts for now."
                : "Only %s at once for now, in place of %d."
                    .formatted(
                        run.slots() == 1 ? "one command runs" : run.slots() + " commands run",
                        run.parallel()),
            List.of(sentence(run.throttledBecause())),
            List.of(),
            true));
  }

  private void notes(List<Banner> now) {
    List<String> notes = model.state().notes();
    if (!notes.isEmpty() && !model.isPreview() && workbench.phase().isLive()) {
      int from = Math.max(0, notes.size() - MOST_LINES);
      now.add(
          new Banner(
              "notes",
              Tone.INFORMATION,
              notes.get(from),
              List.copyOf(notes.subList(from + 1, notes.size())),
              List.of(),
              true));
    }
  }

  ReadOnlyObjectProperty<List<Banner>> bannersProperty() {
    return banners.getReadOnlyProperty();
  }

  /// Puts a banner away.
  void dismiss(Banner banner) {
    if (banner.id().equals("notice")) {
      workbench.tell(Notice.NONE);
      return;
    }
    List<String> more = new ArrayList<>(dismissed);
    more.add(banner.words());
    dismissed = List.copyOf(more);
    update();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
