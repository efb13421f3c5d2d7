package dev.signalbox.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Many questions to a git command that answers them in order, one by one, and that a single one of
/// them may end. What was answered stays; the rest is asked again in ever smaller parts, until the
/// question that ends the command stands alone.
final class Batch {
  private Batch() {}

  /// What one process said.
  ///
  /// @param all the answers to the first questions, as many as came whole
  /// @param end the process's last word, where it did not answer them all
  record Answers<A>(List<A> all, String end) {}

  /// One process.
  @FunctionalInterface
  interface Run<Q, A> {
    Answers<A> ask(List<Q> questions) throws WorkspaceException, InterruptedException;
  }

  /// @param hopeless what stands for the answer to a question that ends the command, made of its
  ///   last word
  /// @return an answer for each question
  static <Q, A> List<A> ask(List<Q> questions, Run<Q, A> run, Function<String, A> hopeless)
      throws WorkspaceException, InterruptedException {
    List<A> answers = new ArrayList<>(questions.size());
    int most = questions.size();
    while (answers.size() < questions.size()) {
      int from = answers.size();
      int asked = Math.min(most, questions.size() - from);
      Answers<A> got = run.ask(questions.subList(from, from + asked));
      answers.addAll(got.all());
      if (got.all().size() == asked) {
        most = 2 * asked;
      } else if (asked == 1) {
        answers.add(hopeless.apply(got.end()));
      } else {
        most = asked / 2;
      }
    }
    return answers;
  }
}
