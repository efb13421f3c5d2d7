package dev.signalbox.graph;

import static java.util.Comparator.naturalOrder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jgrapht.Graph;
import org.jgrapht.alg.matching.HopcroftKarpMaximumCardinalityBipartiteMatching;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;

@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
class TaskGraphPropertiesTest {

  @Provide
  Arbitrary<List<Task>> acyclic() {
    return Plans.acyclic(9);
  }

  private static TaskGraph graph(List<Task> tasks, Undeclared undeclared) {
    return new DependencyResolver(undeclared).addAll(tasks).graph();
  }

  /// Lengths from 0 to 9 minutes, the same for the same task.
  private static Function<Task, Duration> lengths(Random random) {
    Map<String, Duration> lengths =
        IntStream.range(0, 20)
            .boxed()
            .collect(Collectors.toMap(i -> "t" + i, i -> Duration.ofMinutes(random.nextInt(10))));
    return task -> lengths.getOrDefault(task.id(), Duration.ZERO);
  }

  private static Duration sum(List<Task> tasks, Function<Task, Duration> lengths) {
    return tasks.stream().map(lengths).reduce(Duration.ZERO, Duration::plus);
  }

  /// Every chain of edges from one of `starts`, to its very end.
  private static List<List<String>> chains(TaskGraph graph, Set<String> starts) {
    List<List<String>> chains = new ArrayList<>();
    for (String start : starts) {
      List<List<String>> rests = chains(graph, graph.successors(start));
      if (rests.isEmpty()) {
        rests = List.of(List.of());
      }
      for (List<String> rest : rests) {
        List<String> chain = new ArrayList<>(List.of(start));
        chain.addAll(rest);
        chains.add(chain);
      }
    }
    return chains;
  }

  private static Duration length(
      TaskGraph graph, List<String> chain, Function<Task, Duration> lengths) {
    return sum(chain.stream().map(id -> graph.task(id).orElseThrow()).toList(), lengths);
  }

  @Property
  void whatRemainsIsTheLongestChainFromATask(
      @ForAll("acyclic") List<Task> tasks, @ForAll Random random) {
    TaskGraph graph = graph(tasks, Undeclared.OPTIMISTIC);
    Function<Task, Duration> lengths = lengths(random);
    Map<String, Duration> remaining = graph.remaining(lengths);
    assertThat(remaining.keySet()).containsExactlyElementsOf(tasks.stream().map(Task::id).toList());
    remaining.forEach(
        (id, rest) ->
            assertThat(rest)
                .isEqualTo(
                    chains(graph, Set.of(id)).stream()
                        .map(chain -> length(graph, chain, lengths))
                        .max(Comparator.naturalOrder())
                        .orElseThrow()));
  }

  @Property
  void theCriticalPathIsALongestChain(@ForAll("acyclic") List<Task> tasks, @ForAll Random random) {
    TaskGraph graph = graph(tasks, Undeclared.OPTIMISTIC);
    Function<Task, Duration> lengths = lengths(random);
    List<String> path = graph.criticalPath(lengths);
    Set<String> all = new LinkedHashSet<>(tasks.stream().map(Task::id).toList());
    for (int i = 1; i < path.size(); i++) {
      assertThat(graph.predecessors(path.get(i))).contains(path.get(i - 1));
    }
    assertThat(length(graph, path, lengths))
        .isEqualTo(
            chains(graph, all).stream()
                .map(chain -> length(graph, chain, lengths))
                .max(Comparator.naturalOrder())
                .orElseThrow());
  }

  @Property
  void levelsAreTheLengthsOfTheLongestChainsBefore(@ForAll("acyclic") List<Task> tasks) {
    TaskGraph graph = graph(tasks, Undeclared.OPTIMISTIC);
    List<List<String>> levels = graph.levels();
    assertThat(levels.stream().mapToInt(List::size).sum()).isEqualTo(tasks.size());
    for (int l = 0; l < levels.size(); l++) {
      Set<String> above = l == 0 ? Set.of() : Set.copyOf(levels.get(l - 1));
      Set<String> sameOrBelow =
          levels.stream().skip(l).flatMap(List::stream).collect(Collectors.toSet());
      for (String id : levels.get(l)) {
        assertThat(graph.predecessors(id)).doesNotContainAnyElementsOf(sameOrBelow);
        if (l > 0) {
          assertThat(graph.predecessors(id)).containsAnyElementsOf(above);
        }
      }
    }
  }

