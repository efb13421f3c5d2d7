package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class BatchTest {

  /// @param lost how many of its last answers a process takes with it where it is killed
  @Property(tries = 300)
  void everyQuestionButTheDeadlyOnesIsAnswered(
      @ForAll @IntRange(max = 60) int count,
      @ForAll @Size(max = 5) Set<@IntRange(max = 59) Integer> deadly,
      @ForAll @IntRange(max = 20) int lost)
      throws Exception {
    List<Integer> questions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      questions.add(i);
    }
    List<String> answers =
        Batch.ask(questions, some -> process(some, deadly, lost), end -> "no: " + end);
    assertThat(answers).hasSize(count);
    for (int i = 0; i < count; i++) {
      assertThat(answers.get(i)).isEqualTo(deadly.contains(i) ? "no: killed by " + i : "yes " + i);
    }
  }

  private static Batch.Answers<String> process(List<Integer> some, Set<Integer> deadly, int lost) {
    List<String> said = new ArrayList<>();
    for (int question : some) {
      if (deadly.contains(question)) {
        return new Batch.Answers<>(
            said.subList(0, Math.max(0, said.size() - lost)), "killed by " + question);
      }
      said.add("yes " + question);
    }
    return new Batch.Answers<>(said, "");
  }
}
