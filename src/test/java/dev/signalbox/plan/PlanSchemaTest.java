package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON Schema that editors complete plans by says what the reader does.
class PlanSchemaTest {
  private static final Path FILE = Path.of("assets/plan.schema.json");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final JsonNode TREE = JSON.readTree(text(FILE));
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(text(FILE), InputFormat.JSON);

  static List<Path> goodPlans() throws IOException {
    try (Stream<Path> here = Files.walk(Path.of("plans"));
        Stream<Path> samples = Files.walk(Path.of("src/test/resources/dev/signalbox/plan"))) {
      return Stream.concat(here, samples)
          .filter(f -> f.toString().matches(".*\\.(ya?ml|json)"))
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("goodPlans")
  void a_good_plan_is_good_to_both(Path plan) {
    assertThat(new PlanReader().read(plan).problems())
        .noneMatch(p -> p.severity() == Problem.Severity.ERROR);
    assertThat(errors(text(plan))).isEmpty();
  }

  static List<RefusedPlans> refusedPlans() {
    return RefusedPlans.all();
  }

  @ParameterizedTest
  @MethodSource("refusedPlans")
  void a_bad_plan_is_refused_where_the_schema_can_say_why(RefusedPlans plan) {
    assumeThat(plan.schema()).isNotEqualTo("not yaml");
    assertThat(errors(plan.text()).isEmpty()).isEqualTo(plan.schema().equals("passes"));
  }

  /// One value, in a place where it makes the plan bad, or does not.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "parallel: 256                        | good",
        "parallel: 257                        | bad",
        "timeout: 1h2m3s4ms                   | good",
        "timeout: ''                          | bad",
        "timeout: 0m                          | bad",
        "timeout: 1s1m                        | bad",
        "timeout: 1.5h                        | bad",
        "retries: 0                           | good",
        "retries: 101                         | bad",
        "retries: { max: 1, backoff: 0s }     | good",
        "retries: { backoff: 1s }             | bad",
        "retries: { max: 1, jitter: 1 }       | good",
        "retries: { max: 1, factor: 101 }     | bad",
        "name: ' '                            | bad",
        "name: two words                      | good",
        "name: \"a\\nb\"                      | bad",
        "approve: landing                     | good",
        "approve: Landing                     | bad",
        "deliver: none                        | good",
        "check_clean: true                    | good",
        "check_clean: 'true'                  | bad",
        "check_each: true                     | good",
        "check_each: 'yes'                    | bad",
        "speculative_checks: false            | good",
        "speculative_checks: never            | bad",
        "check_retries: 0                     | good",
        "check_retries: 11                    | bad",
        "commit: { author: me, signoff: true } | good",
        "commit: { sign: always }             | bad",
        "commit: { message: agent }           | good",
        "commit: { hooks: skip }              | good",
        "commit: { hooks: x }                 | bad",
        "commit: me                           | bad",
        "repository_changes: keep             | good",
        "keep_ignored: ['']                   | bad",
        "reads_ignore: [docs/**]              | good",
        "reads_ignore: docs                   | bad",
        "base_moves: end                      | good",
        "base_moves: later                   | bad",
        "stale_reads: label                   | good",
        "stale_reads: ignore                  | bad",
        "on_conflict: ask                     | good",
        "on_conflict: stop                    | bad",
        "regenerate: { a.lock: make }         | good",
        "regenerate: { a.lock: never }        | good",
        "regenerate: { '*.lock': make }       | bad",
        "regenerate: { /a.lock: make }        | bad",
        "regenerate: { a.lock: '' }           | bad",
        "regenerate: { a.lock: [make] }       | bad",
        "regenerate: make                     | bad",
        "sequence: ['db/{n}_*']               | good",
        "sequence: ['{n}']                    | good",
        "sequence: []                         | good",
        "sequence: ['db/*']                   | bad",
        "sequence: ['{n}/{n}']                | bad",
        "sequence: ['{n}/x']                  | bad",
        "sequence: ['v1{n}']                  | bad",
        "sequence: ['/db/{n}']                | bad",
        "sequence: db                         | bad",
        "workspace: { copy: [.env*] }         | good",
        "workspace: { cop: [.env*] }          | bad",
        "workspace: { setup: ~ }              | bad",
        "silence: 5m                          | good",
        "remind: 10m                          | good",
        "remind: 0s                           | bad",
        "remind: never                        | bad",
        "silence: 0s                          | bad",
        "on_failure: stop                     | good",
        "on_failure: Stop                     | bad",
        "resources: {}                        | good",
        "resources: { db: 1000, gpu.0: 1 }    | good",
        "resources: { db: 0 }                 | bad",
        "resources: { db: 1001 }              | bad",
        "resources: { db: 1.5 }               | bad",
        "resources: { db: ~ }                 | bad",
        "resources: { 'a b': 1 }              | bad",
        "resources: [db]                      | bad",
        "check_uses: []                       | good",
        "check_uses: db                       | bad",
      })
  void both_say_the_same_of(String line, String verdict) {
    bothSay(
        verdict,
        line + "\ncheck: make\nagents: { w: {} }\ntasks: [{ id: a, run: x, priority: -5 }]\n");
  }