  @Property
  void theWidthIsTheLargestSetOfTasksThatNoPathOrders(
      @ForAll("acyclic") List<Task> tasks, @ForAll Undeclared undeclared) {
    TaskGraph graph = graph(tasks, undeclared);
    int largest = 0;
    for (int set = 0; set < 1 << tasks.size(); set++) {
      BitSet members = BitSet.valueOf(new long[] {set});
      boolean together =
          members.stream()
              .allMatch(
                  a ->
                      members.stream()
                          .allMatch(
                              b -> a == b || mayRunTogether(graph, tasks.get(a), tasks.get(b))));
      largest = together ? Math.max(largest, members.cardinality()) : largest;
    }
    assertThat(graph.width()).isEqualTo(largest);
    assertThat(graph.widthIf(undeclared)).isEqualTo(largest);
  }

  private static boolean mayRunTogether(TaskGraph graph, Task a, Task b) {
    boolean alone =
        graph.undeclared() == Undeclared.EXCLUSIVE
            && !(a.claims().declaresWrites() && b.claims().declaresWrites());
    return !alone && !graph.comesAfter(a.id(), b.id()) && !graph.comesAfter(b.id(), a.id());
  }

  @Property(tries = 60)
  void theWidthOfALargerOrderIsWhatAnIndependentMatchingGives(
      @ForAll @IntRange(min = 2, max = 120) int size,
      @ForAll @IntRange(min = 0, max = 4) int edges,
      @ForAll Random random) {
    Reachability order = new Reachability();
    IntStream.range(0, size).forEach(i -> order.append());
    for (int i = 0; i < size * edges; i++) {
      int a = random.nextInt(size - 1);
      order.join(a, a + 1 + random.nextInt(Math.min(size - a - 1, 20)));
    }
    Graph<String, DefaultEdge> pairs = new SimpleGraph<>(DefaultEdge.class);
    Set<String> left = new LinkedHashSet<>();
    Set<String> right = new LinkedHashSet<>();
    for (int i = 0; i < size; i++) {
      left.add("from " + i);
      right.add("to " + i);
    }
    left.forEach(pairs::addVertex);
    right.forEach(pairs::addVertex);
    for (int i = 0; i < size; i++) {
      int from = i;
      order.after(i).stream().forEach(to -> pairs.addEdge("from " + from, "to " + to));
    }
    int matched =
        new HopcroftKarpMaximumCardinalityBipartiteMatching<>(pairs, left, right)
            .getMatching()
            .getEdges()
            .size();
    BitSet all = new BitSet();
    all.set(0, size);
    assertThat(Antichain.largest(order, all)).isEqualTo(size - matched);
  }

  @Property
  void aPredictedRunIsNeverShorterThanTheBoundNorLongerThanOneAtATime(
      @ForAll("acyclic") List<Task> tasks,
      @ForAll Undeclared undeclared,
      @ForAll @IntRange(min = 1, max = 4) int parallel,
      @ForAll @IntRange(min = 1, max = 3) int capacity,
      @ForAll Random random) {
    TaskGraph graph =
        graph(
            tasks.stream().map(t -> random.nextBoolean() ? t.using("db") : t).toList(), undeclared);
    Function<Task, Duration> lengths = lengths(random);
    assertThat(graph.makespan(parallel, lengths, agent -> capacity))
        .isBetween(graph.bound(parallel, lengths, agent -> capacity), sum(tasks, lengths));
    assertThat(graph.makespan(parallel, lengths, agent -> 9, db -> capacity))
        .isBetween(graph.bound(parallel, lengths, agent -> 9, db -> capacity), sum(tasks, lengths));
    assertThat(graph.makespan(1, lengths, agent -> capacity)).isEqualTo(sum(tasks, lengths));
    assertThat(graph.bound(1, lengths, agent -> capacity)).isEqualTo(sum(tasks, lengths));
  }

