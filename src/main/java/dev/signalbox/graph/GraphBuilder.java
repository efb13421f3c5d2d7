package dev.signalbox.graph;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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
  private static final BitSet NOBODY = new BitSet();
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

  /// Who writes which of the globs, by the number of the glob.
  private final Map<Integer, BitSet> writers = new HashMap<>();

  /// Who holds its claims beside nobody.
  private final BitSet alone = new BitSet();

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
      index(task);
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
    index(task);
  }

  private void index(Task last) {
    int position = tasks.size() - 1;
    for (int id : globs.writtenIds(last.claims().knownWrites())) {
      writers.computeIfAbsent(id, i -> new BitSet()).set(position);
    }
    alone.set(position, undeclared == Undeclared.EXCLUSIVE && !last.claims().declaresWrites());
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
      throw new UnknownTaskException(edge);
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

  private void inferClaims(int to) {
    Claims reader = tasks.get(to).claims();
    BitSet froms = writersMeeting(reader.knownReads());
    froms.clear(to, tasks.size());
    froms.andNot(fixed.before(to));
    // What `to` reaches does not grow while edges into it are added, so this is asked once.
    froms.andNot(order.after(to));
    for (int from = froms.nextSetBit(0); from >= 0; from = froms.nextSetBit(from + 1)) {
      Task writer = tasks.get(from);
      String path =
          globs
              .firstOverlap(reader.knownReads(), writer.claims().knownWrites())
              .orElseThrow()
              .witness();
      into.get(to).add(new Dependency(writer.id(), tasks.get(to).id(), Provenance.CLAIM, path));
    }
    order.join(froms, to);
  }

  private BitSet writersMeeting(List<Glob> wanted) {
    BitSet found = new BitSet();
    if (!wanted.isEmpty()) {
      globs.meeting(wanted).stream().forEach(id -> found.or(writers.getOrDefault(id, NOBODY)));
    }
    return found;
  }

  private void exclude(int task) {
    Claims claims = tasks.get(task).claims();
    BitSet others = writersMeeting(claims.knownWrites());
    others.or(alone);
    if (alone.get(task)) {
      others.set(0, tasks.size());
    }
    others.clear(task);
    others.andNot(order.before(task));
    others.andNot(order.after(task));
    excluded.get(task).or(others);
    others.stream().forEach(other -> excluded.get(other).set(task));
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
