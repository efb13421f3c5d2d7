package dev.signalbox.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class TaskGraphTest {
  private static final Function<Task, Duration> MINUTE = task -> Duration.ofMinutes(1);

  private static Task task(String id) {
    return new Task(id, "A", "", Map.of());
  }

  private static Task claiming(String id, List<String> reads, List<String> writes) {
    return task(id).withClaims(new Claims(globs(reads), globs(writes)));
  }

  private static List<Glob> globs(List<String> patterns) {
    return patterns.stream().map(Glob::parse).toList();
  }

  private static TaskGraph graph(Task... tasks) {
    return new DependencyResolver().addAll(List.of(tasks)).graph();
  }

  @Test
  void anEmptyGraphHasNoWidthNoLengthAndNoLevels() {
    TaskGraph graph = graph();
    assertThat(graph.width()).isZero();
    assertThat(graph.widthIf(Undeclared.EXCLUSIVE)).isZero();
    assertThat(graph.makespan(3, MINUTE, agent -> 1)).isZero();
    assertThat(graph.criticalPath(MINUTE)).isEmpty();
    assertThat(graph.levels()).isEmpty();
  }

  @Test
  void aTaskThatIsNotThereIsRefusedWithItsName() {
    assertThatThrownBy(() -> graph(task("a")).into("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no task 'b' in this graph.");
  }

  @Test
  void aTaskIsAddedAtTheEndAndTheOldGraphStaysAsItWas() {
    TaskGraph old = graph(claiming("w", List.of(), List.of("a")));
    TaskGraph more = old.with(claiming("r", List.of("a"), List.of()));
    assertThat(more.into("r")).containsExactly(new Dependency("w", "r", Provenance.CLAIM, "a"));
    assertThat(old.tasks()).hasSize(1);
    assertThat(old.descendants("w")).isEmpty();
    assertThatThrownBy(() -> more.with(task("r"))).hasMessageContaining("two tasks 'r'");
    assertThatThrownBy(() -> more.with(task("x").after("gone")))
        .isInstanceOf(UnknownTaskException.class);
    assertThatThrownBy(() -> more.with(task("x").after("x"))).isInstanceOf(CycleException.class);
  }

  @Test
  void aDeclaredEdgeAgainstAClaimTakesItsPlaceAndGoesAgain() {
    TaskGraph inferred =
        graph(claiming("w", List.of(), List.of("a")), claiming("r", List.of("a"), List.of()));
    TaskGraph turned = inferred.withDependency("r", "w", Provenance.DECLARED);
    assertThat(turned.dependencies())
        .containsExactly(new Dependency("r", "w", Provenance.DECLARED, ""));
    assertThat(turned.task("w").orElseThrow().dependsOn()).containsExactly("r");
    assertThat(turned.withoutDependency("r", "w").dependencies())
        .isEqualTo(inferred.dependencies());
  }

  @Test
  void anEdgeThatFollowsFromWhatTasksSayIsNotRemovedByHand() {
    TaskGraph graph =
        graph(
            claiming("a", List.of(), List.of("x")),
            task("b").withRun("${tasks.a.output.o}"),
            claiming("c", List.of("x"), List.of()));
    assertThatThrownBy(() -> graph.withoutDependency("a", "b"))
        .hasMessage(
            "'b' waits for 'a' because it uses its output 'o'. Change the text that names it.");
    assertThatThrownBy(() -> graph.withoutDependency("a", "c"))
        .hasMessage(
            "'c' waits for 'a' because it reads 'x', which the other writes. Change their claims.");
    assertThatThrownBy(() -> graph.withoutDependency("b", "c"))
        .hasMessage("'c' does not wait for 'b' directly.");
    assertThatThrownBy(() -> graph.withDependency("b", "c", Provenance.CLAIM))
        .hasMessageContaining("Change their text or their claims");
  }

  @Test
  void anEdgeAddedInARunSurvivesFurtherEdits() {
    TaskGraph graph =
        graph(task("a"), task("b"), task("c"))
            .withDependency("c", "a", Provenance.ADDED)
            .withDependency("a", "b", Provenance.DECLARED)
            .with(task("d"));
    assertThat(graph.dependencies())
        .containsExactly(
            new Dependency("c", "a", Provenance.ADDED, ""),
            new Dependency("a", "b", Provenance.DECLARED, ""));
    assertThatThrownBy(() -> graph.withDependency("b", "c", Provenance.ADDED))
        .isInstanceOf(CycleException.class);
  }

  @Test
  void aPredictedRunKeepsExclusionsAgentsAndPrioritiesApart() {
    TaskGraph excluding =
        graph(
            claiming("a", List.of(), List.of("x")),
            claiming("b", List.of(), List.of("x")),
            claiming("c", List.of(), List.of("y")));
    assertThat(excluding.makespan(3, MINUTE, agent -> 3)).isEqualTo(Duration.ofMinutes(2));
    TaskGraph free = graph(task("a"), task("b"), task("c"));
    assertThat(free.makespan(3, MINUTE, agent -> 3)).isEqualTo(Duration.ofMinutes(1));
    assertThat(free.makespan(3, MINUTE, agent -> 1)).isEqualTo(Duration.ofMinutes(3));
    assertThat(free.bound(3, MINUTE, agent -> 2)).isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void aPredictedRunGivesAwayNoMoreOfAResourceThanThereIs() {
    TaskGraph graph =
        graph(
            task("a").using("db"), task("b").using("db", "gpu"), task("c").using("gpu"), task("d"));
    assertThat(graph.makespan(9, MINUTE, agent -> 9, resource -> 1))
        .isEqualTo(graph.bound(9, MINUTE, agent -> 9, resource -> 1))
        .isEqualTo(Duration.ofMinutes(2));
    assertThat(graph.makespan(9, MINUTE, agent -> 9, resource -> 2))
        .isEqualTo(graph.bound(9, MINUTE, agent -> 9, resource -> 2))
        .isEqualTo(Duration.ofMinutes(1));
    // b needs both, and gets neither while a or c has one.
    TaskGraph last = graph(task("a").using("x"), task("c").using("y"), task("b").using("x", "y"));
    assertThat(last.makespan(9, MINUTE, agent -> 9, resource -> 1))
        .isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void theWidthOfSomeTasksIsTheLargestSetOfTheseThatNoPathOrders() {
    TaskGraph graph =
        graph(
            task("a").using("db"),
            task("b").using("db"),
            task("c").using("db").after("a"),
            task("d").after("b"),
            task("e").using("db").after("d"));
    assertThat(graph.width()).isEqualTo(2);
    assertThat(graph.widthOf(task -> task.uses().contains("db"))).isEqualTo(2);
    assertThat(graph.widthOf(task -> task.id().equals("d"))).isEqualTo(1);
    assertThat(graph.widthOf(task -> false)).isZero();
  }

  @Test
  void whatHoldsUpMostStartsFirst() {
    TaskGraph graph = graph(task("a"), task("b"), task("c"), task("d").after("c"));
    assertThat(graph.makespan(2, MINUTE, agent -> 9)).isEqualTo(Duration.ofMinutes(2));
    assertThat(graph.remaining(MINUTE)).containsEntry("c", Duration.ofMinutes(2));
  }

  @Test
  void overlapsAreTheExclusionsWithAWitness() {
    TaskGraph graph =
        new DependencyResolver(Undeclared.EXCLUSIVE)
            .addAll(
                List.of(
                    claiming("a", List.of(), List.of("x")),
                    task("b"),
                    claiming("c", List.of(), List.of("x"))))
            .graph();
    assertThat(graph.exclusions()).hasSize(3);
    assertThat(graph.overlaps()).containsExactly(new Exclusion("a", "c", "x", "x", "x"));
  }
}