  /// One key of an agent.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fallback: w                                 | good",
        "fallback: [w]                               | bad",
        "account: team one                           | good",
        "account: 1                                  | bad",
        "breaker: {}                                 | good",
        "breaker: { failures: 1000, pause: 1ms }     | good",
        "breaker: { failures: 0 }                    | bad",
        "breaker: { failures: 1001 }                 | bad",
        "breaker: { pause: 0s }                      | bad",
        "breaker: { paus: 1s }                       | bad",
        "limit: { exit: 1 }                          | good",
        "limit: { exit: 255, wait: 1h30m }           | good",
        "limit: { exit: 0 }                          | bad",
        "limit: { exit: 256 }                        | bad",
        "limit: { exit: '75' }                       | bad",
        "limit: { output: 'until (?<at>[0-9:]+)' }   | good",
        "limit: { output: '' }                       | bad",
        "limit: { exit: 75, wait: 0s }               | bad",
        "limit: {}                                   | bad",
        "limit: [75]                                 | bad",
        "retries: { max: 1 }                         | good",
        "timeout: 5                                  | bad",
        "silence: 5s                                 | good",
        "on_failure: continue                        | good",
        "on_failure: carry-on                        | bad",
      })
  void both_say_the_same_of_an_agent(String key, String verdict) {
    bothSay(
        verdict,
        "check: make\nagents: { v: { %s }, w: {} }\ntasks: [{ id: a, agent: v, run: x }]\n"
            .formatted(key));
  }

  private static void bothSay(String verdict, String plan) {
    PlanFile read = new PlanReader().parse(Path.of("p.yaml"), plan);

    assertThat(read.plan() != null).as("%s", read.problems()).isEqualTo(verdict.equals("good"));
    assertThat(errors(plan).isEmpty()).as("the schema").isEqualTo(verdict.equals("good"));
  }

  @Test
  void knows_the_keys_that_the_reader_knows() {
    assertThat(keys("")).isEqualTo(new TreeSet<>(PlanKeys.PLAN));
    assertThat(keys("/properties/workspace")).isEqualTo(new TreeSet<>(PlanKeys.WORKSPACE));
    assertThat(keys("/$defs/agent")).isEqualTo(new TreeSet<>(PlanKeys.AGENT));
    assertThat(keys("/$defs/task")).isEqualTo(new TreeSet<>(PlanKeys.TASK));
    assertThat(keys("/$defs/retries/anyOf/1")).isEqualTo(new TreeSet<>(PlanKeys.RETRIES));
    assertThat(keys("/$defs/breaker")).isEqualTo(new TreeSet<>(PlanKeys.BREAKER));
    assertThat(keys("/$defs/limit")).isEqualTo(new TreeSet<>(PlanKeys.LIMIT));
  }

  @Test
  void says_what_each_key_is_for() {
    for (String object :
        List.of(
            "",
            "/properties/workspace",
            "/$defs/agent",
            "/$defs/task",
            "/$defs/retries/anyOf/1",
            "/$defs/breaker",
            "/$defs/limit")) {
      TREE.at(object + "/properties")
          .properties()
          .forEach(
              property ->
                  assertThat(property.getValue().path("description").asString(""))
                      .as(object + " " + property.getKey())
                      .endsWith("."));
    }
  }

  @Test
  void keys_of_later_versions_are_not_known_yet() {
    assertThat(PlanKeys.AGENT).doesNotContainAnyElementsOf(PlanKeys.LATER_AGENT);
    for (String key : PlanKeys.LATER_AGENT) {
      bothSay(
          "bad", "check: make\nagents: { w: { " + key + ": x } }\ntasks: [{ id: a, run: x }]\n");
    }
  }

  private static Set<String> keys(String object) {
    return new TreeSet<>(TREE.at(object + "/properties").propertyNames());
  }

  private static List<Error> errors(String yaml) {
    // The reader says what is there twice; the schema sees only what a mapping can hold.
    LoadSettings settings =
        LoadSettings.builder().setAllowDuplicateKeys(true).setSchema(new CoreSchema()).build();
    Object value = new Load(settings).loadFromString(yaml.replace("!make ", ""));
    return SCHEMA.validate(JSON.writeValueAsString(value), InputFormat.JSON);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