  @Property
  void aTimetableKeepsToSlotsAgentsDependenciesAndExclusionsAndEndsAsPredicted(
      @ForAll("acyclic") List<Task> tasks,
      @ForAll Undeclared undeclared,
      @ForAll @IntRange(min = 1, max = 4) int parallel,
      @ForAll Random random) {
    TaskGraph graph = graph(tasks, undeclared);
    Function<Task, Duration> lengths = lengths(random);
    List<String> first = new ArrayList<>(graph.byUrgency(lengths));
    Collections.shuffle(first, random);
    List<Stint> stints = graph.stints(parallel, lengths, agent -> 2, name -> 1, first);
    assertThat(stints).extracting(Stint::task).containsExactlyInAnyOrderElementsOf(first);
    assertThat(stints.stream().map(Stint::end).max(naturalOrder()).orElse(Duration.ZERO))
        .isEqualTo(graph.makespan(parallel, lengths, agent -> 2, name -> 1, first));
    for (Stint one : stints) {
      assertThat(one.slot()).isBetween(1, parallel);
      for (Stint other : stints) {
        if (graph.comesAfter(other.task(), one.task())) {
          assertThat(other.start()).isGreaterThanOrEqualTo(one.end());
        } else if (one != other && overlap(one, other)) {
          assertThat(one.slot()).isNotEqualTo(other.slot());
          assertThat(graph.exclude(one.task(), other.task())).isFalse();
        }
      }
    }
  }

  private static boolean overlap(Stint one, Stint other) {
    return one.start().compareTo(other.end()) < 0 && other.start().compareTo(one.end()) < 0;
  }

  @Property
  void theOrderByUrgencyChangesNothingWhereItIsGiven(
      @ForAll("acyclic") List<Task> tasks,
      @ForAll Undeclared undeclared,
      @ForAll @IntRange(min = 1, max = 4) int parallel,
      @ForAll Random random) {
    TaskGraph graph =
        graph(tasks.stream().map(t -> t.withPriority(random.nextInt(2))).toList(), undeclared);
    Function<Task, Duration> lengths = lengths(random);
    assertThat(graph.stints(parallel, lengths, agent -> 2, name -> 1, graph.byUrgency(lengths)))
        .isEqualTo(graph.stints(parallel, lengths, agent -> 2, name -> 1, List.of()));
  }

  @Property
  void aPredictedRunIsThatInWhichAllThatIsReadyIsLookedAtEachTime(
      @ForAll("acyclic") List<Task> tasks,
      @ForAll Undeclared undeclared,
      @ForAll @IntRange(min = 1, max = 4) int parallel,
      @ForAll @IntRange(min = 1, max = 3) int capacity,
      @ForAll Random random) {
    TaskGraph graph =
        graph(
            tasks.stream()
                .map(t -> random.nextBoolean() ? t.using("db") : t)
                .map(t -> t.withPriority(random.nextInt(2)))
                .toList(),
            undeclared);
    Function<Task, Duration> lengths = lengths(random);
    assertThat(graph.makespan(parallel, lengths, agent -> 2, db -> capacity))
        .isEqualTo(plainly(graph, parallel, lengths, 2, capacity));
  }

