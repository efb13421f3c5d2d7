package dev.signalbox.graph;

import dev.signalbox.claim.Claims;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Puts a [TaskGraph] together, in this order:
///
/// 1. what the plan fixes: declared edges, data edges, edges added at run time. They may point
///    backwards in the file; a ring among them is refused.
/// 2. claim edges, reader after earlier writer, by the file's order of the reader and then of the
///    writer. A pair that a fixed path orders, in either direction, gets none; nor does one whose
///    edge would close a ring with the edges that are there by then. So claims never make a ring,
///    and never undo what a person wrote.
/// 3. exclusions, between pairs that no path orders.
///
/// A task at the end is on no path to an earlier one, so adding it to a finished graph gives the
/// same as building anew.
final class GraphBuilder {
  private static final Comparator<Dependency> BY_PROVENANCE =
      Comparator.comparing(Dependency::provenance);

  final List<Task> tasks = new ArrayList<>();
  final Map<String, Integer> positions = new LinkedHashMap<>();
  final List<List<Dependency>> into = new ArrayList<>();
  final Reachability fixed;
  final Reachability order;
  final List<BitSet> excluded = new ArrayList<>();
  final GlobIndex globs;
  final Undeclared undeclared;
  private final List<int[]> writes = new ArrayList<>();
  private final boolean lenient;

  /// @param lenient whether dependencies on tasks that are not there are passed over
  private GraphBuilder(Undeclared undeclared, boolean lenient) {
    this.undeclared = undeclared;
    this.lenient = lenient;
    fixed = new Reachability();
    order = new Reachability();
    globs = new GlobIndex();
  }

  private GraphBuilder(TaskGraph graph) {
    undeclared = graph.undeclared();
    lenient = false;
    globs = graph.globs;
    fixed = new Reachability(graph.fixed);
    order = new Reachability(graph.order);
    for (Task task : graph.tasks()) {
      positions.put(task.id(), tasks.size());
      tasks.add(task);
      into.add(new ArrayList<>(graph.into(task.id())));
      writes.add(globs.writtenIds(task.claims().knownWrites()));
    }
    graph.excluded.forEach(row -> excluded.add((BitSet) row.clone()));
  }

  static TaskGraph build(
      Collection<Task> tasks,
      Undeclared undeclared,
      Collection<Dependency> added,
      boolean lenient) {
    GraphBuilder builder = new GraphBuilder(undeclared, lenient);
    tasks.forEach(builder::append);
    builder.addFixed(tasks, added);
    for (int to = 0; to < tasks.size(); to++) {
      builder.inferClaims(to);
    }
    for (int to = 0; to < tasks.size(); to++) {
      builder.exclude(to);
    }
    return new TaskGraph(builder);
  }

  static TaskGraph append(TaskGraph graph, Task task) {
    GraphBuilder builder = new GraphBuilder(graph);
    builder.append(task);
    builder.addFixed(List.of(task), List.of());
    int last = graph.tasks().size();
    builder.inferClaims(last);
    builder.exclude(last);
    return new TaskGraph(builder);
  }

  private void append(Task task) {
    if (positions.putIfAbsent(task.id(), tasks.size()) != null) {
      throw new IllegalArgumentException(
          "There are two tasks '" + task.id() + "'. Give one of them another id.");
    }
    tasks.add(task);
    into.add(new ArrayList<>());
    fixed.append();
    order.append();
    excluded.add(new BitSet());
    writes.add(globs.writtenIds(task.claims().knownWrites()));
  }

  private void addFixed(Collection<Task> newTasks, Collection<Dependency> added) {
    boolean ring = false;
    for (Task task : newTasks) {
      for (Dependency edge : named(task)) {
        ring |= !addFixed(edge);
      }
    }
    for (Dependency edge : added) {
      ring |= !addFixed(edge);
    }
    if (ring) {
      throw new CycleException(ShortestRing.in(tasks, into));
    }
  }

  /// The edges that the task's own text names.
  static List<Dependency> named(Task task) {
    List<Dependency> edges = new ArrayList<>();
    for (String id : task.dependsOn()) {
      edges.add(new Dependency(id, task.id(), Provenance.DECLARED, ""));
    }
    for (OutputReference output : OutputReference.in(task)) {
      edges.add(new Dependency(output.task(), task.id(), Provenance.DATA, output.key()));
    }
    return edges;
  }

  /// Adds the edge; false where it closes a ring.
  private boolean addFixed(Dependency edge) {
    Integer from = positions.get(edge.from());
    Integer to = positions.get(edge.to());
    if (from == null || to == null) {
      if (lenient) {
        return true;
      }
      throw new IllegalArgumentException(unknown(edge, from == null ? edge.from() : edge.to()));
    }
    if (!into.get(to).contains(edge)) {
      into.get(to).add(edge);
    }
    if (from.equals(to) || fixed.reaches(to, from)) {
      return false;
    }
    fixed.join(from, to);
    order.join(from, to);
    return true;
  }

  private static String unknown(Dependency edge, String id) {
    String what =
        switch (edge.provenance()) {
          case DATA ->
              "Task '%s' uses the output '%s' of a task '%s', and there is none."
                  .formatted(edge.to(), edge.detail(), id);
          case DECLARED, CLAIM, ADDED ->
              "Task '%s' is to come after '%s', but there is no task '%s'."
                  .formatted(edge.to(), edge.from(), id);
        };
    return what + " Add a task '%s' or name one that is there.".formatted(id);
  }

  private void inferClaims(int to) {
    Claims claims = tasks.get(to).claims();
    if (claims.knownReads().isEmpty()) {
      return;
    }
    BitSet met = globs.meeting(claims.knownReads());
    for (int from = 0; from < to; from++) {
      if (meets(met, from) && !fixed.ordered(from, to) && !order.reaches(to, from)) {
        String path = firstWitness(claims, tasks.get(from).claims());
        into.get(to)
            .add(new Dependency(tasks.get(from).id(), tasks.get(to).id(), Provenance.CLAIM, path));
        order.join(from, to);
      }
    }
  }

  private String firstWitness(Claims reader, Claims writer) {
    return globs.firstOverlap(reader.knownReads(), writer.knownWrites()).orElseThrow().witness();
  }

  private boolean meets(BitSet met, int writer) {
    for (int id : writes.get(writer)) {
      if (met.get(id)) {
        return true;
      }
    }
    return false;
  }

  private void exclude(int second) {
    Claims claims = tasks.get(second).claims();
    boolean alone = isAlone(claims);
    BitSet met = globs.meeting(claims.knownWrites());
    for (int first = 0; first < second; first++) {
      boolean together = !(alone || isAlone(tasks.get(first).claims()) || meets(met, first));
      if (!together && !order.ordered(first, second)) {
        excluded.get(first).set(second);
        excluded.get(second).set(first);
      }
    }
  }

  private boolean isAlone(Claims claims) {
    return undeclared == Undeclared.EXCLUSIVE && !claims.declaresWrites();
  }

  /// The edges into `to`, by the file's order of their beginnings.
  List<Dependency> sortedInto(int to) {
    return into.get(to).stream()
        .sorted(
            Comparator.comparingInt(
                    (Dependency d) -> Objects.requireNonNull(positions.get(d.from())))
                .thenComparing(BY_PROVENANCE))
        .toList();
  }
}
