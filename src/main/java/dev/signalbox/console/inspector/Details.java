package dev.signalbox.console.inspector;

import dev.signalbox.console.model.Sentence;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.TaskState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the inspector says.
sealed interface Details {

  /// A line of the table of facts.
  ///
  /// @param label a word
  /// @param value what is said
  /// @param agent the agent whose colour the value takes; empty for none
  record Fact(String label, Sentence value, String agent) {}

  /// There is nothing to show, and why.
  record Nothing(String title, String words) implements Details {}

  /// The run, or the plan where nothing runs.
  ///
  /// @param notes sentences on the run
  /// @param decisions what people decided, the newest first
  record OfRun(
      String title, String subtitle, List<Fact> facts, List<String> notes, List<String> decisions)
      implements Details {}

  /// One task.
  ///
  /// @param reason what it waits for, or why it ended as it did
  /// @param reasonTitle the words before that
  /// @param asked whether a person is asked
  /// @param command what it runs; empty where it needs none
  /// @param attempts every attempt, the oldest first
  /// @param repositoryChanges what it changed beside its work tree
  record OfTask(
      String id,
      TaskState state,
      String description,
      List<Fact> facts,
      String reasonTitle,
      Sentence reason,
      boolean asked,
      String command,
      List<Attempt> attempts,
      Map<String, Object> outputs,
      List<String> repositoryChanges)
      implements Details {

    Optional<Attempt> attempt(int number) {
      return attempts.stream().filter(a -> a.number() == number).findFirst();
    }
  }
}
