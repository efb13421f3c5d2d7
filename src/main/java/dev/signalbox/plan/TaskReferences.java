package dev.signalbox.plan;

import dev.signalbox.plan.References.Input;
import dev.signalbox.plan.References.Malformed;
import dev.signalbox.plan.References.Output;
import dev.signalbox.plan.References.Reference;
import dev.signalbox.plan.Value.Items;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import java.util.Set;

/// Sees to it that what a task's texts refer to is there.
final class TaskReferences {
  private final String text;
  private final Problems problems;
  private final String task;
  private final Set<String> taskIds;

  TaskReferences(String text, Problems problems, String task, Set<String> taskIds) {
    this.text = text;
    this.problems = problems;
    this.task = task;
    this.taskIds = taskIds;
  }

  /// A text that may refer to inputs and outputs.
  void check(Scalar scalar, Set<String> inputs) {
    for (Reference reference : References.in(scalar.text())) {
      int at = at(scalar, reference);
      switch (reference) {
        case Input input when !inputs.contains(input.key()) ->
            problems.error(
                at,
                "This task has no input `" + input.key() + "`.",
                Spelling.suggest(input.key(), inputs) + "Add it below `input:`.");
        case Input _ -> {
          // It is there.
        }
        case Output output -> output(output, at);
        case Malformed malformed -> malformed(malformed, at);
      }
    }
  }

  /// An input's value, which may refer to outputs only.
  void checkInput(Value value) {
    switch (value) {
      case Items items -> items.values().forEach(this::checkInput);
      case Mapping mapping -> mapping.entries().forEach(e -> checkInput(e.value()));
      case Scalar scalar -> {
        for (Reference reference : References.in(scalar.text())) {
          int at = at(scalar, reference);
          switch (reference) {
            case Input input ->
                problems.error(
                    at,
                    "An input cannot refer to an input, as `" + input.written() + "` does.",
                    "Write the value out.");
            case Output output -> output(output, at);
            case Malformed malformed -> malformed(malformed, at);
          }
        }
      }
    }
  }

  private void output(Output output, int at) {
    if (output.task().equals(task)) {
      problems.error(
          at, "This task would wait for its own output.", "Refer to another task's output.");
    } else if (!taskIds.contains(output.task())) {
      problems.error(
          at,
          "There is no task `" + output.task() + "`, as `" + output.written() + "` wants it.",
          TaskBuilder.suggestTask(output.task(), taskIds));
    }
  }

  private void malformed(Malformed malformed, int at) {
    problems.error(at, "`" + malformed.written() + "` cannot be read.", malformed.remedy());
  }

  /// Where the reference stands in the file. A block of text is indented there, so the reference is
  /// looked for and not counted to.
  private int at(Scalar scalar, Reference reference) {
    int found = text.indexOf(reference.written(), scalar.start());
    return found >= 0 && found < scalar.end() ? found : scalar.start();
  }
}
