package dev.signalbox.graph;

import dev.signalbox.claim.Overlap;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jgrapht.Graph;
import org.jgrapht.graph.AsUnmodifiableGraph;
import org.jgrapht.graph.DirectedMultigraph;

/// Tasks, the edges between them and the pairs that exclude each other. Immutable; acyclic.
///
/// Two tasks may be joined by several edges, one for each reason; whoever counts or measures sees
/// one. Sets and lists come in the order of the file. Ids that are not here are refused.
public final class TaskGraph {
  final Map<String, Integer> positions;
  final List<List<Dependency>> into;
  final List<List<Dependency>> outOf;
  final Reachability order;
  final Writers writers;
  private final Undeclared undeclared;
  private final List<Task> tasks;
  private final Exclusions exclusions;
  private final Schedule schedule;

  TaskGraph(GraphBuilder builder) {
    order = builder.order;
    writers = builder.writers;
    undeclared = builder.undeclared;
    tasks = List.copyOf(builder.tasks);
    positions = Collections.unmodifiableMap(builder.positions);
    into = Collections.unmodifiableList(builder.into);
    outOf = Collections.unmodifiableList(builder.outOf);
    exclusions = new Exclusions(writers, order);
    schedule = new Schedule(this);
  }

  /// How tasks without declared writes run.
  public Undeclared undeclared() {
    return undeclared;
  }

  public List<Task> tasks() {
    return tasks;
  }

  public Optional<Task> task(String id) {
    Integer position = positions.get(id);
    return position == null ? Optional.empty() : Optional.of(tasks.get(position));
  }

  /// Every edge, by the file's order of its end, then of its beginning.
  public List<Dependency> dependencies() {
    return into.stream().flatMap(List::stream).toList();
  }

  /// The edges that end at `id`: what it waits for.
  public List<Dependency> into(String id) {
    return into.get(position(id));
  }

  /// The edges that begin at `id`: what waits for it.
  public List<Dependency> outOf(String id) {
    return outOf.get(position(id));
  }

  /// The tasks that `id` waits for directly.
  public Set<String> predecessors(String id) {
    return distinct(into(id), Dependency::from);
  }

  /// The tasks that wait for `id` directly.
  public Set<String> successors(String id) {
    return distinct(outOf(id), Dependency::to);
  }

  /// Every task that comes before `id`, directly or not.
  public Set<String> ancestors(String id) {
    return ids(order.before(position(id)));
  }

  /// Every task that comes after `id`, directly or not.
  public Set<String> descendants(String id) {
    return ids(order.after(position(id)));
  }

  /// Whether `later` comes after `earlier`, directly or not.
  public boolean comesAfter(String later, String earlier) {
    return order.reaches(position(earlier), position(later));
  }

  /// The pairs that exclude each other, each once, by the order of their first, then of their
  /// second.
  public List<Exclusion> exclusions() {
    return exclusions(position -> true, Integer.MAX_VALUE);
  }

  /// Those of [#exclusions] that rest on globs both declare, and so have a witness.
  public List<Exclusion> overlaps() {
    return overlaps(Integer.MAX_VALUE);
  }

  /// The first of [#overlaps]. There may be more of them than tasks, by far.
  public List<Exclusion> overlaps(int most) {
    return exclusions(this::declaresWrites, most);
  }

  /// How many [#overlaps] there are.
  public long countOverlaps() {
    long[] count = new long[1];
    exclusions.pairs(this::declaresWrites, (first, second) -> count[0]++);
    return count[0];
  }

  private boolean declaresWrites(int position) {
    return tasks.get(position).claims().declaresWrites();
  }

  private List<Exclusion> exclusions(IntPredicate wanted, int most) {
    List<Exclusion> found = new ArrayList<>();
    exclusions.pairs(
        wanted,
        (first, second) -> {
          if (found.size() < most) {
            found.add(exclusion(first, second));
          }
        });
    return Collections.unmodifiableList(found);
  }

  /// Those of [#exclusions] that `id` is one of.
  public List<Exclusion> exclusionsOf(String id) {
    int self = position(id);
    return IntStream.of(exclusions.of(self))
        .mapToObj(other -> exclusion(Math.min(self, other), Math.max(self, other)))
        .toList();
  }

