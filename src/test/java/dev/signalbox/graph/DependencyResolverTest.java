package dev.signalbox.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DependencyResolverTest {

  private static Task task(String id) {
    return new Task(id, "AGT-001", "", Map.of());
  }

  private static Task writing(String id, String... globs) {
    return task(id).withClaims(new Claims(null, globs(globs)));
  }

  private static Task reading(String id, String... globs) {
    return task(id).withClaims(new Claims(globs(globs), List.of()));
  }

  private static List<Glob> globs(String... patterns) {
    return Arrays.stream(patterns).map(Glob::parse).toList();
  }

  private static TaskGraph graph(Task... tasks) {
    return new DependencyResolver().addAll(List.of(tasks)).graph();
  }

  @Test
  void aTaskWithoutDependenciesIsExecutable() {
    var resolver = new DependencyResolver();
    resolver.add(new Task("task1", "AGT-002", "Test task", Map.of()));
    assertThat(resolver.executableTasks(Set.of("dep1")))
        .extracting(Task::id)
        .containsExactly("task1");
  }

  @Test
  void aDependencyElsewhereIsSatisfiedByWhatWasCompleted() {
    var resolver = new DependencyResolver().add(task("a").after("dep1"));
    assertThat(resolver.executableTasks(Set.of())).isEmpty();
    assertThat(resolver.executableTasks(Set.of("dep1"))).extracting(Task::id).containsExactly("a");
    resolver.add(task("dep1"));
    assertThat(resolver.executableTasks(Set.of())).extracting(Task::id).containsExactly("dep1");
  }

  @Test
  void theGraphRefusesADependencyOnATaskThatIsNotThere() {
    assertThatThrownBy(() -> graph(task("a").after("gone")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Task 'a' is to come after a task 'gone', and there is none. Add a task 'gone' or name one that is there.");
    assertThatThrownBy(() -> graph(task("a").withRun("echo ${tasks.gone.output.x}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("uses the output 'x' of a task 'gone'");
  }

  @Test
  void outputsNamedAnywhereInATasksTextsMakeDataEdges() {
    Task user =
        new Task(
                "d",
                "AGT-001",
                "Take ${tasks.c.output.z}",
                Map.of("deep", Map.of("list", List.of(1, List.of("x${tasks.a.output.k.2}y")))))
            .withRun(
                "f ${tasks.b.output.one} ${tasks.b.output.two} ${tasks.b.output.one} $HOME ${input.q}");
    assertThat(graph(task("a"), task("b"), task("c"), user).dependencies())
        .containsExactly(
            new Dependency("a", "d", Provenance.DATA, "k.2"),
            new Dependency("b", "d", Provenance.DATA, "one"),
            new Dependency("b", "d", Provenance.DATA, "two"),
            new Dependency("c", "d", Provenance.DATA, "z"));
  }

  @Test
  void aPairJoinedForTwoReasonsHasTwoEdgesAndOneNeighbour() {
    TaskGraph graph = graph(task("a"), task("b").after("a").withRun("${tasks.a.output.x}"));
    assertThat(graph.into("b"))
        .extracting(Dependency::provenance)
        .containsExactly(Provenance.DECLARED, Provenance.DATA);
    assertThat(graph.predecessors("b")).containsExactly("a");
    assertThat(graph.successors("a")).containsExactly("b");
  }

  @Test
  void aReaderComesAfterAnEarlierWriter() {
    TaskGraph graph = graph(writing("w", "db/schema.sql"), reading("r", "db/schema.sql"));
    assertThat(graph.dependencies())
        .containsExactly(new Dependency("w", "r", Provenance.CLAIM, "db/schema.sql"));
  }

  @Test
  void anEarlierReaderAndALaterWriterAreNeitherOrderedNorExclusive() {
    TaskGraph graph = graph(reading("r", "a.txt"), writing("w", "a.txt"));
    assertThat(graph.dependencies()).isEmpty();
    assertThat(graph.exclusions()).isEmpty();
  }

  @Test
  void aDeclaredPathAgainstTheFilesOrderKeepsTheClaimFromBeingInferred() {
    TaskGraph graph =
        graph(writing("w", "a.txt").after("m"), task("m").after("r"), reading("r", "a.txt"));
    assertThat(graph.dependencies())
        .extracting(Dependency::provenance)
        .containsOnly(Provenance.DECLARED);
  }

  @Test
  void overlappingWritersExcludeEachOtherUnlessOrdered() {
    TaskGraph graph =
        graph(writing("a", "x", "y"), writing("b", "z", "y"), writing("c", "y").after("a"));
    assertThat(graph.exclusions())
        .containsExactly(
            new Exclusion("a", "b", "y", "y", "y"), new Exclusion("b", "c", "y", "y", "y"));
    assertThat(graph.exclusionsOf("c")).containsExactly(new Exclusion("b", "c", "y", "y", "y"));
  }

  @Test
  void underExclusiveATaskWithoutWritesExcludesAllThatAreNotOrderedWithIt() {
    TaskGraph graph =
        new DependencyResolver(Undeclared.EXCLUSIVE)
            .addAll(List.of(task("a"), writing("b", "y"), task("c").after("a"), reading("d", "q")))
            .graph();
    assertThat(graph.exclusions())
        .containsExactly(
            new Exclusion("a", "b", "**", "y", ""),
            new Exclusion("a", "d", "**", "", ""),
            new Exclusion("b", "c", "y", "**", ""),
            new Exclusion("c", "d", "**", "", ""));
  }

  @Test
  void aRingIsRefusedWholeFromItsFirstTaskInTheFile() {
    assertThatThrownBy(
            () ->
                graph(
                    task("x").after("a"),
                    task("a").after("c"),
                    task("b").after("a"),
                    task("c").withRun("${tasks.b.output.o}").after("d"),
                    task("d").after("e"),
                    task("e").after("b")))
        .isInstanceOfSatisfying(
            CycleException.class,
            e ->
                assertThat(e.cycle())
                    .containsExactly(
                        new Dependency("a", "b", Provenance.DECLARED, ""),
                        new Dependency("b", "c", Provenance.DATA, "o"),
                        new Dependency("c", "a", Provenance.DECLARED, "")))
        .hasMessage("Tasks wait for each other: a → b → c → a");
    assertThatThrownBy(() -> graph(task("a").after("a"))).hasMessageEndingWith("a → a");
  }

  @Test
  void twoTasksOfOneIdAreRefused() {
    var resolver = new DependencyResolver().add(task("a"));
    assertThatThrownBy(() -> resolver.add(task("a"))).hasMessageContaining("'a' already");
  }
}
