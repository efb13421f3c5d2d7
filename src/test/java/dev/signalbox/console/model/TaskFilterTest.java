package dev.signalbox.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Blocker;
import dev.signalbox.engine.TaskState;
import dev.signalbox.plan.Task;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskFilterTest {
  private final List<TaskRow> rows =
      List.of(
          row("schema", "AGT-001", "Add the billing schema", TaskState.LANDED),
          row("api", "AGT-002", "Answer requests", TaskState.RUNNING),
          row("page", "AGT-002", "Show the BILLING page", TaskState.ASKING_START),
          row("tests", "AGT-001", "Try it", TaskState.FAILED));

  @Test
  void wordsAreLookedForInTheNameAndTheDescription() {
    assertThat(shown("billing")).containsExactly("schema", "page");
    assertThat(shown("PA")).containsExactly("page");
    assertThat(shown("billing page")).containsExactly("page");
  }

  @Test
  void aStatusGoesByTheWordsOnTheScreen() {
    assertThat(shown("status:landed")).containsExactly("schema");
    assertThat(shown("status:failed,running")).containsExactly("api", "tests");
    assertThat(shown("status:you")).containsExactly("page");
    assertThat(shown("status:attention")).containsExactly("page");
  }

  @Test
  void allTermsHaveToHold() {
    assertThat(shown("agent:agt-002 status:running")).containsExactly("api");
    assertThat(shown("status:running and agent:AGT-001")).isEmpty();
  }

  @Test
  void whatIsHalfTypedHidesNothing() {
    assertThat(shown("status:")).hasSize(4);
    assertThat(shown("  ")).hasSize(4);
    assertThat(TaskFilter.parse(" ").isAll()).isTrue();
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    assertThat(TaskFilter.parse("status:sideways").problem())
        .contains("sideways")
        .contains("failed");
    assertThat(TaskFilter.parse("colour:red").problem()).contains("colour:").contains("agent:");
    assertThat(TaskFilter.parse("status:failed").problem()).isEmpty();
  }

  private List<String> shown(String text) {
    TaskFilter filter = TaskFilter.parse(text);
    return rows.stream().filter(filter::matches).map(TaskRow::id).toList();
  }

  private static TaskRow row(String id, String agent, String description, TaskState state) {
    TaskFacts facts = new TaskFacts(state, agent, new Blocker.Nothing(), "", "", null, null, false);
    return new TaskRow(new Task(id, agent, description, Map.of()), 0, facts);
  }
}
