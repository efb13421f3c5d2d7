package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each layout once, by eye. `a`, `b` and `c` are tasks of every plan here; `t` is the one that
/// changes.
class PlanEditorTest {
  private static final String HEAD =
      """
      check: make # must pass
      agents: { w: {} }
      tasks:
        - { id: a, run: x }
        - { id: b, run: x }
        - { id: "1", run: x }
      """;
  private final PlanEditor editor = new PlanEditor();

  static Stream<Arguments> additions() {
    return Stream.of(
        layout(
            "a block without the key",
            "  - id: t\n    run: make # all\n\n  # the end\n",
            "  - id: t\n    run: make # all\n    depends_on: [b]\n\n  # the end\n"),
        layout(
            "a task that ends in a block of text",
            "  - run: |\n      make\n\n      # no comment\n    id: t\n    description: >\n      long\n\n\n  # end\n",
            "  - run: |\n      make\n\n      # no comment\n    id: t\n    description: >\n      long\n    depends_on: [b]\n\n\n  # end\n"),
        layout(
            "a task that ends in a text that keeps its empty lines",
            "  - id: t\n    run: |+\n      make\n\n\n",
            "  - id: t\n    depends_on: [b]\n    run: |+\n      make\n\n\n"),
        layout(
            "a task that ends in a list",
            "  - id: t\n    run: x\n    writes:\n    - a # one\n    - b\n  # end\n",
            "  - id: t\n    run: x\n    writes:\n    - a # one\n    - b\n    depends_on: [b]\n  # end\n"),
        layout(
            "a file without a line break at its end",
            "  - id: t\n    run: x",
            "  - id: t\n    run: x\n    depends_on: [b]"),
        layout(
            "a task in braces",
            "  - { id: t, run: x } # fast\n",
            "  - { id: t, run: x, depends_on: [b] } # fast\n"),
        layout(
            "braces over several lines",
            "  - {\n      id: t,\n      run: x, # fast\n    }\n",
            "  - {\n      id: t,\n      run: x,\n      depends_on: [b], # fast\n    }\n"),
        layout(
            "a list in brackets",
            "  - id: t\n    depends_on: [a] # why\n    run: x\n",
            "  - id: t\n    depends_on: [a, b] # why\n    run: x\n"),
        layout(
            "quoted entries",
            "  - id: t\n    depends_on: ['a']\n    run: x\n",
            "  - id: t\n    depends_on: ['a', 'b']\n    run: x\n"),
        layout(
            "brackets over several lines",
            "  - id: t\n    depends_on: [\n      a, # first\n    ]\n    run: x\n",
            "  - id: t\n    depends_on: [\n      a,\n      b, # first\n    ]\n    run: x\n"),
        layout(
            "an empty list",
            "  - id: t\n    depends_on: [ ] # none yet\n    run: x\n",
            "  - id: t\n    depends_on: [b] # none yet\n    run: x\n"),
        layout(
            "a list of lines",
            "  - id: t\n    depends_on:\n      - a # first\n\n    run: x\n",
            "  - id: t\n    depends_on:\n      - a # first\n      - b\n\n    run: x\n"),
        layout(
            "a list of lines at the key's own indentation",
            "  - id: t\n    run: x\n    depends_on:\n    -   a",
            "  - id: t\n    run: x\n    depends_on:\n    -   a\n    -   b"),
        layout(
            "a key without a value",
            "  - id: t\n    depends_on: # later\n    run: x\n",
            "  - id: t\n    depends_on: [b] # later\n    run: x\n"),
        layout(
            "nothing, written out",
            "  - id: t\n    depends_on: ~\n    run: x\n",
            "  - id: t\n    depends_on: [b]\n    run: x\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("additions")
  void adds(String name, String before, String after) {
    assertThat(editor.addDependency(file(HEAD + before), "t", "b")).isEqualTo(HEAD + after);
    assertThat(editor.addDependency(file(windows(HEAD + before)), "t", "b"))
        .isEqualTo(windows(HEAD + after));
  }

  static Stream<Arguments> removals() {
    return Stream.of(
        layout(
            "the only one, on a line of its own",
            "  - id: t\n    depends_on: [b]\n    run: x\n",
            "  - id: t\n    run: x\n"),
        layout(
            "the only one, with a comment",
            "  - id: t\n    depends_on: [b] # why\n    run: x\n",
            "  - id: t\n    depends_on: [] # why\n    run: x\n"),
        layout(
            "the only one, on the task's first line",
            "  - depends_on: [b]\n    id: t\n    run: x\n",
            "  - depends_on: []\n    id: t\n    run: x\n"),
        layout(
            "the only one, a line of a list",
            "  - id: t\n    depends_on:\n      - b\n    run: x\n",
            "  - id: t\n    run: x\n"),
        layout(
            "the only one, in a list with a comment",
            "  - id: t\n    depends_on: # these\n      - b\n    run: x\n",
            "  - id: t\n    depends_on: [] # these\n    run: x\n"),
        layout(
            "the only one, in braces",
            "  - { id: t, depends_on: [b], run: x }\n",
            "  - { id: t, run: x }\n"),
        layout(
            "the only one, first in braces",
            "  - { depends_on: [b], id: t, run: x }\n",
            "  - { id: t, run: x }\n"),
        layout(
            "the first of several",
            "  - { id: t, run: x, depends_on: [b, a] }\n",
            "  - { id: t, run: x, depends_on: [a] }\n"),
        layout(
            "the last of several",
            "  - { id: t, run: x, depends_on: [a,b] }\n",
            "  - { id: t, run: x, depends_on: [a] }\n"),
        layout(
            "the same twice",
            "  - { id: t, run: x, depends_on: [b, a, b] }\n",
            "  - { id: t, run: x, depends_on: [a] }\n"),
        layout(
            "a line of several",
            "  - id: t\n    depends_on:\n      - a # one\n      - b # two\n      # three\n    run: x\n",
            "  - id: t\n    depends_on:\n      - a # one\n      # three\n    run: x\n"),
        layout(
            "the last line of a file without a line break at its end",
            "  - id: t\n    run: x\n    depends_on:\n      - a\n      - b",
            "  - id: t\n    run: x\n    depends_on:\n      - a"),
        layout(
            "brackets over several lines, with comments",
            "  - id: t\n    run: x\n    depends_on: [\n      b, # one\n      a, # two\n    ]\n",
            "  - id: t\n    run: x\n    depends_on: [\n       # one\n      a, # two\n    ]\n"),
        layout(
            "brackets over several lines",
            "  - id: t\n    run: x\n    depends_on: [\n      a,\n      b\n    ]\n",
            "  - id: t\n    run: x\n    depends_on: [\n      a\n    ]\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("removals")
  void removes(String name, String before, String after) {
    assertThat(editor.removeDependency(file(HEAD + before), "t", "b")).isEqualTo(HEAD + after);
    assertThat(editor.removeDependency(file(windows(HEAD + before)), "t", "b"))
        .isEqualTo(windows(HEAD + after));
  }

  @Test
  void an_id_that_looks_like_a_number_is_quoted() {
    assertThat(editor.addDependency(file(HEAD), "b", "1"))
        .contains("- { id: b, run: x, depends_on: [\"1\"] }");
  }

  @Test
  void a_task_that_stands_before_its_dependency_is_found_all_the_same() {
    assertThat(editor.addDependency(file(HEAD), "a", "b"))
        .isEqualTo(HEAD.replace("{ id: a, run: x }", "{ id: a, run: x, depends_on: [b] }"));
  }

  static Stream<Arguments> json() {
    return Stream.of(
        layout(
            "compact",
            "{\"tasks\":[{\"id\":\"b\"},{\"id\":\"t\",\"run\":\"x\"}]}",
            "{\"tasks\":[{\"id\":\"b\"},{\"id\":\"t\",\"run\":\"x\",\"depends_on\":[\"b\"]}]}"),
        layout(
            "on lines",
            "{\n  \"tasks\": [ { \"id\": \"b\" },\n    {\n      \"id\": \"t\",\n      \"run\": \"x\"\n    }\n  ]\n}\n",
            "{\n  \"tasks\": [ { \"id\": \"b\" },\n    {\n      \"id\": \"t\",\n      \"run\": \"x\",\n      \"depends_on\": [\"b\"]\n    }\n  ]\n}\n"),
        layout(
            "an empty list",
            "{\"tasks\":[{\"id\":\"b\"},{\"id\":\"t\",\"depends_on\":[]}]}",
            "{\"tasks\":[{\"id\":\"b\"},{\"id\":\"t\",\"depends_on\":[\"b\"]}]}"),
        layout(
            "null",
            "{\"tasks\":[{\"id\":\"b\"},{\"id\":\"t\",\"depends_on\": null}]}",
            "{\"tasks\":[{\"id\":\"b\"},{\"id\":\"t\",\"depends_on\": [\"b\"]}]}"),
        layout(
            "a list on lines",
            "{\"tasks\":[{\"id\":\"b\"},{\"id\":\"t\",\"depends_on\": [\n  \"a\",\n  \"c\"\n]}]}",
            "{\"tasks\":[{\"id\":\"b\"},{\"id\":\"t\",\"depends_on\": [\n  \"a\",\n  \"c\",\n  \"b\"\n]}]}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("json")
  void adds_and_removes_in_json(String name, String before, String after) {
    PlanFile file = new PlanReader().parse(Path.of("p.json"), before);
    assertThat(editor.addDependency(file, "t", "b")).isEqualTo(after);

    PlanFile added = new PlanReader().parse(Path.of("p.json"), after);
    if (!name.equals("an empty list") && !name.equals("null")) {
      assertThat(editor.removeDependency(added, "t", "b")).isEqualTo(before);
    }
  }

  @Test
  void refuses_what_is_not_there() {
    PlanFile file = file(HEAD + "  - { id: t, run: x, depends_on: [a] }\n");

    refused(() -> editor.addDependency(file, "t", "a"), "`t` depends on `a` already.");
    refused(() -> editor.addDependency(file, "t", "t"), "`t` cannot depend on itself.");
    refused(() -> editor.addDependency(file, "t", "zz"), "There is no task `zz` in this plan.");
    refused(() -> editor.addDependency(file, "zz", "a"), "There is no task `zz` in p.yaml.");
    refused(() -> editor.removeDependency(file, "zz", "a"), "There is no task `zz` in p.yaml.");
    refused(() -> editor.removeDependency(file, "t", "b"), "`t` does not name `b`");
  }

  @Test
  void refuses_to_change_what_cannot_be_read() {
    refused(
        () -> editor.addDependency(file("tasks: [{ id: t"), "t", "a"),
        "The plan file p.yaml cannot be read; mend it first.");
    refused(
        () -> editor.addDependency(file(HEAD + "  - { id: t, depends_on: a }\n"), "t", "b"),
        "`depends_on` of `t` is not a list of ids; mend it first.");
  }

  /// A list that two tasks share changes for both, so it is left alone.
  @Test
  void refuses_to_change_other_tasks() {
    String shared =
        HEAD
            + "  - { id: s, run: x, depends_on: &same [a] }\n"
            + "  - { id: t, run: x, depends_on: *same }\n";
    refused(() -> editor.addDependency(file(shared), "t", "b"), "change them there by hand");
    refused(() -> editor.addDependency(file(shared), "s", "b"), "change them there by hand");
    refused(() -> editor.removeDependency(file(shared), "s", "a"), "change them there by hand");
    assertThat(editor.removeDependency(file(shared), "t", "a"))
        .isEqualTo(shared.replace(", depends_on: *same", ""));
  }

  /// A plan with errors can be changed too: the change may be what mends it.
  @Test
  void changes_plans_with_errors() {
    String text = HEAD + "  - { id: t, rum: x, depends_on: [a, b] }\n";
    assertThat(editor.removeDependency(file(text), "t", "b")).isEqualTo(text.replace(", b", ""));
  }

  private static void refused(Runnable change, String sentence) {
    assertThatThrownBy(change::run)
        .isInstanceOf(PlanEditException.class)
        .hasMessageContaining(sentence);
  }

  private static PlanFile file(String text) {
    return new PlanReader().parse(Path.of("p.yaml"), text);
  }

  private static String windows(String text) {
    return text.replace("\n", "\r\n");
  }

  private static Arguments layout(String name, String before, String after) {
    return Arguments.of(Arrays.asList(name, before, after).toArray());
  }
}
