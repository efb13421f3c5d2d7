package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Claims that are written into a plan's text.
class ClaimEditTest {
  private final PlanEditor editor = new PlanEditor();

  private String added(String file, String text, List<String> writes, List<String> reads) {
    return editor.addClaims(new PlanReader().parse(Path.of(file), text), "t", writes, reads);
  }

  @Test
  void go_beside_what_is_there_and_leave_the_rest() {
    assertThat(
            added(
                "p.yaml",
                """
                tasks:
                  - id: t # first
                    run: make
                    writes:
                      - src/a.txt # mine
                """,
                List.of("src/a.txt", "docs/b.md"),
                List.of("src/**")))
        .isEqualTo(
            """
            tasks:
              - id: t # first
                run: make
                writes:
                  - src/a.txt # mine
                  - docs/b.md
                reads: [src/**]
            """);
  }

  @Test
  void go_into_a_list_in_brackets() {
    assertThat(
            added(
                "p.yaml",
                "tasks:\n  - id: t\n    run: x\n    writes: [docs/fr/**]\n    expect: 1m\n",
                List.of("src/t.java"),
                List.of()))
        .isEqualTo(
            "tasks:\n  - id: t\n    run: x\n    writes: [docs/fr/**, src/t.java]\n    expect: 1m\n");
  }

  @ParameterizedTest
  @CsvSource({"p.yaml", "p.json"})
  void say_in_the_file_what_they_are(String file) {
    List<String> odd = List.of("a \"b\".txt", "it's.txt", "x\\[1\\].txt", "# no", "- c: d", "ä");
    String text =
        file.endsWith("json")
            ? "{ \"agents\": { \"w\": {} }, \"tasks\": [ { \"id\": \"t\", \"run\": \"x\" } ] }"
            : "agents: { w: {} }\ntasks:\n  - { id: t, run: x }\n";
    PlanFile after = new PlanReader().parse(Path.of(file), added(file, text, odd, List.of()));
    assertThat(after.problems()).noneMatch(p -> p.severity() == Problem.Severity.ERROR);
    assertThat(after.plan().tasks().getFirst().claims().knownWrites())
        .extracting(glob -> glob.pattern())
        .containsExactlyElementsOf(odd);
  }

  @Test
  void are_refused_where_what_stands_there_is_no_list() {
    assertThatThrownBy(
            () ->
                added(
                    "p.yaml",
                    "tasks:\n  - { id: t, run: x, writes: { a: b } }\n",
                    List.of("c"),
                    List.of()))
        .isInstanceOf(PlanEditException.class)
        .hasMessage("`writes` of `t` is not a list of globs; mend it first.");
  }

  private String removed(String file, String text, List<String> writes, List<String> reads) {
    return editor.removeClaims(new PlanReader().parse(Path.of(file), text), "t", writes, reads);
  }

  @Test
  void are_taken_out_and_the_last_one_leaves_an_empty_list() {
    assertThat(
            removed(
                "p.yaml",
                """
                tasks:
                  - id: t
                    run: make
                    writes:
                      - src/a.txt # mine
                      - docs/**
                    reads: [src/**] # all of it
                """,
                List.of("docs/**", "not/there"),
                List.of("src/**")))
        .isEqualTo(
            """
            tasks:
              - id: t
                run: make
                writes:
                  - src/a.txt # mine
                reads: [] # all of it
            """);
    assertThat(
            removed(
                "p.yaml",
                "tasks:\n  - id: t\n    run: x\n    writes:\n      - a\n",
                List.of("a"),
                List.of()))
        .isEqualTo("tasks:\n  - id: t\n    run: x\n    writes: []\n");
    assertThat(
            removed(
                "p.json",
                "{ \"tasks\": [ { \"id\": \"t\", \"writes\": [\"a\"] } ] }",
                List.of("a"),
                List.of()))
        .isEqualTo("{ \"tasks\": [ { \"id\": \"t\", \"writes\": [] } ] }");
  }

  @Test
  void an_edge_is_turned_round_in_one_text() {
    String text = "tasks:\n  - { id: t, run: x }\n  - { id: u, run: y, depends_on: [t] }\n";
    PlanFile plan = new PlanReader().parse(Path.of("p.yaml"), text);
    assertThat(editor.turnDependency(plan, "t", "u"))
        .isEqualTo("tasks:\n  - { id: t, run: x, depends_on: [u] }\n  - { id: u, run: y }\n");
  }
}
