package dev.signalbox.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

@PropertyDefaults(tries = 300, edgeCases = EdgeCasesMode.NONE)
class DependencyResolverPropertiesTest {

  @Provide
  Arbitrary<List<Task>> acyclic() {
    return Plans.acyclic(9);
  }

  @Provide
  Arbitrary<List<Task>> any() {
    return Plans.any(7);
  }

  @Provide
  Arbitrary<List<Task>> forward() {
    return Plans.forward(9);
  }

  private static TaskGraph graph(List<Task> tasks, Undeclared undeclared) {
    return new DependencyResolver(undeclared).addAll(tasks).graph();
  }

  private static List<String> ids(List<Task> tasks) {
    return tasks.stream().map(Task::id).toList();
  }

  /// What the tasks' own words say.
  private static List<Dependency> fixed(List<Task> tasks) {
    List<Dependency> edges = new ArrayList<>();
    for (Task task : tasks) {
      task.dependsOn()
          .forEach(id -> edges.add(new Dependency(id, task.id(), Provenance.DECLARED, "")));
      ids(tasks).stream()
          .filter(id -> String.valueOf(task.run()).contains("${tasks." + id + ".output.o}"))
          .forEach(id -> edges.add(new Dependency(id, task.id(), Provenance.DATA, "o")));
    }
    return edges;
  }

  @Property
  void whateverTheClaimsTheGraphIsAcyclicWheneverWhatIsFixedIs(
      @ForAll("acyclic") List<Task> tasks, @ForAll Undeclared undeclared) {
    TaskGraph graph = graph(tasks, undeclared);
    Matrix all = new Matrix(ids(tasks), graph.dependencies());
    assertThat(ids(tasks)).noneMatch(id -> all.reaches(id, id));
  }

