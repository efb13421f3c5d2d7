package dev.signalbox.report;

import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.Session;
import dev.signalbox.engine.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// When what happened: the part of a log that its fold forgets.
///
/// @param sessions one, and one more for each resume
/// @param works every attempt's command, the earliest first
/// @param landings every way from a command's end to the branch, or back
/// @param askings every time a person was waited for on that way
/// @param marks landings and conflicts, as points in time
record Timeline(
    List<Session> sessions,
    List<Work> works,
    List<Span> landings,
    List<Span> askings,
    List<Mark> marks) {

  /// @param to when it ended, or the last entry's time where it still runs
  record Work(String task, Attempt attempt, Instant from, Instant to) {}

  /// @param attempt whose way it is, from 1
  record Span(String task, int attempt, Instant from, Instant to) {}

  /// @param conflict whether it is one; else a landing
  record Mark(String task, Instant at, boolean conflict) {}

  static Timeline of(List<Entry> entries, RunState state) {
    Reader reader = new Reader();
    entries.forEach(reader::read);
    return reader.finish(state);
  }

  /// How long the run was under way, without the time between its sessions.
  Duration wall() {
    return sessions.stream().map(Session::length).reduce(Duration.ZERO, Duration::plus);
  }

  private static final class Reader {
    private final List<Span> landings = new ArrayList<>();
    private final List<Span> askings = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private final Map<String, Span> landing = new LinkedHashMap<>();
    private final Map<String, Span> asking = new LinkedHashMap<>();
    private final Map<String, Integer> attempt = new LinkedHashMap<>();
    private Instant last = Instant.EPOCH;

    void read(Entry entry) {
      Instant at = entry.at();
      // A clock that was set back makes nothing end before it began.
      last = at.isBefore(last) ? last : at;
      if (entry.event() instanceof Event.OfTask event) {
        read(event, last);
      }
    }

    private void read(Event.OfTask event, Instant at) {
      String task = event.task();
      switch (event) {
        case Event.AttemptStarted e -> attempt.put(task, e.attempt());
        case Event.AttemptEnded e -> {
          if (e.reason() == null) {
            landing.put(task, new Span(task, e.attempt(), at, at));
          }
        }
        case Event.ApprovalAsked e -> ask(task, at);
        case Event.DecisionAsked e -> ask(task, at);
        case Event.Approved e -> end(asking, askings, task, at);
        case Event.LandingStarted e -> end(asking, askings, task, at);
        case Event.Landed _, Event.LandingFound _ -> {
          marks.add(new Mark(task, at, false));
          endAll(task, at);
        }
        case Event.ConflictFound e -> marks.add(new Mark(task, at, true));
        case Event.RetryScheduled e -> endAll(task, at);
        case Event.TaskFailed e -> endAll(task, at);
        case Event.Rejected e -> endAll(task, at);
        case Event.TaskCancelled e -> endAll(task, at);
        case Event.AttemptLost e -> endAll(task, at);
        default -> {}
      }
    }

    private void ask(String task, Instant at) {
      if (landing.containsKey(task)) {
        asking.putIfAbsent(task, new Span(task, attempt.getOrDefault(task, 1), at, at));
      }
    }

    private void endAll(String task, Instant at) {
      end(landing, landings, task, at);
      end(asking, askings, task, at);
    }

    private static void end(Map<String, Span> open, List<Span> ended, String task, Instant at) {
      Span span = open.remove(task);
      if (span != null) {
        ended.add(new Span(task, span.attempt(), span.from(), at));
      }
    }

    Timeline finish(RunState state) {
      List.copyOf(landing.keySet()).forEach(task -> end(landing, landings, task, last));
      List.copyOf(asking.keySet()).forEach(task -> end(asking, askings, task, last));
      List<Work> works = new ArrayList<>();
      for (TaskStatus status : state.tasks()) {
        for (Attempt a : status.attempts()) {
          Instant to = a.ended() == null ? last : a.ended();
          works.add(
              new Work(status.id(), a, a.started(), to.isBefore(a.started()) ? a.started() : to));
        }
      }
      works.sort(java.util.Comparator.comparing(Work::from));
      return new Timeline(
          state.sessions(),
          List.copyOf(works),
          List.copyOf(landings),
          List.copyOf(askings),
          List.copyOf(marks));
    }
  }
}
