package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.PlanFile.Place;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.json.JsonMapper;

class PlanReaderTest {
  private static final Path EVERYTHING =
      Path.of("src/test/resources/dev/signalbox/plan/everything.yaml");
  private final PlanReader reader = new PlanReader();

  @TempDir Path folder;

  @Test
  void reads_every_key() {
    Plan plan = good(reader.read(EVERYTHING));

    assertThat(plan.name()).isEqualTo("add-billing");
    assertThat(plan.repository()).isEqualTo("..");
    assertThat(plan.sample()).isNull();
    assertThat(plan.base()).isEqualTo("main");
    assertThat(plan.into()).isEqualTo("signalbox/billing");
    assertThat(plan.check())
        .isEqualTo(
            new CheckPolicy("mvn -q test", false, true, Duration.ofHours(1))
                .using(List.of("db"))
                .with(new CheckPolicy.Runs(true, 2, false)));
    assertThat(plan.commit())
        .isEqualTo(
            new CommitPolicy(CommitPolicy.Author.ME, true, true, true, CommitPolicy.Hooks.RUN));
    assertThat(plan.parallel()).isEqualTo(6);
    assertThat(plan.undeclared()).isEqualTo(Undeclared.EXCLUSIVE);
    assertThat(plan.workspace())
        .isEqualTo(
            new WorkspaceSetup(
                List.of(".env*"),
                List.of("node_modules"),
                "npm ci",
                "rm -f .lock",
                List.of("gpu.0", "db")));
    assertThat(plan.keepIgnored()).containsExactly("generated/**");
    assertThat(plan.baseMoves()).isEqualTo(BaseMoves.END);
    assertThat(plan.staleReads()).isEqualTo(StaleReads.LABEL);
    assertThat(plan.readsIgnore())
        .containsExactly(Glob.parse("docs/**"), Glob.parse("CHANGELOG.md"));
    assertThat(plan.undoRepositoryChanges()).isFalse();
    assertThat(plan.resources()).containsExactly(Map.entry("db", 1), Map.entry("gpu.0", 1000));
    assertThat(plan.agents())
        .containsExactly(
            Map.entry(
                "AGT-001",
                new Agent("AGT-001", "shell", 2, "bash", Map.of(), "The quick one")
                    .withFallback("AGT-002")),
            Map.entry(
                "AGT-002",
                new Agent(
                    "AGT-002",
                    "shell",
                    1,
                    "zsh",
                    Map.of("LANG", "C", "PORT", "8080", "DEBUG", "true", "VERSION", "1.10"),
                    null,
                    "AGT-003",
                    new Breaker(5, Duration.ofMinutes(2)),
                    "team one",
                    new UsageLimit(
                        75,
                        "limit reached.*(at (?<at>\\S+)|in (?<in>\\w+))",
                        Duration.ofMinutes(30)))),
            Map.entry(
                "AGT-003",
                new Agent(
                    "AGT-003",
                    "shell",
                    1,
                    "bash",
                    Map.of(),
                    null,
                    null,
                    new Breaker(3, Duration.ofMinutes(1)),
                    "team one",
                    new UsageLimit(null, "try later", Duration.ofHours(1)))));
    Map<String, Object> input =
        Map.of(
            "table",
            "invoices",
            "rows",
            3,
            "big",
            12345678901L,
            "share",
            0.5,
            "flags",
            List.of("a", Map.of("b", true)));
    RetryPolicy three = new RetryPolicy(3, Duration.ofSeconds(1), 2, 0);
    assertThat(plan.tasks())
        .containsExactly(
            new Task("schema", "AGT-001", "Add the billing schema", input)
                .withRun(
                    """
                    ./scripts/add-table.sh ${input.table}
                    echo file=$FILE ${HOME} >> "$SIGNALBOX_OUTPUTS"
                    """)
                .withClaims(claims(List.of("db/**"), List.of("db/schema.sql")))
                .withApproval(Approval.BEFORE)
                .withRemind(Duration.ofHours(1))
                .withPriority(5)
                .withExpect(Duration.ofMinutes(1))
                .withTimeout(Duration.ofMinutes(10))
                .withSilence(Duration.ofSeconds(30))
                .using("db", "gpu.0")
                .withRetries(new RetryPolicy(2, Duration.ofSeconds(5), 3, 0.1)),
            new Task(
                    "api_2.v1",
                    "AGT-002",
                    "Answer for ${input.file}",
                    Map.of("file", "${tasks.schema.output.file}"))
                .withRun("make api FILE=${input.file} ${tasks.schema.output.rows}")
                .withClaims(new Claims(null, List.of()))
                .after("schema")
                .withApproval(Approval.LANDING)
                .withRemind(Duration.ofMinutes(10))
                .withTimeout(Duration.ofHours(1))
                .withSilence(Duration.ofMinutes(5))
                .withRetries(three)
                .withOnFailure(OnFailure.CONTINUE),
            new Task("last", "AGT-001", "", input)
                .withRun("true")
                .withApproval(Approval.LANDING)
                .withRemind(Duration.ofMinutes(10))
                .withTimeout(Duration.ofSeconds(90))
                .withSilence(Duration.ofSeconds(20))
                .withOnFailure(OnFailure.STOP),
            new Task("spare", "AGT-003", "", Map.of())
                .withRun("true")
                .withApproval(Approval.LANDING)
                .withRemind(Duration.ofMinutes(10))
                .withTimeout(Duration.ofSeconds(90))
                .withSilence(Duration.ofSeconds(20))
                .withOnFailure(OnFailure.STOP));
    assertThat(plan.tasks().getFirst().input().keySet())
        .containsExactly("table", "rows", "big", "share", "flags");
  }

