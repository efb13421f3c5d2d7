package dev.signalbox.console.merge;

import dev.signalbox.conflict.threeway.Draft;
import dev.signalbox.conflict.threeway.Segment;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// What is looked at while a conflict is resolved, and what lies before and after it.
///
/// @param files all of them, as they are now
/// @param index which file; -1 for none
/// @param segment where in it; -1 for nowhere
record Spot(List<MergeFile> files, int index, int segment) {
  static final Spot NONE = new Spot(List.of(), -1, -1);

  Spot {
    files = List.copyOf(files);
  }

  /// The first conflict of the first file.
  static Spot first(List<MergeFile> files) {
    return files.isEmpty() ? NONE : new Spot(files, 0, firstConflict(files.getFirst()));
  }

  Optional<MergeFile> file() {
    return index < 0 ? Optional.empty() : Optional.of(files.get(index));
  }

  Optional<MergeFile.Hunks> hunks() {
    return file().filter(MergeFile.Hunks.class::isInstance).map(MergeFile.Hunks.class::cast);
  }

  int open() {
    return files.stream().mapToInt(MergeFile::open).sum();
  }

  int conflicts() {
    return files.stream().mapToInt(MergeFile::conflicts).sum();
  }

  // ---- elsewhere --------------------------------------------------------------------------------

  Spot at(int otherIndex, int otherSegment) {
    return new Spot(files, otherIndex, otherSegment);
  }

  /// The file of that number, at its first conflict; empty where it is looked at already.
  Optional<Spot> ofFile(int number) {
    return number >= 0 && number < files.size() && number != index
        ? Optional.of(at(number, firstConflict(files.get(number))))
        : Optional.empty();
  }

  /// The file that lies `by` further, round.
  Optional<Spot> fileBy(int by) {
    return files.size() > 1 ? ofFile(Math.floorMod(index + by, files.size())) : Optional.empty();
  }

  /// A place of this file that anybody changed.
  Optional<Spot> ofChange(int place) {
    return hunks().filter(hunks -> isChange(hunks.draft(), place)).map(hunks -> at(index, place));
  }

  /// The next place that anybody changed, in this file.
  Optional<Spot> changeBy(int by) {
    return hunks()
        .map(hunks -> next(hunks.draft(), segment, by, i -> isChange(hunks.draft(), i)))
        .filter(found -> found >= 0)
        .map(found -> at(index, found));
  }

  /// The next conflict, on into the files after this and round.
  Optional<Spot> conflictBy(int by) {
    int size = files.size();
    for (int step = 0; step <= size; step++) {
      int number = Math.floorMod(index + step * by, Math.max(1, size));
      if (files.get(number) instanceof MergeFile.Hunks hunks) {
        Draft draft = hunks.draft();
        int start = step == 0 ? segment : by > 0 ? -1 : draft.file().segments().size();
        int found = next(draft, start, by, i -> draft.file().segments().get(i).isConflict());
        if (found >= 0) {
          return Optional.of(at(number, found));
        }
      } else if (step > 0) {
        return Optional.of(at(number, -1));
      }
    }
    return Optional.empty();
  }

  /// The first conflict for which nothing is chosen, from this file on and round.
  Optional<Spot> firstOpen() {
    int size = files.size();
    for (int step = 0; step < size; step++) {
      int number = (index + step) % size;
      MergeFile file = files.get(number);
      if (file.open() > 0) {
        int found =
            file instanceof MergeFile.Hunks hunks
                ? next(hunks.draft(), -1, 1, hunks.draft()::isOpen)
                : -1;
        return Optional.of(at(number, found));
      }
    }
    return Optional.empty();
  }

  /// With `after` in the place of `before`, at the first place where they differ; where several
  /// files do, where it is.
  Spot where(List<MergeFile> before, List<MergeFile> after) {
    List<Integer> different =
        IntStream.range(0, after.size())
            .filter(i -> !before.get(i).equals(after.get(i)))
            .boxed()
            .toList();
    if (different.size() != 1) {
      return new Spot(after, index, segment);
    }
    int number = different.getFirst();
    return new Spot(after, number, changed(before.get(number), after.get(number)));
  }

  private static int changed(MergeFile one, MergeFile other) {
    if (one instanceof MergeFile.Hunks a && other instanceof MergeFile.Hunks b) {
      for (int i = 0; i < a.draft().file().segments().size(); i++) {
        if (!a.draft().choice(i).equals(b.draft().choice(i))) {
          return i;
        }
      }
    }
    return -1;
  }

  private static int firstConflict(MergeFile file) {
    return file instanceof MergeFile.Hunks hunks
        ? next(hunks.draft(), -1, 1, i -> hunks.draft().file().segments().get(i).isConflict())
        : -1;
  }

  private static boolean isChange(Draft draft, int segment) {
    return draft.file().segments().get(segment).kind() != Segment.Kind.NOBODY;
  }

  private static int next(Draft draft, int from, int by, IntPredicate wanted) {
    for (int i = from + by; i >= 0 && i < draft.file().segments().size(); i += by) {
      if (wanted.test(i)) {
        return i;
      }
    }
    return -1;
  }
}
