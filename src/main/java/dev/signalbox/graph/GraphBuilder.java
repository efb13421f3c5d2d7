package dev.signalbox.graph;

import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/// Puts a [TaskGraph] together, in this order:
///
/// 1. what the plan fixes: declared edges, data edges, edges added at run time. They may point
///    backwards in the file; a ring among them is refused.
/// 2. claim edges, reader after earlier writer, by the file's order of the reader and then of the
///    writer. A pair that a fixed path orders, in either direction, gets none; nor does one whose
///    edge would close a ring with the edges that are there by then. So claims never make a ring,
///    and never undo what a person wrote.
///
/// A task at the end is on no path to an earlier one, so adding it to a finished graph gives the
/// same as building anew.
final class GraphBuilder {
  private static final Comparator<Dependency> BY_PROVENANCE =
      Comparator.comparing(Dependency::provenance);

  final List<Task> tasks;
  final Map<String, Integer> positions;

  /// The edges that end at each task, once it is finished by the file's order of their beginnings.
  final List<List<Dependency>> into;

  /// The edges that begin at each task.
  final List<List<Dependency>> outOf;

  final Reachability order;
  final Writers writers;
  final Undeclared undeclared;
  private final boolean lenient;

  /// @param lenient whether dependencies on tasks that are not there are passed over
  private GraphBuilder(Undeclared undeclared, boolean lenient) {
    this.undeclared = undeclared;
    this.lenient = lenient;
    tasks = new ArrayList<>();
    positions = new HashMap<>();
    into = new ArrayList<>();
    outOf = new ArrayList<>();
    order = new Reachability();
    writers = new Writers();
  }

  private GraphBuilder(TaskGraph graph) {
    undeclared = graph.undeclared();
    lenient = false;
    tasks = new ArrayList<>(graph.tasks());
    positions = new HashMap<>(graph.positions);
    into = new ArrayList<>(graph.into);
    outOf = new ArrayList<>(graph.outOf);
    order = new Reachability(graph.order);
    writers = new Writers(graph.writers);
  }

  static TaskGraph build(
      Collection<Task> tasks,
      Undeclared undeclared,
      Collection<Dependency> added,
      boolean lenient) {
    GraphBuilder builder = new GraphBuilder(undeclared, lenient);
    tasks.forEach(builder::append);
    builder.addFixed(tasks, added);
    builder.inferClaims();
    builder.finish();
    return new TaskGraph(builder);
  }

  static TaskGraph append(TaskGraph graph, Task task) {
    GraphBuilder builder = new GraphBuilder(graph);
    int last = graph.tasks().size();
    builder.append(task);
    builder.addFixed(task);
    BitSet froms = builder.beginnings(last);
    if (froms.get(last)) {
      throw new CycleException(ShortestRing.in(builder.tasks, builder.into));
    }
    builder.order.join(froms, last);
    BitSet candidates = builder.writersBefore(last);
    if (!candidates.isEmpty()) {
      candidates.andNot(builder.fixedBefore(last));
      builder.addClaims(candidates, last);
    }
    builder.finish(last);
    return new TaskGraph(builder);
  }

  private void append(Task task) {
    int position = tasks.size();
    if (positions.putIfAbsent(task.id(), position) != null) {
      throw new IllegalArgumentException(
          "There are two tasks '" + task.id() + "'. Give one of them another id.");
    }
    tasks.add(task);
    into.add(new ArrayList<>(0));
    outOf.add(List.of());
    order.append();
    writers.append(task, undeclared);
  }

  private void addFixed(Collection<Task> newTasks, Collection<Dependency> added) {
    newTasks.forEach(this::addFixed);
    for (Dependency edge : added) {
      if (isKnown(edge) && !into(edge.to()).contains(edge)) {
        into(edge.to()).add(edge);
      }
    }
    for (int to = 0; to < tasks.size(); to++) {
      order.joinUnsorted(beginnings(to), to);
    }
    if (!order.sort()) {
      throw new CycleException(ShortestRing.in(tasks, into));
    }
  }

