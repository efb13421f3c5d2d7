package dev.signalbox.app;

import dev.signalbox.conflict.live.ConflictDetector;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.RunState;
import java.util.List;
import java.util.function.Consumer;

/// Tells the detector, from the log, whose changes may meet.
final class LiveConflicts implements Consumer<List<Entry>> {
  private final ConflictDetector detector;
  private final RunState state = new RunState();

  LiveConflicts(ConflictDetector detector) {
    this.detector = detector;
  }

  @Override
  public void accept(List<Entry> entries) {
    entries.forEach(state::apply);
    detector.parties(state.parties());
  }
}
