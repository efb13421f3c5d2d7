package dev.signalbox.app.check;

import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.PlanFile.Place;
import dev.signalbox.plan.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// A ring of tasks as a problem of the plan file: the whole ring, each edge with its line.
public final class CycleProblem {
  private final PlanFile file;

  private CycleProblem(PlanFile file) {
    this.file = file;
  }

  /// At the first declared edge of the ring, or where its first task stands.
  public static Problem of(PlanFile file, CycleException cycle) {
    CycleProblem problem = new CycleProblem(file);
    List<Dependency> ring = cycle.cycle();
    String edges = ring.stream().map(problem::describe).collect(Collectors.joining("; "));
    return file.error(
        problem.key(firstDeclared(ring)),
        cycle.getMessage() + ".",
        (ring.size() == 1 ? "Take this out: " : "Take one of these out: ") + edges + ".");
  }

  private static Dependency firstDeclared(List<Dependency> ring) {
    return ring.stream()
        .filter(edge -> edge.provenance() == Provenance.DECLARED)
        .findFirst()
        .orElse(ring.getFirst());
  }

  private String key(Dependency edge) {
    String task = "tasks." + edge.to();
    String entry = task + ".depends_on." + edge.from();
    return file.place(entry).equals(Place.FILE) ? task : entry;
  }

  private String describe(Dependency edge) {
    Place place = file.place(key(edge));
    String reason =
        edge.provenance() == Provenance.DATA
            ? "by its output " + edge.detail()
            : Words.of(edge.provenance());
    String where =
        place.equals(Place.FILE) ? "" : ", " + file.path().getFileName() + ":" + place.line();
    return "%s after %s (%s%s)".formatted(edge.to(), edge.from(), reason, where);
  }
}
