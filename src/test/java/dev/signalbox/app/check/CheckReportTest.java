package dev.signalbox.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.PastLengths;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.plan.Problem;
import dev.signalbox.plan.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckReportTest {
  private static final String PLAN =
      """
      name: billing
      into: signalbox/billing
      check: make test
      parallel: 2
      agents:
        AGT-001: { kind: shell, capacity: 2 }
        AGT-002: { kind: shell, capacity: 1 }
      tasks:
        - id: schema
          agent: AGT-001
          description: Add the billing schema
          run: ./add.sh
          writes: [db/**]
          expect: 3m
        - id: seed
          agent: AGT-001
          run: ./seed.sh ${tasks.schema.output.table}
          writes: [db/seed.sql]
          depends_on: [schema]
        - id: api
          agent: AGT-002
          run: ./api.sh
          reads: [db/schema.sql]
          writes: ['src/*.py']
          approve: landing
        - id: docs
          agent: AGT-002
          description: Describe it in src/guide.md
          run: ./docs.sh
        - id: lint
          agent: AGT-001
          run: ./lint.sh
          writes: ['src/a*']
      """;

  private static PlanFile plan(String text) {
    return new PlanReader().parse(Path.of("plans/billing.yaml"), text);
  }

  private static CheckReport report(String text) {
    return CheckReport.of(
        plan(text),
        new PastLengths(Map.of("docs", Duration.ofSeconds(90)), Map.of()),
        path -> path.equals("src/"));
  }

  @Test
  void thePlanHasNoErrors() {
    assertThat(plan(PLAN).problems()).isEmpty();
  }

  @Test
  void theTextSaysAllThatIsKnown() {
    assertThat(report(PLAN).text(false))
        .isEqualTo(
            """
            plans/billing.yaml: 5 tasks, no errors

            Tasks
              schema  AGT-001     3m                   Add the billing schema
              seed    AGT-001    ~1m
              api     AGT-002    ~1m  asks at landing
              docs    AGT-002  1m30s                   Describe it in src/guide.md
              lint    AGT-001    ~1m

            Dependencies
              schema → seed  declared
              schema → seed  data      output table
              schema → api   claim     reads db/schema.sql, which the first writes

            Predicted overlaps
              These pairs may write the same path and never run at the same time.
              api × lint  src/*.py and src/a*  e.g. src/a.py

            Claims
              1 of 5 tasks declares nothing: width 4, or 3 if exclusive.
              They could declare:
              docs  writes: [src/guide.md]
                src/guide.md  its description names it

            Critical path: 4m
              schema → seed

            Width: 4
              The most tasks that no dependency orders.

            Predicted makespan
              slots  makespan  bound
                  1     7m30s  7m30s
                  2        4m     4m  ← parallel
                  4        4m     4m
              Lengths: 1 from earlier runs, 1 from expect, 3 assumed to be 1m (marked ~).
            """);
  }

  @Test
  void whatUndeclaredTasksProbablyBothChangeIsSaidUnderTheOverlaps() {
    assertThat(
            report(
                    """
                    name: billing
                    agents: { A: { kind: shell } }
                    tasks:
                      - { id: a, run: sed -i s/1/2/ src/price.py }
                      - { id: b, run: sed -i s/3/4/ src/price.py }
                      - { id: c, run: sed -i s/3/4/ src/other.py }
                      - { id: d, depends_on: [c], run: sed -i s/3/4/ src/other.py }
                    """)
                .text(false))
        .contains(
            """
              None among the claims that are declared.
              Probably: a and b both change src/price.py (not declared).

            Claims
            """);
  }

  @Test
  void aLengthIsWhatTheTaskTookElseWhatIsExpectedElseWhatItsAgentTakesElseAssumed() {
    PastLengths past =
        new PastLengths(
            Map.of("docs", Duration.ofSeconds(90)),
            Map.of("AGT-001", Duration.ofSeconds(20), "AGT-003", Duration.ofHours(1)));
    assertThat(CheckReport.of(plan(PLAN), past, path -> false).text(false))
        .contains("schema  AGT-001     3m")
        .contains("seed    AGT-001   ~20s")
        .contains("api     AGT-002    ~1m")
        .contains("docs    AGT-002  1m30s")
        .contains("lint    AGT-001   ~20s")
        .contains(
            "Lengths: 1 from earlier runs, 1 from expect, 2 as their agents take on average"
                + " (marked ~), 1 assumed to be 1m (marked ~).");
    assertThat(plan(PLAN).plan().withExpected(past).tasks())
        .extracting(Task::expect)
        .containsExactly(
            Duration.ofMinutes(3),
            Duration.ofSeconds(20),
            null,
            Duration.ofSeconds(90),
            Duration.ofSeconds(20));
  }

  @Test
  void coloursAreOnlyAddedNeverNeeded() {
    CheckReport report = report(PLAN);
    assertThat(report.text(true)).contains("\u001B[1mTasks\u001B[0m");
    assertThat(report.text(true).replaceAll("\u001B\\[[0-9]+m", "")).isEqualTo(report.text(false));
  }

  @Test
  void theJsonHoldsTheSame() {
    JsonNode json = new JsonMapper().readTree(report(PLAN).json());
    assertThat(json.at("/name").asString()).isEqualTo("billing");
    assertThat(json.at("/tasks/0/expected/seconds").asDouble()).isEqualTo(180);
    assertThat(json.at("/tasks/0/expected/source").asString()).isEqualTo("expect");
    assertThat(json.at("/tasks/0/reads").isNull()).isTrue();
    assertThat(json.at("/tasks/3/expected/source").asString()).isEqualTo("measured");
    assertThat(json.at("/tasks/4/expected/source").asString()).isEqualTo("assumed");
    assertThat(json.at("/dependencies").size()).isEqualTo(3);
    assertThat(json.at("/dependencies/2/provenance").asString()).isEqualTo("claim");
    assertThat(json.at("/dependencies/2/detail").asString()).isEqualTo("db/schema.sql");
    assertThat(json.at("/overlaps/0/tasks/1").asString()).isEqualTo("lint");
    assertThat(json.at("/overlaps/0/globs/0").asString()).isEqualTo("src/*.py");
    assertThat(json.at("/overlaps/0/witness").asString()).isEqualTo("src/a.py");
    assertThat(json.at("/undeclared/tasks/0").asString()).isEqualTo("docs");
    assertThat(json.at("/undeclared/width_if_exclusive").asInt()).isEqualTo(3);
    assertThat(json.at("/proposals/0/glob").asString()).isEqualTo("src/guide.md");
    assertThat(json.at("/critical_path/seconds").asDouble()).isEqualTo(240);
    assertThat(json.at("/width").asInt()).isEqualTo(4);
    assertThat(json.at("/makespan/0/bound_seconds").asDouble()).isEqualTo(450);
  }

  @Test
  void aResourceThatKeepsTasksWaitingIsNamedAndThePredictionReckonsWithIt() {
    String plan =
        """
        check: make test
        parallel: 3
        resources: { db: 1, gpu: 2, tape: 1 }
        agents: { A: { capacity: 9 } }
        tasks:
          - { id: a, run: x, writes: [a], expect: 1m, uses: [db, gpu] }
          - { id: b, run: x, writes: [b], expect: 1m, uses: [db, gpu] }
          - { id: c, run: x, writes: [c], expect: 1m, uses: [db, tape] }
          - { id: d, run: x, writes: [d], expect: 1m, uses: [tape], depends_on: [c] }
        """;
    assertThat(report(plan).text(false))
        .contains(
            """
            Width: 3
              The most tasks that no dependency orders.
              db: 3 such tasks use it, at most 1 at a time.

            Predicted makespan
              slots  makespan  bound
                  1        4m     4m
                  2        3m     3m
                  3        3m     3m  ← parallel
            """);
    JsonNode json = new JsonMapper().readTree(report(plan).json());
    assertThat(json.at("/resources"))
        .isEqualTo(
            new JsonMapper()
                .readTree(
                    """
                    [{ "name": "db", "amount": 1, "width": 3 },
                     { "name": "gpu", "amount": 2, "width": 2 },
                     { "name": "tape", "amount": 1, "width": 1 }]
                    """));
  }

  @Test
  void aRingIsAnErrorWithItsPlaceAndEveryEdgesLine() {
    CheckReport report =
        report(
            """
            name: ring
            check: make test
            agents:
              A: { kind: shell }
            tasks:
              - { id: a, agent: A, run: x, depends_on: [c] }
              - { id: b, agent: A, run: x, depends_on: [a] }
              - id: c
                agent: A
                run: x ${tasks.b.output.o}
            """);
    assertThat(report.hasErrors()).isTrue();
    assertThat(report.graph()).isEmpty();
    Problem ring = report.problems().getLast();
    assertThat(ring.toString())
        .isEqualTo(
            "plans/billing.yaml:7:45: error: Tasks wait for each other: a → b → c → a. Take one of"
                + " these out: b after a (declared, billing.yaml:7); c after b (by its output o,"
                + " billing.yaml:8); a after c (declared, billing.yaml:6).");
    assertThat(report.text(false)).contains("1 error").contains(ring.toString());
    assertThat(new JsonMapper().readTree(report.json()).at("/problems/0/line").asInt())
        .isEqualTo(7);
  }

  @Test
  void aPlanThatCannotBeReadLeavesItsProblems() {
    CheckReport report = report("name: x\ntasks: 3\n");
    assertThat(report.hasErrors()).isTrue();
    assertThat(report.text(false)).contains("plans/billing.yaml:2:").doesNotContain("Tasks\n");
    assertThat(new JsonMapper().readTree(report.json()).at("/name").isNull()).isTrue();
  }

  @Test
  void warningsAreSaidAndDoNotKeepThePlanFromBeingUsed() {
    CheckReport report =
        report(PLAN.replace("depends_on: [schema]", "depends_on: [schema, schema]"));
    assertThat(report.hasErrors()).isFalse();
    assertThat(report.text(false)).contains("1 warning").contains(": warning: ").contains("Width");
  }

  @Test
  void underExclusiveTheSentenceIsTurnedRound() {
    assertThat(report(PLAN.replace("parallel: 2", "undeclared: exclusive")).text(false))
        .contains("1 of 5 tasks declares nothing: width 3, or 4 if optimistic.");
  }

  @Test
  void nothingInAPlanSteersTheTerminal() {
    String text =
        report(PLAN.replace("Add the billing schema", "\"red \\e[31m\\u202E x\"")).text(false);
    assertThat(text).contains("red ").doesNotContain("\u001B").doesNotContain("\u202E");
  }

  @Test
  void aLongListIsCutAndTheJsonHasItAll() {
    StringBuilder plan = new StringBuilder("check: x\nagents:\n  A: { kind: shell }\ntasks:\n");
    for (int i = 0; i < 30; i++) {
      plan.append("  - { id: t%d, agent: A, run: x, writes: [a] }\n".formatted(i));
    }
    CheckReport report = report(plan.toString());
    assertThat(report.text(false)).contains("… and 235 more; --format json has them all.");
    assertThat(new JsonMapper().readTree(report.json()).at("/overlaps").size()).isEqualTo(435);
  }

  @Test
  void whatEarlierRunsChangedIsProposed() {
    CheckReport report =
        CheckReport.of(
            plan(PLAN), PastLengths.NONE, Map.of("docs", Set.of("docs/it's.md")), path -> false);
    assertThat(report.text(false)).contains("writes: ['docs/it''s.md']").contains("an earlier run");
  }

  @Test
  void predictionsAskForOneSlotTheParallelOnesAndNoMoreThanCouldHelp() {
    assertThat(report(PLAN).predictions())
        .extracting(Prediction::parallel)
        .isEqualTo(List.of(1, 2, 4));
    assertThat(report(PLAN.replace("parallel: 2", "parallel: 9")).predictions())
        .extracting(Prediction::parallel)
        .isEqualTo(List.of(1, 2, 4, 9));
  }

  @Test
  void of_a_plan_that_nobody_scrolls_through_the_text_says_what_it_leaves_out() {
    StringBuilder plan =
        new StringBuilder("name: long\ncheck: make\nagents: { a: { kind: shell } }\ntasks:\n");
    int size = 10_050;
    int writers = 1_000;
    for (int i = 0; i < size; i++) {
      String writes = i < writers || i == size - 1 ? "all" : "";
      plan.append("  - { id: t%d, run: make, writes: [%s] ".formatted(i, writes));
      plan.append(i == 0 || i == size - 1 ? "}\n" : ", depends_on: [t%d] }\n".formatted(i - 1));
    }
    CheckReport report = report(plan.toString());
    assertThat(report.text(false))
        .contains("  … and 50 more; --format json has them all.\n\nDependencies\n")
        .contains("  … and %d more; --format json has them all.\n\nPredicted".formatted(size - 202))
        .contains("t0 × t10049")
        .contains("… and %d more; --format json has them all.\n\nClaims".formatted(writers - 200))
        .contains("t98 → t99 → … %d more; --format json".formatted(size - 201))
        .contains("… → t9949 → t9950 → ")
        .contains("Width: at least 2\n")
        .contains("  t9999  a  ~1m\n")
        .doesNotContain("  t10020  a");
    JsonNode json = new JsonMapper().readTree(report.json());
    assertThat(json.path("tasks")).hasSize(size);
    assertThat(json.path("dependencies")).hasSize(size - 2);
    assertThat(json.path("overlaps")).hasSize(writers);
    assertThat(json.path("critical_path").path("tasks")).hasSize(size - 1);
    assertThat(json.path("width_exact").asBoolean()).isFalse();
  }
}
