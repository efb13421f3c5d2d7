package dev.signalbox.console.model;

import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/// Which tasks are shown. A text of terms that all must hold: `status:failed`, `agent:AGT-001`
/// (several values with commas), and words that the id or the description contains.
public final class TaskFilter {
  public static final TaskFilter ALL = new TaskFilter(List.of(), "");

  private final List<Predicate<TaskRow>> terms;
  private final String problem;

  private TaskFilter(List<Predicate<TaskRow>> terms, String problem) {
    this.terms = List.copyOf(terms);
    this.problem = problem;
  }

  public static TaskFilter parse(String text) {
    List<Predicate<TaskRow>> terms = new ArrayList<>();
    String problem = "";
    for (String term : text.trim().split("\\s+")) {
      int colon = term.indexOf(':');
      String key = colon < 0 ? "" : term.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = term.substring(colon + 1).toLowerCase(Locale.ROOT);
      if (term.isEmpty() || term.equalsIgnoreCase("and") || (colon >= 0 && value.isEmpty())) {
        continue; // half typed: what is there already counts
      }
      List<String> values = List.of(value.split(","));
      switch (key) {
        case "" -> terms.add(row -> mentions(row, value));
        case "agent" -> terms.add(row -> values.contains(row.agent().toLowerCase(Locale.ROOT)));
        case "status" -> {
          Set<TaskState> states = EnumSet.noneOf(TaskState.class);
          for (String one : values) {
            Set<TaskState> named = statesNamed(one);
            if (named.isEmpty()) {
              problem =
                  "There is no status “%s”; try %s."
                      .formatted(one, "waiting, ready, running, landing, landed, failed or you");
            }
            states.addAll(named);
          }
          terms.add(row -> states.contains(row.facts().state()));
        }
        default -> problem = "“%s:” is unknown here; try status: or agent:.".formatted(key);
      }
    }
    return terms.isEmpty() && problem.isEmpty() ? ALL : new TaskFilter(terms, problem);
  }

  public boolean matches(TaskRow row) {
    return terms.stream().allMatch(term -> term.test(row));
  }

  public boolean isAll() {
    return terms.isEmpty();
  }

  /// What could not be understood, a sentence; empty where all was.
  public String problem() {
    return problem;
  }

  private static boolean mentions(TaskRow row, String word) {
    return row.id().toLowerCase(Locale.ROOT).contains(word)
        || row.task().description().toLowerCase(Locale.ROOT).contains(word);
  }

  private static Set<TaskState> statesNamed(String name) {
    Set<TaskState> states = EnumSet.noneOf(TaskState.class);
    for (TaskState state : TaskState.values()) {
      boolean named =
          StateGlyph.word(state).equals(name)
              || StateGlyph.of(state).name().equalsIgnoreCase(name)
              || state.name().equalsIgnoreCase(name)
              || (name.equals("you") && state.isAsking());
      if (named) {
        states.add(state);
      }
    }
    return states;
  }
}
