package dev.signalbox.workspace;

import dev.signalbox.watch.Reads;
import dev.signalbox.watch.TreeWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What sees what one attempt reads and writes.
///
/// @param before what was read before the attempt was parked
record Observer(TreeWatch watch, Reads before) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Looks no more, and says what was read until now.
  Reads end() {
    watch.close();
    return before.and(watch.reads());
  }

  /// What was read, where those paths are what it changed. A file that it had a hand in and that is
  /// as it was counts: had another task changed it before, that change would have gone.
  Reads with(Reads reads, List<Sealed.Change> changes) {
    Set<String> left = new TreeSet<>(watch.touched());
    changes.forEach(change -> left.remove(change.path()));
    return reads.andOf(left);
  }

  /// Looks no more, and leaves what was read to whoever goes on in the work tree. Where that cannot
  /// be written, what was read is unknown to them.
  void park(Slot slot) {
    try {
      Files.write(slot.reads(), JSON.writeValueAsBytes(with(end(), List.of())));
    } catch (IOException e) {
      System.getLogger(Observer.class.getName()).log(System.Logger.Level.WARNING, e);
    }
  }

  /// What was read in a work tree before it was parked.
  static Reads parked(Slot slot) {
    try {
      return JSON.readValue(Files.readAllBytes(slot.reads()), Reads.class);
    } catch (IOException | JacksonException e) {
      return Reads.unknown("What was read before the task waited is not known.");
    }
  }
}
