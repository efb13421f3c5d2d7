package dev.signalbox.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.FakeRun;
import dev.signalbox.console.ManualClock;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryInboxTest {
  private final Deque<Runnable> window = new ArrayDeque<>();
  private final List<List<Entry>> batches = new ArrayList<>();
  private final EntryInbox inbox = new EntryInbox(window::add, batches::add);
  private final FakeRun run = new FakeRun(new ManualClock(), Path.of("nowhere"));

  @Test
  void howeverMuchComesOneCallIsPending() {
    inbox.follow(run);
    for (int i = 0; i < 50; i++) {
      run.emit(new Event.Noted("n" + i));
    }
    assertThat(window).hasSize(1);
    pulse();
    assertThat(batches).singleElement().satisfies(batch -> assertThat(batch).hasSize(50));
    assertThat(window).isEmpty();
  }

  @Test
  void aLongLogComesInBoundedParts() {
    Event[] events = new Event[EntryInbox.BATCH * 2 + 10];
    for (int i = 0; i < events.length; i++) {
      events[i] = new Event.Noted("n" + i);
    }
    run.emit(events);
    inbox.follow(run);
    pulse();
    assertThat(batches).hasSize(1);
    while (!window.isEmpty()) {
      pulse();
    }
    assertThat(batches)
        .extracting(List::size)
        .containsExactly(EntryInbox.BATCH, EntryInbox.BATCH, 10);
    List<Long> sequences = batches.stream().flatMap(List::stream).map(Entry::sequence).toList();
    assertThat(sequences).isSorted().doesNotHaveDuplicates().hasSize(events.length);
  }

  @Test
  void nothingComesOnceItIsClosed() {
    inbox.follow(run);
    run.emit(new Event.Noted("before"));
    inbox.close();
    pulse();
    run.emit(new Event.Noted("after"));
    assertThat(batches).isEmpty();
    assertThat(run.listeners()).isZero();
    assertThat(window).isEmpty();
  }

  private void pulse() {
    window.remove().run();
  }
}
