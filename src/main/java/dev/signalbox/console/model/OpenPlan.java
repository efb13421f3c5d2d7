package dev.signalbox.console.model;

import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The plan that is open, as its file was read last. A file is read, and what is shown of it made,
/// on `background`.
final class OpenPlan {
  private final PlanSource plans;
  private final Supplier<Instant> now;
  private final Executor background;
  private final Executor window;

  private final ReadOnlyObjectWrapper<Optional<PlanFile>> file =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();
  private final ObservableList<Problem> problemsView =
      FXCollections.unmodifiableObservableList(problems);
  // Only the answer to the newest question counts: a file read late must not replace a later one.
  private long asked;
  private volatile String expected = "";

  OpenPlan(PlanSource plans, Supplier<Instant> now, Executor background, Executor window) {
    this.plans = plans;
    this.now = now;
    this.background = background;
    this.window = window;
  }

  /// Reads a plan file and hands over what to show of it, unless another is asked for meanwhile.
  void read(Path path, Consumer<PlanPreview> then) {
    long question = ++asked;
    background.execute(
        () -> {
          PlanPreview read = PlanPreview.of(plans.read(path), now.get());
          window.execute(
              () -> {
                if (question == asked) {
                  then.accept(read);
                }
              });
        });
  }

  /// What is being read no longer counts.
  void forgetQuestions() {
    asked++;
  }

  /// Says what an edit is about to write: that the file is so is no news then. From any thread.
  void expect(String text) {
    expected = text;
  }

  /// Whether the file holds something else than what is shown, or what an edit wrote.
  boolean isNews(PlanFile read) {
    return !read.text().equals(file.get().map(PlanFile::text).orElse(""))
        && !read.text().equals(expected);
  }

  void show(PlanPreview preview) {
    file.set(Optional.of(preview.file()));
    problems.setAll(preview.problems());
  }

  void clear() {
    forgetQuestions();
    file.set(Optional.empty());
    problems.clear();
  }

  boolean hasErrors() {
    return problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }

  Optional<PlanFile> file() {
    return file.get();
  }

  ReadOnlyObjectProperty<Optional<PlanFile>> fileProperty() {
    return file.getReadOnlyProperty();
  }

  ObservableList<Problem> problems() {
    return problemsView;
  }
}