  /// The rule of list scheduling, by the plainest means.
  private static Duration plainly(
      TaskGraph graph, int parallel, Function<Task, Duration> lengths, int agents, int dbs) {
    Map<String, Duration> remaining = graph.remaining(lengths);
    List<Task> waiting = new ArrayList<>(graph.tasks());
    waiting.sort(
        Comparator.comparingInt((Task t) -> -t.priority())
            .thenComparing(t -> remaining.get(t.id()), Comparator.reverseOrder()));
    Map<Task, Duration> running = new HashMap<>();
    Set<String> done = new HashSet<>();
    Duration now = Duration.ZERO;
    while (done.size() < graph.tasks().size()) {
      for (Task task : List.copyOf(waiting)) {
        if (running.size() < parallel
            && done.containsAll(graph.predecessors(task.id()))
            && running.keySet().stream().filter(r -> r.agent().equals(task.agent())).count()
                < agents
            && (task.uses().isEmpty()
                || running.keySet().stream().filter(r -> !r.uses().isEmpty()).count() < dbs)
            && running.keySet().stream().noneMatch(r -> graph.exclude(r.id(), task.id()))) {
          running.put(task, now.plus(lengths.apply(task)));
          waiting.remove(task);
        }
      }
      now = running.values().stream().min(Comparator.naturalOrder()).orElseThrow();
      for (Task task : List.copyOf(running.keySet())) {
        if (running.get(task).equals(now)) {
          running.remove(task);
          done.add(task.id());
        }
      }
    }
    return now;
  }

  @Property
  void aWidthThatIsNotExactIsNeverTooLarge(@ForAll("acyclic") List<Task> tasks) {
    TaskGraph graph = graph(tasks, Undeclared.OPTIMISTIC);
    BitSet some = new BitSet();
    for (int i = 0; i < tasks.size(); i++) {
      some.set(i, i % 3 != 1);
    }
    assertThat(Antichain.largestLevel(graph.order, some))
        .isBetween(1, Antichain.largest(graph.order, some));
  }

  @Property
  void withoutExclusionsListSchedulingStaysWithinGrahamsBound(
      @ForAll("acyclic") List<Task> tasks,
      @ForAll @IntRange(min = 1, max = 5) int parallel,
      @ForAll Random random) {
    TaskGraph graph = graph(tasks, Undeclared.OPTIMISTIC);
    if (!graph.exclusions().isEmpty()) {
      return;
    }
    Function<Task, Duration> lengths = lengths(random);
    long critical = length(graph, graph.criticalPath(lengths), lengths).toNanos();
    long work = sum(tasks, lengths).toNanos();
    long makespan = graph.makespan(parallel, lengths, agent -> 100).toNanos();
    assertThat(makespan * parallel).isLessThanOrEqualTo(work + (parallel - 1) * critical);
    assertThat(graph.makespan(100, lengths, agent -> 100).toNanos()).isEqualTo(critical);
  }

  @Property
  void anEdgeAddedByHandIsRefusedIfTheFixedOnesRunTheOtherWayAndElseHolds(
      @ForAll("acyclic") List<Task> tasks, @ForAll Random random) {
    TaskGraph graph = graph(tasks, Undeclared.OPTIMISTIC);
    String from = tasks.get(random.nextInt(tasks.size())).id();
    String to = tasks.get(random.nextInt(tasks.size())).id();
    Provenance provenance = random.nextBoolean() ? Provenance.DECLARED : Provenance.ADDED;
    Matrix fixed =
        new Matrix(
            tasks.stream().map(Task::id).toList(),
            graph.dependencies().stream().filter(d -> d.provenance() != Provenance.CLAIM).toList());
    if (from.equals(to) || fixed.reaches(to, from)) {
      assertThatThrownBy(() -> graph.withDependency(from, to, provenance))
          .isInstanceOf(CycleException.class);
      return;
    }
    boolean already = graph.into(to).contains(new Dependency(from, to, provenance, ""));
    TaskGraph more = graph.withDependency(from, to, provenance);
    assertThat(more.comesAfter(to, from)).isTrue();
    assertThat(more.into(to)).contains(new Dependency(from, to, provenance, ""));
    assertThat(more.exclude(from, to)).isFalse();
    if (!already
        && graph.into(to).stream()
            .noneMatch(d -> d.from().equals(from) && d.provenance() == Provenance.DECLARED)) {
      TaskGraph less = more.withoutDependency(from, to);
      assertThat(less.tasks()).isEqualTo(graph.tasks());
      assertThat(less.dependencies()).isEqualTo(graph.dependencies());
      assertThat(less.exclusions()).isEqualTo(graph.exclusions());
    }
  }
}
