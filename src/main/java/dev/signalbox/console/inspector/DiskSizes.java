package dev.signalbox.console.inspector;

import dev.signalbox.app.gc.RunSizes;
import dev.signalbox.console.inspector.Details.Fact;
import dev.signalbox.console.model.Sentence;
import dev.signalbox.workspace.DiskSize;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// How much room what is selected takes on disk, as far as it has been counted. Counting happens
/// aside, and again after a while as long as somebody asks.
final class DiskSizes implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DiskSizes.class.getName());
  private static final long PAUSE_MILLIS = 3_000;

  /// Counting may take this share of the time at most.
  private static final int SHARE = 20;

  private final SizeSource source;
  private final Executor background;
  private final Executor window;
  private final Runnable changed;
  private @Nullable Question asked;
  private List<Fact> known = List.of();
  private @Nullable Question counting;
  private boolean askedAgain;
  private boolean closed;

  /// What is asked about.
  sealed interface Question {
    /// The work tree of a task's last attempt.
    ///
    /// @param inUse whether the attempt still works there; else it counts only where it was kept
    record OfTree(Path directory, boolean inUse) implements Question {}

    record OfRun(String run, String repository) implements Question {}
  }

  /// @param changed runs when more is known, on the window's thread
  DiskSizes(SizeSource source, Executor background, Executor window, Runnable changed) {
    this.source = source;
    this.background = background;
    this.window = window;
    this.changed = changed;
  }

  /// What is known by now; more may come.
  ///
  /// @param question null where nothing lies on disk
  List<Fact> facts(@Nullable Question question) {
    boolean another = !Objects.equals(question, asked);
    asked = question;
    if (another) {
      known = List.of();
    }
    askedAgain = true;
    if (question != null && !question.equals(counting) && !closed) {
      count(question);
    }
    return known;
  }

  private void count(Question question) {
    counting = question;
    askedAgain = false;
    background.execute(
        () -> {
          long start = System.nanoTime();
          List<Fact> found = count(source, question);
          long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
          window.execute(() -> take(question, found));
          CompletableFuture.delayedExecutor(
                  Math.max(PAUSE_MILLIS, SHARE * took), TimeUnit.MILLISECONDS, window)
              .execute(() -> rested(question));
        });
  }

  private void take(Question question, List<Fact> found) {
    if (question.equals(asked) && !found.equals(known)) {
      known = found;
      changed.run();
    }
  }

  private void rested(Question question) {
    if (question.equals(counting)) {
      counting = null;
      if (askedAgain && question.equals(asked)) {
        count(question);
      }
    }
  }

  private static List<Fact> count(SizeSource source, Question question) {
    try {
      return switch (question) {
        case Question.OfTree of -> tree(source, of);
        case Question.OfRun of -> runs(source.runs(of.run(), of.repository()));
      };
    } catch (WorkspaceException e) {
      LOG.log(Level.INFO, "The room on disk is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }

  private static List<Fact> tree(SizeSource source, Question.OfTree of) {
    // Who lists the names in it adds to what the attempt read.
    if (of.inUse()) {
      return List.of(fact("work tree", Sentence.of("in use")));
    }
    return source
        .keptTree(of.directory())
        .map(DiskSizes::words)
        .map(size -> Sentence.of(size + ", kept for you in ").code(of.directory().toString()))
        .map(kept -> List.of(fact("work tree", kept)))
        .orElse(List.of());
  }

  private static List<Fact> runs(SizeSource.Runs sizes) {
    RunSizes run = sizes.run();
    List<String> parts = new ArrayList<>();
    part(parts, "work trees", run.trees());
    part(parts, "logs and files", run.files());
    part(parts, "snapshots", run.snapshots());
    String of = parts.isEmpty() ? "" : ": " + String.join(", ", parts);
    Sentence all = Sentence.of(words(sizes.all()));
    OptionalLong less = sizes.reclaimable();
    if (less.isPresent() && less.getAsLong() > 0) {
      all =
          all.words("; ")
              .code("signalbox gc")
              .words(" would free " + words(new DiskSize(less.getAsLong(), true)));
    }
    return List.of(fact("on disk", Sentence.of(words(run.total()) + of)), fact("all runs", all));
  }

  private static void part(List<String> parts, String what, DiskSize size) {
    if (size.bytes() > 0 || size.inUse()) {
      parts.add(what + " " + words(size));
    }
  }

  /// Counts nothing any more.
  @Override
  public void close() {
    asked = null;
    closed = true;
  }

  /// A number stays with its unit.
  private static String words(DiskSize size) {
    return size.words().replaceFirst("(?<=\\d) ", "\u00a0");
  }

  private static Fact fact(String label, Sentence value) {
    return new Fact(label, value, "");
  }
}
