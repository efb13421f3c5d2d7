package dev.signalbox.app.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.plan.PastLengths;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulationTest {
  private static final String PLAN =
      """
      name: billing
      check: make test
      parallel: 2
      agents:
        A: { capacity: 3 }
      tasks:
        - { id: schema, run: a, expect: 2m, writes: [db/**] }
        - { id: api, run: b, expect: 3m, depends_on: [schema], writes: [api/**] }
        - { id: docs, run: c, expect: 2m, writes: [docs/**] }
        - { id: notes, run: d, expect: 130s, writes: [notes/**] }
      """;

  private static CheckReport report(String text) {
    return CheckReport.of(
        new PlanReader().parse(Path.of("plans/billing.yaml"), text), PastLengths.NONE, p -> false);
  }

  private static Simulation simulation(Move... moves) throws Exception {
    return report(PLAN).simulate(null, List.of(moves)).orElseThrow();
  }

  @Test
  void theTextIsATimetable() throws Exception {
    assertThat(simulation().text(false))
        .isEqualTo(
            """
            plans/billing.yaml: 4 tasks, 2 slots

            Predicted end: 5m after the start, 1.00 × the bound of 5m

            Timetable
              slot  start    end                                    task    agent
                 1     0s     2m  █████████████···················  schema  A      critical
                 1     2m     5m  ············████████████████████  api     A      critical
                 2     0s  2m10s  ██████████████··················  notes   A
                 2  2m10s  4m10s  ·············██████████████·····  docs    A

            Critical path: 5m
              schema → api

            Predicted makespan
              slots  makespan  bound
                  1     9m10s  9m10s
                  2        5m     5m  ←
                  3        5m     5m
              Lengths: 0 from earlier runs, 4 from expect, 0 assumed to be 1m (marked ~).
            """);
  }

  @Test
  void aMoveIsSaidToBeWorthWhatItChanges() throws Exception {
    Simulation later = simulation(new Move("notes", "schema"), new Move("docs", "schema"));
    assertThat(later.text(false))
        .contains("Predicted end: 7m after the start, 1.40 × the bound of 5m")
        .contains(
            "  notes before schema\n  docs before schema\n  would end 2m later than planned (5m)")
        .contains("slots  moved  planned  bound")
        .contains("    2     7m       5m     5m  ←");
    assertThat(simulation(new Move("docs", "notes")).text(false))
        .contains("would end as planned, after 5m");
  }

  @Test
  void aMoveCanBeWorthSomething() throws Exception {
    CheckReport wrong = report(PLAN.replace("run: c, ", "run: c, priority: 9, "));
    assertThat(wrong.simulate(1, List.of(new Move("schema", "docs"))).orElseThrow().text(false))
        .contains("1 slot\n")
        .contains("would end as planned, after 9m10s");
    String both =
        PLAN.replace("run: c, ", "run: c, priority: 9, ")
            .replace("run: d, ", "run: d, priority: 9, ");
    assertThat(
            report(both)
                .simulate(null, List.of(new Move("schema", "docs")))
                .orElseThrow()
                .text(false))
        .contains("would end 1m50s sooner than planned (7m)");
  }

  @Test
  void asManySlotsAsTheWidthAreSaidOnce() throws Exception {
    assertThat(report(PLAN).simulate(3, List.of()).orElseThrow().text(false))
        .contains("      3        5m     5m  ←\n  Lengths");
  }

  @Test
  void aMoveThatMeansNothingIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> simulation(new Move("dosc", "api")))
        .hasMessage(
            "There is no task `dosc` in this plan. Did you mean `docs`? `signalbox check` lists its tasks.");
    assertThatThrownBy(() -> simulation(new Move("docs", "nowhere")))
        .hasMessage("There is no task `nowhere` in this plan. `signalbox check` lists its tasks.");
    assertThatThrownBy(() -> simulation(new Move("docs", "docs")))
        .hasMessageStartingWith("docs cannot stand before itself.");
    assertThatThrownBy(() -> simulation(new Move("api", "schema")))
        .hasMessageStartingWith("api comes after schema by its dependencies");
    assertThatThrownBy(() -> simulation(new Move("docs", "notes"), new Move("notes", "docs")))
        .hasMessageContaining("docs no longer stands before notes. Leave one out.");
  }

  @Test
  void theJsonSaysTheSame() throws Exception {
    JsonNode json =
        new JsonMapper()
            .readTree(simulation(new Move("notes", "schema"), new Move("docs", "schema")).json());
    assertThat(json.path("seconds").asDouble()).isEqualTo(420);
    assertThat(json.path("planned_seconds").asDouble()).isEqualTo(300);
    assertThat(json.path("change_seconds").asDouble()).isEqualTo(120);
    assertThat(json.path("bound_seconds").asDouble()).isEqualTo(300);
    assertThat(json.path("moves").get(1).path("before").asString()).isEqualTo("schema");
    assertThat(
            StreamSupport.stream(json.path("tasks").spliterator(), false)
                .map(
                    t ->
                        "%s %d %.0f %.0f"
                            .formatted(
                                t.path("id").asString(),
                                t.path("slot").asInt(),
                                t.path("start_seconds").asDouble(),
                                t.path("end_seconds").asDouble())))
        .containsExactly("notes 1 0 130", "docs 2 0 120", "schema 2 120 240", "api 1 240 420");
    assertThat(json.path("makespan").size()).isEqualTo(3);
  }

  @Test
  void ofAPlanThatCannotRunNothingIsSaid() throws Exception {
    assertThat(
            report(PLAN.replace("expect: 2m, writes: [db/**]", "depends_on: [api]"))
                .simulate(null, List.of()))
        .isEmpty();
    assertThat(report("tasks: []").simulate(null, List.of())).isEmpty();
  }
}
