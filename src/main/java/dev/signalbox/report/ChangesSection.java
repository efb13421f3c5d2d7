package dev.signalbox.report;

import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.workspace.Sealed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What each task changed, path by path.
final class ChangesSection implements PageSection {
  private final RunState state;

  ChangesSection(RunState state) {
    this.state = state;
  }

  @Override
  public void write(PageMarkup out) {
    out.section("changes", "What tasks changed");
    List<TaskStatus> changed =
        state.tasks().stream()
            .filter(t -> sealed(t).filter(s -> !s.changes().isEmpty()).isPresent())
            .toList();
    if (changed.isEmpty()) {
      out.nothing("Nothing yet.");
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
      kept.changes().stream().limit(ReportPage.PATHS_SHOWN).forEach(c -> change(out, c));
      if (kept.changes().size() > ReportPage.PATHS_SHOWN) {
        out.leaf("li", "… and %d more".formatted(kept.changes().size() - ReportPage.PATHS_SHOWN));
      }
      out.close();
      kept.repositoryChanges().forEach(s -> out.leaf("p", s, "class", "note"));
      out.close();
    }
    out.closeLine();
  }

  private static void change(PageMarkup out, Sealed.Change change) {
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
}
