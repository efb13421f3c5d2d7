package dev.signalbox.claim;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one task declares to read and to write. A list that is absent means *unknown*, an empty one
/// means *nothing*: a task that declares no writes may write anywhere.
///
/// @param reads what it reads, or null where the plan does not say
/// @param writes what it writes, or null where the plan does not say
public record Claims(@Nullable List<Glob> reads, @Nullable List<Glob> writes) {

  /// Declares nothing: both unknown.
  public static final Claims UNDECLARED = new Claims(null, null);

  public Claims {
    reads = reads == null ? null : List.copyOf(reads);
    writes = writes == null ? null : List.copyOf(writes);
  }

  public boolean declaresWrites() {
    return writes != null;
  }

  /// The declared writes; none where they are unknown.
  public List<Glob> knownWrites() {
    return writes == null ? List.of() : writes;
  }

  /// The declared reads; none where they are unknown.
  public List<Glob> knownReads() {
    return reads == null ? List.of() : reads;
  }

  /// The first place where one of `left` and one of `right` meet.
  public static Optional<Overlap> firstOverlap(List<Glob> left, List<Glob> right) {
    for (Glob a : left) {
      for (Glob b : right) {
        Optional<String> witness = a.witness(b);
        if (witness.isPresent()) {
          return Optional.of(new Overlap(a, b, witness.get()));
        }
      }
    }
    return Optional.empty();
  }
}