  private void addFixed(Task task) {
    Set<Dependency> edges = new LinkedHashSet<>(named(task));
    edges.removeIf(edge -> !isKnown(edge));
    into(task.id()).addAll(edges);
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

  private boolean isKnown(Dependency edge) {
    if (positions.containsKey(edge.from()) && positions.containsKey(edge.to())) {
      return true;
    }
    if (lenient) {
      return false;
    }
    throw new UnknownTaskException(edge);
  }

  private List<Dependency> into(String id) {
    return into.get(position(id));
  }

  private int position(String id) {
    return Objects.requireNonNull(positions.get(id));
  }

  private BitSet beginnings(int to) {
    BitSet froms = new BitSet();
    into.get(to).forEach(edge -> froms.set(position(edge.from())));
    return froms;
  }

  /// Whether what is fixed orders a pair is asked for many readers at once, and before the first
  /// claim edge joins what is fixed.
  private void inferClaims() {
    List<Integer> readers = new ArrayList<>();
    List<BitSet> candidates = new ArrayList<>();
    for (int to = 0; to < tasks.size(); to++) {
      BitSet writing = writersBefore(to);
      if (!writing.isEmpty()) {
        readers.add(to);
        candidates.add(writing);
      }
    }
    for (int start = 0; start < readers.size(); start += Reachability.SWEEP) {
      int end = Math.min(readers.size(), start + Reachability.SWEEP);
      int[] block = readers.subList(start, end).stream().mapToInt(Integer::intValue).toArray();
      List<BitSet> writing = candidates.subList(start, end);
      var sweep = order.sweep(block, writing.stream().flatMapToInt(BitSet::stream));
      for (int k = 0; k < block.length; k++) {
        int index = k;
        BitSet unordered = writing.get(k);
        writing.get(k).stream().filter(f -> sweep.ordered(index, f)).forEach(unordered::clear);
      }
    }
    for (int i = 0; i < readers.size(); i++) {
      addClaims(candidates.get(i), readers.get(i));
    }
  }

  private BitSet writersBefore(int to) {
    BitSet before = new BitSet();
    IntStream.of(writers.of(tasks.get(to).claims().knownReads()))
        .takeWhile(from -> from < to)
        .forEach(before::set);
    return before;
  }

  private void addClaims(BitSet froms, int to) {
    // What `to` reaches does not grow while edges into it are added, so this is asked once.
    froms.andNot(order.afterTowards(to, froms));
    Task reader = tasks.get(to);
    for (int from = froms.nextSetBit(0); from >= 0; from = froms.nextSetBit(from + 1)) {
      Task writer = tasks.get(from);
      String path =
          writers
              .globs
              .firstOverlap(reader.claims().knownReads(), writer.claims().knownWrites())
              .orElseThrow()
              .witness();
      into.get(to).add(new Dependency(writer.id(), reader.id(), Provenance.CLAIM, path));
    }
    order.join(froms, to);
  }

  /// What comes before a task without the edges that claims gave.
  private BitSet fixedBefore(int to) {
    BitSet met = new BitSet();
    BitSet open = new BitSet();
    open.set(to);
    for (int i = to; i >= 0; i = open.nextSetBit(0)) {
      open.clear(i);
      for (Dependency edge : into.get(i)) {
        int from = position(edge.from());
        if (edge.provenance() != Provenance.CLAIM && !met.get(from)) {
          met.set(from);
          open.set(from);
        }
      }
    }
    return met;
  }

  private void finish() {
    List<List<Dependency>> out = new ArrayList<>();
    tasks.forEach(task -> out.add(new ArrayList<>(0)));
    for (int to = 0; to < tasks.size(); to++) {
      into.set(to, sorted(into.get(to)));
      into.get(to).forEach(edge -> out.get(position(edge.from())).add(edge));
    }
    for (int from = 0; from < tasks.size(); from++) {
      outOf.set(from, List.copyOf(out.get(from)));
    }
  }

  private void finish(int last) {
    into.set(last, sorted(into.get(last)));
    for (Dependency edge : into.get(last)) {
      int from = position(edge.from());
      List<Dependency> more = new ArrayList<>(outOf.get(from));
      more.add(edge);
      outOf.set(from, List.copyOf(more));
    }
  }

  /// By the file's order of their beginnings.
  private List<Dependency> sorted(List<Dependency> edges) {
    return edges.size() < 2
        ? List.copyOf(edges)
        : edges.stream()
            .sorted(
                Comparator.comparingInt((Dependency d) -> position(d.from()))
                    .thenComparing(BY_PROVENANCE))
            .toList();
  }
}
