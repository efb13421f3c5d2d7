package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.plan.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `check` says of a plan that reads well and could not run.
class StartChecksTest {
  @TempDir Path folder;
  private Scratch scratch;

  @BeforeEach
  void repository() throws Exception {
    scratch = new Scratch(folder);
  }

  private static List<String> check(Path plan) throws Exception {
    PlanFile file = new PlanReader().read(plan);
    assertThat(file.plan()).as("%s", file.problems()).isNotNull();
    return StartChecks.of(file, System.getenv()).stream().map(Problem::toString).toList();
  }

  private static String plan(String head, String... tasks) {
    return "name: starts\n%sagents: { A: { kind: shell } }\ntasks:\n  - %s\n"
        .formatted(head, String.join("\n  - ", tasks));
  }

  @Test
  void whatARunIsRefusedForIsAnErrorAtItsPlace() throws Exception {
    String one = "{ id: one, run: echo }";
    assertThat(check(scratch.plan(plan("", one)))).isEmpty();
    assertThat(check(scratch.plan(plan("base: none\n", one))))
        .singleElement()
        .asString()
        .contains("plan.yaml:3:", "error: There is no branch or commit none in ");
    assertThat(check(scratch.plan(plan("into: main\nbase: main~0\n", one))))
        .singleElement()
        .asString()
        .contains("plan.yaml:3:", "error: The branch main is checked out in ");
    Path outside = Files.createDirectory(folder.resolve("outside")).resolve("plan.yaml");
    Files.writeString(outside, plan("", one));
    assertThat(check(outside))
        .singleElement()
        .asString()
        .contains("outside/plan.yaml: error: ", "is not a git checkout");
    Files.writeString(outside, plan("sample: nowhere\n", one));
    assertThat(check(outside)).singleElement().asString().contains("plan.yaml:2:", "not a folder");
    assertThat(scratch.git("for-each-ref")).as("nothing was made").doesNotContain("signalbox");
  }

  @Test
  void aBranchThatRunsWouldNotGoOnFromIsAnError() throws Exception {
    scratch.git("branch", "signalbox/starts");
    scratch.git("commit", "--quiet", "--allow-empty", "--message=on");
    Path plan = scratch.plan(plan("", "{ id: one, run: echo }"));
    assertThat(check(plan)).as("main has all of it").isEmpty();
    String own = scratch.git("commit-tree", "signalbox/starts^{tree}", "-m", "own").strip();
    scratch.git("branch", "--force", "signalbox/starts", own);
    assertThat(check(plan))
        .singleElement()
        .asString()
        .contains("does not descend from main", "--restart");
  }

  @Test
  void aScriptThatCannotBeThereIsWarnedOf() throws Exception {
    Files.writeString(scratch.repository.resolve("there.sh"), "echo");
    scratch.git("add", "--all");
    scratch.git("commit", "--quiet", "--message=script");
    Files.writeString(scratch.repository.resolve("draft.sh"), "echo");
    assertThat(
            check(
                scratch.plan(
                    plan(
                        "",
                        "{ id: fine, run: ./there.sh x, writes: [a] }",
                        "{ id: gone, run: ./scripts/gone.sh, writes: [b] }",
                        "{ id: draft, run: './draft.sh; true', writes: [c] }",
                        "{ id: later, run: ./scripts/gone.sh, depends_on: [fine], writes: [d] }",
                        "{ id: maker, run: touch made.sh, writes: [made.sh] }",
                        "{ id: made, run: ./made.sh, depends_on: [maker], writes: [e] }",
                        "{ id: open, run: make }",
                        "{ id: perhaps, run: ./gone.sh, depends_on: [open], writes: [f] }",
                        "{ id: moved, run: 'cd sub && ./gone.sh', writes: [g] }",
                        "{ id: made2, run: 'touch x; ./x', writes: [x] }",
                        "{ id: variable, run: './$NAME', writes: [h] }"))))
        .satisfiesExactly(
            gone ->
                assertThat(gone)
                    .contains(
                        "plan.yaml:6:",
                        "warning: gone runs ./scripts/gone.sh, which main does not have, and no"),
            draft -> assertThat(draft).contains("draft runs", "(it is not committed)"),
            later -> assertThat(later).contains("later runs ./scripts/gone.sh"));
    assertThat(check(scratch.plan(plan("check: ./chek.sh all\n", "{ id: one, run: make }"))))
        .singleElement()
        .asString()
        .contains(
            "plan.yaml:3:", "warning: The check runs ./chek.sh, which main does not have, so");
    assertThat(check(scratch.plan(plan("check: ./there.sh\n", "{ id: one, run: make }"))))
        .isEmpty();
    assertThat(
            check(
                scratch.plan(plan("check: ./x.sh\ncheck_base: skip\n", "{ id: one, run: make }"))))
        .as("a task may make it")
        .isEmpty();
    assertThat(
            check(
                scratch.plan(
                    plan("workspace: { setup: make tools }\n", "{ id: one, run: ./gone.sh }"))))
        .as("the set-up may make it")
        .isEmpty();
  }
}