  /// Whether the two may hold their claims at the same time, as far as is declared.
  public boolean exclude(String one, String other) {
    return exclusions.exclude(position(one), position(other));
  }

  private Exclusion exclusion(int first, int second) {
    Task a = tasks.get(first);
    Task b = tasks.get(second);
    Optional<Overlap> overlap =
        writers.globs.firstOverlap(a.claims().knownWrites(), b.claims().knownWrites());
    return new Exclusion(
        a.id(),
        b.id(),
        overlap.map(o -> o.left().pattern()).orElseGet(() -> anyWrite(a)),
        overlap.map(o -> o.right().pattern()).orElseGet(() -> anyWrite(b)),
        overlap.map(Overlap::witness).orElse(""));
  }

  private static String anyWrite(Task task) {
    if (!task.claims().declaresWrites()) {
      return "**";
    }
    return task.claims().knownWrites().stream().findFirst().map(g -> g.pattern()).orElse("");
  }

  /// This graph with one more task, at the end.
  ///
  /// @throws CycleException where that closes a ring
  /// @throws IllegalArgumentException where its id is taken, or it comes after a task that is not
  ///   here
  public TaskGraph with(Task task) {
    return GraphBuilder.append(this, task);
  }

  /// This graph with one more edge. Claim edges that it contradicts or makes needless go.
  ///
  /// @param provenance [Provenance#DECLARED], which also changes the task's `dependsOn`, or
  ///   [Provenance#ADDED]; the other two follow from what the tasks say
  /// @throws CycleException where that closes a ring
  /// @throws IllegalArgumentException where a task is not here, or the edge cannot be added by hand
  public TaskGraph withDependency(String from, String to, Provenance provenance) {
    return GraphEdit.add(this, new Dependency(from, to, provenance, ""));
  }

  /// This graph without the declared or added edge between two tasks. Claim edges that it kept away
  /// come.
  ///
  /// @throws IllegalArgumentException where there is no such edge; the message says what there is
  ///   instead
  public TaskGraph withoutDependency(String from, String to) {
    return GraphEdit.remove(this, from, to);
  }

  /// For each task how long it is from its start to the end of the longest chain it begins, its own
  /// length included.
  ///
  /// This is the upward rank of HEFT (Topcuoglu, Hariri, Wu: *Performance-effective and
  /// low-complexity task scheduling for heterogeneous computing*, 2002), with no cost of
  /// communication: what holds up most is started first.
  public Map<String, Duration> remaining(Function<Task, Duration> expected) {
    return schedule.remaining(expected);
  }

  /// The longest chain of tasks, from its first to its last; of equally long ones the earliest in
  /// the file. No number of slots makes the run shorter than it.
  public List<String> criticalPath(Function<Task, Duration> expected) {
    return schedule.criticalPath(expected);
  }

  /// Tasks by how many lie before them on the longest chain: each level waits for something in the
  /// one before.
  public List<List<String>> levels() {
    return schedule.levels();
  }

  /// How many tasks could run at once if slots did not matter: the largest set of tasks no two of
  /// which are ordered, by this graph's [#undeclared]. Pairs that exclude each other are not looked
  /// at, so it is the most that can be hoped for.
  public int width() {
    return widthIf(undeclared);
  }

  /// Whether [#width] and the like are exact. For some thousands of tasks they are; beyond that
  /// they say what it is at least.
  public boolean isWidthExact() {
    return Antichain.isExact(order);
  }

  /// [#width], if tasks without declared writes ran this way. Exclusive ones only run alone.
  public int widthIf(Undeclared policy) {
    return width(policy, task -> true);
  }

  /// [#width] of some of the tasks.
  public int widthOf(Predicate<Task> some) {
    return width(undeclared, some);
  }

  private int width(Undeclared policy, Predicate<Task> some) {
    BitSet members = new BitSet();
    for (int i = 0; i < tasks.size(); i++) {
      Task task = tasks.get(i);
      members.set(
          i,
          some.test(task) && (policy == Undeclared.OPTIMISTIC || task.claims().declaresWrites()));
    }
    int alone = tasks.stream().anyMatch(some) ? 1 : 0;
    return Math.max(Antichain.largest(order, members), alone);
  }