  @Test
  void json_says_the_same() throws IOException {
    Object tree =
        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(EVERYTHING));
    JsonMapper json = JsonMapper.shared();
    String compact = json.writeValueAsString(tree);
    String pretty = json.writerWithDefaultPrettyPrinter().writeValueAsString(tree);

    assertThat(good(reader.parse(Path.of("everything.json"), compact)))
        .isEqualTo(good(reader.read(EVERYTHING)))
        .isEqualTo(good(reader.parse(Path.of("x/EVERYTHING.JSON"), pretty)));
  }

  @Test
  void what_is_not_written_has_a_default() {
    PlanFile file =
        parse("Größere Umbauten!.yaml", "agents: { w: {} }\ntasks: [{ id: a, run: x }]");
    Plan plan = good(file);

    assertThat(plan.name()).isEqualTo("Größere Umbauten!");
    assertThat(plan.into()).isEqualTo("signalbox/grossere-umbauten");
    assertThat(plan.repository()).isNull();
    assertThat(plan.base()).isNull();
    assertThat(plan.check()).isEqualTo(CheckPolicy.NONE);
    assertThat(plan.parallel()).isEqualTo(3);
    assertThat(plan.undeclared()).isEqualTo(Undeclared.OPTIMISTIC);
    assertThat(plan.workspace()).isEqualTo(WorkspaceSetup.NONE);
    assertThat(plan.keepIgnored()).isEmpty();
    assertThat(plan.baseMoves()).isEqualTo(BaseMoves.IGNORE);
    assertThat(plan.staleReads()).isEqualTo(StaleReads.RERUN);
    assertThat(plan.readsIgnore()).isEmpty();
    assertThat(plan.undoRepositoryChanges()).isTrue();
    assertThat(plan.resources()).isEmpty();
    assertThat(plan.agents()).isEqualTo(Map.of("w", Agent.shell("w")));
    assertThat(plan.tasks()).containsExactly(new Task("a", "w", "", Map.of()).withRun("x"));
    assertThat(file.problems())
        .singleElement()
        .hasToString(
            "Größere Umbauten!.yaml: warning: The plan has no `check`: nothing proves a merged tree"
                + " before it lands. Add one, such as `check: mvn -q test`.");
  }

  @Test
  void of_task_agent_and_plan_the_nearest_that_says_something_of_failures_is_heard() {
    Plan plan =
        good(
            parse(
                "p.yaml",
                """
                check: make
                retries: 1
                timeout: 1m
                silence: 1s
                on_failure: stop
                agents:
                  said: { retries: 2, timeout: 2m, silence: 2s, on_failure: continue }
                  silent: {}
                tasks:
                  - { id: plan, agent: silent, run: x }
                  - { id: agent, agent: said, run: x }
                  - id: task
                    agent: said
                    run: x
                    retries: 0
                    timeout: 3m
                    silence: 3s
                    on_failure: skip-dependents
                """));

    assertThat(plan.tasks())
        .extracting(
            Task::id, task -> task.retries().max(), Task::timeout, Task::silence, Task::onFailure)
        .containsExactly(
            tuple("plan", 1, Duration.ofMinutes(1), Duration.ofSeconds(1), OnFailure.STOP),
            tuple("agent", 2, Duration.ofMinutes(2), Duration.ofSeconds(2), OnFailure.CONTINUE),
            tuple(
                "task",
                0,
                Duration.ofMinutes(3),
                Duration.ofSeconds(3),
                OnFailure.SKIP_DEPENDENTS));
  }

  @Test
  void a_check_runs_on_the_base_and_keeps_caches_unless_the_plan_says_otherwise() {
    Plan plan = good(parse("p.yaml", "check: make\nagents: { w: {} }\ntasks: [{ id: a, run: x }]"));
    assertThat(plan.check()).isEqualTo(new CheckPolicy("make", true, false, null));
  }

  @Test
  void knows_where_things_stand() {
    PlanFile file = reader.read(EVERYTHING);

    assertThat(file.place("repository")).isEqualTo(new Place(3, 13));
    assertThat(file.place("base")).isEqualTo(new Place(4, 7));
    assertThat(file.place("into")).isEqualTo(new Place(5, 7));
    assertThat(file.place("check")).isEqualTo(new Place(6, 8));
    assertThat(file.place("agents.AGT-002")).isEqualTo(new Place(41, 3));
    assertThat(file.place("tasks.schema")).isEqualTo(new Place(54, 9));
    assertThat(file.place("tasks.last")).isEqualTo(new Place(86, 11));
    assertThat(file.place("tasks.api_2.v1.depends_on.schema")).isEqualTo(new Place(85, 9));
    assertThat(file.place("sample")).isEqualTo(Place.FILE);
    assertThat(file.error("tasks.last", "It is late.", "Hurry.").toString())
        .endsWith("everything.yaml:86:11: error: It is late. Hurry.");
  }

  @Test
  void places_count_characters_whatever_the_line_breaks() {
    PlanFile file =
        parse(
            "p.yaml",
            "\uFEFFcheck: make\r\nagents: { \"😀\": {} }\r\ntasks: [{ id: a, run: x}, ö]\r\n");

    assertThat(file.problems().stream().map(Problem::toString))
        .containsExactly(
            "p.yaml:2:11: error: `😀` cannot be the id of an agent. Use letters, digits, `-`, `_`"
                + " and `.`, and start with a letter or a digit.",
            "p.yaml:3:27: error: A task is a mapping of keys, and this is a text. Write `- id:"
                + " build` and the task's other keys below it.");
    assertThat(file.place("check")).isEqualTo(new Place(1, 8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ \"agents\": { \"w\": {} },\\n  \"tasks\": [{ \"id\": \"a\", \"run\": 5 }] }"
            + "| p.json:2:33: error: `run` must be a text, and this is `5`. Put it in quotes: \"5\".",
        "{ \"agents\": {}\\n  \"tasks\": [] }"
            + "| p.json:2:3: error: The file is not JSON here: Unexpected character",
        "{ \"agents\": { | p.json:1:14: error: The file is not JSON here: Unexpected end-of-input: expected close marker for Object. Look",
        "{} {} | p.json:1:4: error: The file goes on after the plan has ended. Keep one plan in a file.",
        "[] | p.json:1:1: error: A plan is a mapping of keys, and this is a list.",
        "{ \"check\": \"x\", \"check\": null } | p.json:1:17: error: `check` is there twice.",
        "{ \"check\": null } | p.json:1:3: error: `check` has no value.",
      })
  void places_in_json(String text, String problem) {
    PlanFile file = parse("p.json", text.replace("\\n", "\n"));

    assertThat(file.plan()).isNull();
    assertThat(file.problems().stream().map(Problem::toString))
        .anySatisfy(p -> assertThat(p).startsWith(problem));
  }

  @Test
  void a_base_that_cannot_move_is_warned_of() {
    for (String base : List.of("", "base: HEAD\n")) {
      PlanFile file =
          parse(
              "p.yaml",
              "base_moves: end\ncheck: make\n"
                  + base
                  + "agents: { w: {} }\ntasks: [{ id: a, run: x }]");
      assertThat(file.problems().stream().map(Problem::toString))
          .containsExactly(
              "p.yaml:1:13: warning: `base_moves` does nothing without a branch that moves. Name it"
                  + " under `base`, such as main.");
      assertThat(good(file).baseMoves()).isEqualTo(BaseMoves.END);
    }
  }

  @Test
  void warnings_leave_the_plan_usable() {
    PlanFile file =
        parse(
            "p.yaml",
            """
            check_clean: true
            check_uses: [db]
            resources: { db: 1 }
            agents: { w: {} }
            tasks:
              - { id: a, run: x, expect: 2m, timeout: 90s }
              - { id: b, run: x, depends_on: [a, a], uses: [db, db] }
            """);

    assertThat(good(file).task("b").map(Task::dependsOn)).isEqualTo(Optional.of(List.of("a")));
    assertThat(file.problems().stream().map(Problem::toString).skip(1))
        .containsExactly(
            "p.yaml:1:14: warning: `check_clean` does nothing without a `check`. Add a `check`.",
            "p.yaml:2:13: warning: `check_uses` does nothing without a `check`. Add a `check`.",
            "p.yaml:6:30: warning: The task is expected to take 2m, and is stopped after 1m30s. Give"
                + " it a longer `timeout`.",
            "p.yaml:7:38: warning: `a` is in the list twice. Take one of the two out.",
            "p.yaml:7:53: warning: `db` is in the list twice. Take one of the two out.");
    assertThat(good(file).task("b").map(Task::uses)).isEqualTo(Optional.of(List.of("db")));
  }

  @Test
  void a_file_that_is_not_there() {
    assertThat(only(reader.read(folder.resolve("no.yaml"))))
        .endsWith("no.yaml: error: There is no such file. Look at the name and the folder.");
  }

  @Test
  void a_folder() {
    assertThat(only(reader.read(folder))).contains(": error: This is a folder, not a plan.");
  }

  @Test
  void an_empty_file() {
    assertThat(only(read("p.yaml", new byte[0]))).contains(": error: The file is empty.");
    assertThat(only(read("p.json", new byte[0]))).contains(": error: The file is empty.");
  }

  @Test
  void a_file_that_is_not_utf_8() {
    assertThat(
            only(
                read(
                    "p.yaml",
                    "check: make\nname: gr\u00f6\n".getBytes(StandardCharsets.ISO_8859_1))))
        .endsWith("p.yaml:2:9: error: The file is not UTF-8 here. Save it as UTF-8.");
    assertThat(only(read("p.yaml", "name: x\n".getBytes(StandardCharsets.UTF_16))))
        .contains(":1:1: error: The file is not UTF-8 here.");
  }

  @Test
  void a_file_that_is_too_large() {
    byte[] bytes = new byte[PlanReader.MAX_BYTES + 1];
    Arrays.fill(bytes, (byte) '#');
    assertThat(only(read("p.yaml", bytes))).contains(": error: The file is larger than 50 MB.");
  }

  @Test
  void a_character_that_yaml_does_not_allow() {
    assertThat(only(parse("p.yaml", "check: make\nname: a\u0007\n")))
        .startsWith(
            "p.yaml:2:8: error: The file holds a character that YAML does not allow (U+0007).");
  }

  @Test
  void aliases_that_multiply() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String last = "*a" + (i - 1);
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, (last + " , ").repeat(10)));
    }
    assertThat(only(parse("p.yaml", bomb.toString())))
        .contains("p.yaml:6:", "error: Aliases make this plan larger than 200000 values.");
  }

  @Test
  void an_alias_that_holds_itself() {
    assertThat(
            only(
                parse(
                    "p.yaml",
                    "check: make\nagents: { w: {} }\ntasks: [{ id: a, run: x, input: &a { b: *a } }]")))
        .startsWith(
            "p.yaml:3:41: error: `*a` stands for something marked `&a`, which is not there.");
  }

  @Test
  void nesting_without_end() {
    assertThat(only(parse("p.yaml", "a: " + "[".repeat(100_000))))
        .startsWith("p.yaml:1:104: error: This is nested more than 100 deep.");
    assertThat(only(parse("p.json", "[".repeat(100_000))))
        .startsWith("p.json:1:102: error: This is nested more than 100 deep.");
  }

  @Test
  void a_thousand_tasks_are_read_with_all_their_problems() {
    StringBuilder text = new StringBuilder("check: make\nagents: { w: {} }\ntasks:\n");
    for (int i = 0; i < 1000; i++) {
      text.append("  - { id: t%d, run: x, depends_on: [missing-%d] }\n".formatted(i, i));
    }
    assertThat(parse("p.yaml", text.toString()).problems()).hasSize(200);
  }

  private PlanFile read(String name, byte[] bytes) {
    try {
      return reader.read(Files.write(folder.resolve(name), bytes));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private PlanFile parse(String name, String text) {
    return reader.parse(Path.of(name), text);
  }

  private static Plan good(PlanFile file) {
    assertThat(file.problems()).noneMatch(p -> p.severity() == Problem.Severity.ERROR);
    return Objects.requireNonNull(file.plan());
  }

  private static String only(PlanFile file) {
    assertThat(file.plan()).isNull();
    assertThat(file.problems().stream().filter(p -> p.severity() == Problem.Severity.ERROR))
        .hasSize(1);
    return file.problems().stream()
        .filter(p -> p.severity() == Problem.Severity.ERROR)
        .findFirst()
        .orElseThrow()
        .toString();
  }

  private static Claims claims(List<String> reads, List<String> writes) {
    return new Claims(
        reads.stream().map(Glob::parse).toList(), writes.stream().map(Glob::parse).toList());
  }
}
