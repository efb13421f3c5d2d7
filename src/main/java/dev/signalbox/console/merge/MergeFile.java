package dev.signalbox.console.merge;

import dev.signalbox.conflict.threeway.Choice;
import dev.signalbox.conflict.threeway.Draft;
import dev.signalbox.conflict.threeway.Loss;
import dev.signalbox.conflict.threeway.Side;
import dev.signalbox.conflict.threeway.ThreeWay;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.Resolved;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One conflicted file, and what is chosen for it so far.
sealed interface MergeFile {
  ConflictedMerge.File file();

  /// How many decisions it asks for in all.
  int conflicts();

  /// How many of them are still to be made.
  int open();

  /// Whether a person chose anything here.
  boolean isTouched();

  /// What is to become of it.
  ///
  /// @throws IllegalStateException while something is open
  Resolved resolved();

  /// With one side's lines, or its whole file, for each decision that is still to be made.
  MergeFile takeOpen(Side side);

  /// The same choices on what the file is now, as far as they fit it.
  MergeFile onto(MergeFile now);

  default String path() {
    return file().path();
  }

  /// Cuts a file into its hunks where all its versions are text. Blocks.
  static MergeFile of(ConflictedMerge.File file)
      throws IOException, WorkspaceException, InterruptedException {
    String left = text(file.left());
    String right = text(file.right());
    if (left == null || right == null || !file.isText()) {
      return new Whole(file, null);
    }
    String base = Objects.requireNonNullElse(text(file.base()), "");
    ThreeWay cut = ThreeWay.of(base, left, right);
    // git's merge of the texts is clean: what conflicts is something else, such as the modes.
    return cut.conflicts() == 0 ? new Whole(file, null) : new Hunks(file, Draft.of(cut));
  }

  private static @Nullable String text(ConflictedMerge.@Nullable Version version) {
    return version == null ? null : version.text();
  }

  /// A text, decided hunk by hunk.
  record Hunks(ConflictedMerge.File file, Draft draft) implements MergeFile {
    @Override
    public int conflicts() {
      return draft.file().conflicts();
    }

    @Override
    public int open() {
      return draft.open();
    }

    @Override
    public boolean isTouched() {
      return !draft.choices().isEmpty();
    }

    @Override
    public Resolved resolved() {
      return new Resolved.Text(draft.result(), file.mergedMode());
    }

    @Override
    public MergeFile onto(MergeFile now) {
      return now instanceof Hunks hunks
          ? new Hunks(hunks.file(), draft.onto(hunks.draft().file()))
          : now;
    }

    @Override
    public Hunks takeOpen(Side side) {
      return new Hunks(file, draft.takeOpen(side));
    }

    Hunks choose(int segment, Choice choice) {
      return new Hunks(file, draft.choose(segment, choice));
    }

    List<Loss> losses() {
      return draft.losses();
    }
  }

  /// A file of which one side is taken as it is: binary content, a link, a file that is gone on one
  /// side.
  ///
  /// @param taken whose; null while that is open
  record Whole(ConflictedMerge.File file, Resolved.@Nullable Side taken) implements MergeFile {
    @Override
    public int conflicts() {
      return 1;
    }

    @Override
    public int open() {
      return taken == null ? 1 : 0;
    }

    @Override
    public boolean isTouched() {
      return taken != null;
    }

    @Override
    public Resolved resolved() {
      if (taken == null) {
        throw new IllegalStateException("Nothing is chosen yet for " + path());
      }
      return new Resolved.Taken(taken);
    }

    @Override
    public MergeFile onto(MergeFile now) {
      return now instanceof Whole whole && whole.file().equals(file)
          ? new Whole(whole.file(), taken)
          : now;
    }

    @Override
    public Whole takeOpen(Side side) {
      return taken == null ? new Whole(file, MergeFile.side(side)) : this;
    }

    /// Why it is not decided hunk by hunk, a word or two.
    String why() {
      if (file.left() == null && file.right() == null) {
        return "moved or deleted by both";
      }
      if (file.left() == null) {
        return "gone in what landed";
      }
      if (file.right() == null) {
        return "gone in the task’s version";
      }
      if (file.left().isSubmodule() || file.right().isSubmodule()) {
        return "submodule";
      }
      if (file.left().isLink() || file.right().isLink()) {
        return "link";
      }
      return file.isText() ? "mode" : "no text";
    }
  }

  /// A side as resolutions name it; empty for the base.
  static Resolved.@Nullable Side side(Side side) {
    return switch (side) {
      case LEFT -> Resolved.Side.LANDED;
      case RIGHT -> Resolved.Side.TASK;
      case BASE -> null;
    };
  }
}