  /// How long a run would take with `parallel` slots, if every task took as long as expected and
  /// landed at once.
  ///
  /// List scheduling (Graham: *Bounds on multiprocessing timing anomalies*, 1969): whenever
  /// something ends, those tasks start that can, higher priority first, then by [#remaining]. Tasks
  /// that exclude each other do not overlap, no agent does more at once than its capacity, and no
  /// resource is held by more than there is of it.
  ///
  /// @param capacityOf how many commands an agent runs at once, by its id
  /// @param amountOf how many tasks can hold a resource at once, by its name
  /// @param first ids of tasks that go before all others, in this order
  public Duration makespan(
      int parallel,
      Function<Task, Duration> expected,
      ToIntFunction<String> capacityOf,
      ToIntFunction<String> amountOf,
      List<String> first) {
    return schedule.makespan(parallel, expected, capacityOf, amountOf, first);
  }

  /// The run that [#makespan] is the length of: when each task starts and ends, and in which slot.
  ///
  /// @return by when they start
  public List<Stint> stints(
      int parallel,
      Function<Task, Duration> expected,
      ToIntFunction<String> capacityOf,
      ToIntFunction<String> amountOf,
      List<String> first) {
    return schedule.stints(parallel, expected, capacityOf, amountOf, first);
  }

  /// The tasks in the order in which they would start if all were ready: higher priority first,
  /// then by [#remaining], then as in the file.
  public List<String> byUrgency(Function<Task, Duration> expected) {
    return schedule.byUrgency(expected);
  }

  /// [#makespan], where no task goes first.
  public Duration makespan(
      int parallel,
      Function<Task, Duration> expected,
      ToIntFunction<String> capacityOf,
      ToIntFunction<String> amountOf) {
    return makespan(parallel, expected, capacityOf, amountOf, List.of());
  }

  /// [#makespan], where there is enough of every resource.
  public Duration makespan(
      int parallel, Function<Task, Duration> expected, ToIntFunction<String> capacityOf) {
    return makespan(parallel, expected, capacityOf, resource -> Integer.MAX_VALUE);
  }

  /// What no schedule with `parallel` slots can beat: the longest of the critical path, all work
  /// divided by the slots, each agent's work divided by its capacity, and the work that needs a
  /// resource divided by how much there is of it.
  public Duration bound(
      int parallel,
      Function<Task, Duration> expected,
      ToIntFunction<String> capacityOf,
      ToIntFunction<String> amountOf) {
    return schedule.bound(parallel, expected, capacityOf, amountOf);
  }

  /// [#bound], where there is enough of every resource.
  public Duration bound(
      int parallel, Function<Task, Duration> expected, ToIntFunction<String> capacityOf) {
    return bound(parallel, expected, capacityOf, resource -> Integer.MAX_VALUE);
  }

  /// The edges as a JGraphT graph, for its layouts and algorithms: one edge for each reason, so two
  /// tasks may be joined by several.
  public Graph<String, Dependency> asGraph() {
    Graph<String, Dependency> graph = new DirectedMultigraph<>(Dependency.class);
    tasks.forEach(task -> graph.addVertex(task.id()));
    into.forEach(edges -> edges.forEach(edge -> graph.addEdge(edge.from(), edge.to(), edge)));
    return new AsUnmodifiableGraph<>(graph);
  }

  /// Whether all that `position` waits for directly is in `done`.
  boolean isReady(int position, BitSet done) {
    return schedule.isReady(position, done);
  }

  /// Where the tasks of these ids stand; others are passed over.
  BitSet positions(Set<String> ids) {
    BitSet found = new BitSet();
    for (int i = 0; i < tasks.size(); i++) {
      found.set(i, ids.contains(tasks.get(i).id()));
    }
    return found;
  }

  int position(String id) {
    Integer position = positions.get(id);
    if (position == null) {
      throw new IllegalArgumentException("There is no task '" + id + "' in this graph.");
    }
    return position;
  }

  private static Set<String> distinct(List<Dependency> edges, Function<Dependency, String> end) {
    return inOrder(edges.stream().map(end));
  }

  private Set<String> ids(BitSet row) {
    return inOrder(row.stream().mapToObj(i -> tasks.get(i).id()));
  }

  private static Set<String> inOrder(Stream<String> ids) {
    Set<String> set = ids.collect(Collectors.toCollection(LinkedHashSet::new));
    return Collections.unmodifiableSet(set);
  }
}
