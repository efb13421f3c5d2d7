package dev.signalbox.watch;

import java.nio.file.Path;

/// A process on a system that allows little: says what it knows of the reads of a work tree.
final class Cramped {
  private Cramped() {}

  public static void main(String[] args) {
    try (TreeWatches watches = TreeWatches.open()) {
      TreeWatch first = watches.begin(Path.of(args[0]), Unwatched.NOTHING, () -> {});
      TreeWatch second = watches.begin(Path.of(args[0]), Unwatched.NOTHING, () -> {});
      for (TreeWatch watch : new TreeWatch[] {first, second}) {
        Reads reads = watch.reads();
        System.out.printf(
            "%s %s %s %s%n",
            reads.source(), reads.everything(), watch.takeChanged().everything(), reads.why());
      }
      first.close();
      second.close();
      TreeWatch next = watches.begin(Path.of(args[0]), Unwatched.NOTHING, () -> {});
      System.out.println(next.reads().source());
    }
  }
}