  @Property
  void edgesAreExactlyThoseOfTheRules(@ForAll("acyclic") List<Task> tasks) {
    List<Dependency> fixed = fixed(tasks);
    Matrix byFixed = new Matrix(ids(tasks), fixed);
    List<Dependency> expected = new ArrayList<>(fixed);
    for (int to = 0; to < tasks.size(); to++) {
      for (int from = 0; from < to; from++) {
        Task reader = tasks.get(to);
        Task writer = tasks.get(from);
        if (Plans.meet(reader.claims().knownReads(), writer.claims().knownWrites())
            && !byFixed.ordered(writer.id(), reader.id())
            && !new Matrix(ids(tasks), expected).reaches(reader.id(), writer.id())) {
          expected.add(new Dependency(writer.id(), reader.id(), Provenance.CLAIM, ""));
        }
      }
    }
    assertThat(graph(tasks, Undeclared.OPTIMISTIC).dependencies())
        .map(
            d ->
                d.provenance() == Provenance.CLAIM
                    ? new Dependency(d.from(), d.to(), d.provenance(), "")
                    : d)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  @Property
  void edgesComeByTheFilesOrderOfTheirEndThenOfTheirBeginning(@ForAll("acyclic") List<Task> tasks) {
    List<String> ids = ids(tasks);
    TaskGraph graph = graph(tasks, Undeclared.OPTIMISTIC);
    assertThat(graph.dependencies())
        .extracting(d -> ids.indexOf(d.to()) * 100 + ids.indexOf(d.from()))
        .isSorted();
    assertThat(ids.stream().flatMap(id -> graph.outOf(id).stream()))
        .containsExactlyInAnyOrderElementsOf(graph.dependencies());
    assertThat(graph.asGraph().edgeSet()).containsExactlyElementsOf(graph.dependencies());
  }

  @Property
  void everyReaderComesAfterEveryEarlierWriterUnlessThatWouldContradictThePlan(
      @ForAll("acyclic") List<Task> tasks) {
    TaskGraph graph = graph(tasks, Undeclared.OPTIMISTIC);
    Matrix all = new Matrix(ids(tasks), graph.dependencies());
    for (Dependency claim : graph.dependencies()) {
      if (claim.provenance() == Provenance.CLAIM) {
        Task writer = graph.task(claim.from()).orElseThrow();
        Task reader = graph.task(claim.to()).orElseThrow();
        assertThat(tasks.indexOf(writer)).isLessThan(tasks.indexOf(reader));
        assertThat(Plans.matches(writer.claims().knownWrites(), claim.detail())).isTrue();
        assertThat(Plans.matches(reader.claims().knownReads(), claim.detail())).isTrue();
      }
    }
    for (int to = 0; to < tasks.size(); to++) {
      for (int from = 0; from < to; from++) {
        if (Plans.meet(
            tasks.get(to).claims().knownReads(), tasks.get(from).claims().knownWrites())) {
          assertThat(all.ordered(tasks.get(from).id(), tasks.get(to).id())).isTrue();
        }
      }
    }
  }

  @Property
  void reachabilityIsThatOfTheEdges(@ForAll("acyclic") List<Task> tasks) {
    TaskGraph graph = graph(tasks, Undeclared.OPTIMISTIC);
    Matrix all = new Matrix(ids(tasks), graph.dependencies());
    for (String a : ids(tasks)) {
      assertThat(graph.descendants(a))
          .containsExactlyElementsOf(ids(tasks).stream().filter(b -> all.reaches(a, b)).toList());
      assertThat(graph.ancestors(a))
          .containsExactlyElementsOf(ids(tasks).stream().filter(b -> all.reaches(b, a)).toList());
      assertThat(graph.successors(a))
          .containsExactlyInAnyOrderElementsOf(
              ids(tasks).stream()
                  .filter(
                      b ->
                          graph.dependencies().stream()
                              .anyMatch(d -> d.from().equals(a) && d.to().equals(b)))
                  .toList());
      assertThat(graph.predecessors(a))
          .allSatisfy(b -> assertThat(graph.successors(b)).contains(a));
    }
  }

  @Property
  void exclusionsAreExactlyTheUnorderedPairsThatMayWriteTheSame(
      @ForAll("acyclic") List<Task> tasks, @ForAll Undeclared undeclared) {
    TaskGraph graph = graph(tasks, undeclared);
    Matrix all = new Matrix(ids(tasks), graph.dependencies());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < tasks.size(); i++) {
      for (int j = i + 1; j < tasks.size(); j++) {
        Task a = tasks.get(i);
        Task b = tasks.get(j);
        boolean alone =
            undeclared == Undeclared.EXCLUSIVE
                && !(a.claims().declaresWrites() && b.claims().declaresWrites());
        boolean meet = Plans.meet(a.claims().knownWrites(), b.claims().knownWrites());
        boolean excluded = (alone || meet) && !all.ordered(a.id(), b.id());
        assertThat(graph.exclude(a.id(), b.id())).isEqualTo(excluded);
        assertThat(graph.exclude(b.id(), a.id())).isEqualTo(excluded);
        if (excluded) {
          expected.add(a.id() + " " + b.id());
        }
      }
    }
    assertThat(graph.exclusions())
        .extracting(e -> e.first() + " " + e.second())
        .containsExactlyElementsOf(expected);
    for (Exclusion e : graph.exclusions()) {
      if (!e.witness().isEmpty()) {
        assertThat(
                Plans.matches(
                    graph.task(e.first()).orElseThrow().claims().knownWrites(), e.witness()))
            .isTrue();
        assertThat(
                Plans.matches(
                    graph.task(e.second()).orElseThrow().claims().knownWrites(), e.witness()))
            .isTrue();
      } else {
        assertThat(List.of(e.firstGlob(), e.secondGlob())).contains("**");
      }
    }
    assertThat(ids(tasks).stream().flatMap(id -> graph.exclusionsOf(id).stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(graph.exclusions());
  }

  @Property
  void inWhateverOrderTasksEndAllRunOnceAndNeverBeforeTheirDependencies(
      @ForAll("acyclic") List<Task> tasks, @ForAll Random random) {
    var resolver = new DependencyResolver().addAll(tasks);
    List<Dependency> edges = resolver.graph().dependencies();
    Set<String> started = new HashSet<>();
    Set<String> completed = new HashSet<>();
    List<String> running = new ArrayList<>();
    while (completed.size() < tasks.size()) {
      for (Task task : resolver.executableTasks(completed)) {
        if (started.add(task.id())) {
          assertThat(edges.stream().filter(d -> d.to().equals(task.id())))
              .allMatch(d -> completed.contains(d.from()));
          running.add(task.id());
        }
      }
      assertThat(running).isNotEmpty();
      completed.add(running.remove(random.nextInt(running.size())));
    }
    assertThat(completed).containsExactlyInAnyOrderElementsOf(ids(tasks));
    assertThat(resolver.executableTasks(completed)).isEmpty();
  }

  @Property
  void aRingIsRefusedIfAndOnlyIfThereIsOneAndShownWhole(@ForAll("any") List<Task> tasks) {
    List<Dependency> fixed = fixed(tasks);
    Matrix byFixed = new Matrix(ids(tasks), fixed);
    List<String> onRings = ids(tasks).stream().filter(id -> byFixed.reaches(id, id)).toList();
    if (onRings.isEmpty()) {
      assertThatCode(() -> graph(tasks, Undeclared.OPTIMISTIC)).doesNotThrowAnyException();
      return;
    }
    CycleException refused =
        catchThrowableOfType(CycleException.class, () -> graph(tasks, Undeclared.OPTIMISTIC));
    List<Dependency> ring = refused.cycle();
    assertThat(fixed).containsAll(ring);
    assertThat(ring.getFirst().from()).isEqualTo(onRings.getFirst());
    assertThat(ring).hasSize(byFixed.distance(onRings.getFirst(), onRings.getFirst()));
    assertThat(ring.stream().map(Dependency::to))
        .containsExactlyElementsOf(
            Stream.concat(ring.stream().skip(1), ring.stream().limit(1))
                .map(Dependency::from)
                .toList());
  }

  @Property
  void tasksAddedOneByOneGiveTheSameGraph(
      @ForAll("forward") List<Task> tasks, @ForAll Undeclared undeclared) {
    TaskGraph grown = new DependencyResolver(undeclared).graph();
    for (Task task : tasks) {
      grown = grown.with(task);
    }
    TaskGraph whole = graph(tasks, undeclared);
    assertThat(grown.tasks()).isEqualTo(whole.tasks());
    assertThat(grown.dependencies()).isEqualTo(whole.dependencies());
    assertThat(grown.exclusions()).isEqualTo(whole.exclusions());
    for (Task task : tasks) {
      assertThat(grown.descendants(task.id())).isEqualTo(whole.descendants(task.id()));
      assertThat(grown.ancestors(task.id())).isEqualTo(whole.ancestors(task.id()));
    }
  }
}
