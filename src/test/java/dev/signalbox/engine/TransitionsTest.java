package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.conflict.serial.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TransitionsTest {
  private static final Path PAGE = Path.of("src/site/markdown/transitions.md");

  /// Run with `-Dtest.jvm.args=-Dguide.write=true` to write the page anew.
  @Test
  void theGuideShowsTheTable() throws IOException {
    if (Boolean.getBoolean("guide.write")) {
      Files.writeString(PAGE, page());
    }
    assertThat(Files.readString(PAGE))
        .as("the page of the guide is made from the table: -Dtest.jvm.args=-Dguide.write=true")
        .isEqualTo(page());
  }

  @Test
  void everyStateCanBeReachedAndEveryOpenOneLeft() {
    Set<TaskState> reached = EnumSet.of(TaskState.WAITING);
    Set<TaskState> left = EnumSet.noneOf(TaskState.class);
    for (Transitions.Transition row : Transitions.all()) {
      reached.add(row.to());
      left.add(row.from());
    }
    assertThat(reached).containsExactlyInAnyOrder(TaskState.values());
    for (TaskState state : TaskState.values()) {
      if (!state.isFinal()) {
        assertThat(left).contains(state);
      }
    }
    assertThat(left).doesNotContain(TaskState.LANDED);
  }

  @Test
  void whatTheTableDoesNotHoldIsRefused() {
    assertThatThrownBy(
            () ->
                Transitions.next(
                    TaskState.WAITING, new Event.Landed("a", "c", Isolation.SERIALIZABLE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Landed cannot happen to task a, which is WAITING");
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    page.append("# The states of a task\n\n");
    page.append(
        "Made from `dev.signalbox.engine.Transitions` by `TransitionsTest`; a change here ");
    page.append("without a change there fails the build.\n\n");
    page.append("```mermaid\nstateDiagram-v2\n    [*] --> waiting\n");
    Map<String, Set<String>> arrows = new LinkedHashMap<>();
    for (Transitions.Transition row : Transitions.all()) {
      if (row.to() != TaskState.CANCELLED && row.on() != Event.LandingFound.class) {
        arrows
            .computeIfAbsent(name(row.from()) + " --> " + name(row.to()), a -> new TreeSet<>())
            .add(row.on().getSimpleName());
      }
    }
    arrows.forEach(
        (arrow, events) ->
            page.append("    ")
                .append(arrow)
                .append(": ")
                .append(String.join(", ", events))
                .append('\n'));
    page.append("    landed --> [*]\n```\n\n");
    page.append("Any task that has not ended and is not landing can be called off: it becomes ");
    page.append(
        "*cancelled* by TaskCancelled. Where a resume finds a task's commit on the branch and ");
    page.append(
        "the log had lost that, the task becomes *landed* by LandingFound, from any state.\n\n");
    page.append("| from | event | to |\n| --- | --- | --- |\n");
    for (Transitions.Transition row : Transitions.all()) {
      page.append(
          "| %s | %s | %s |\n"
              .formatted(name(row.from()), row.on().getSimpleName(), name(row.to())));
    }
    return page.toString();
  }

  private static String name(TaskState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
