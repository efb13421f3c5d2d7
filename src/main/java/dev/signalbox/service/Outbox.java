package dev.signalbox.service;

import dev.signalbox.engine.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// What is to be sent to one other end. Whoever puts something in never waits, the engine's thread
/// least of all; what is put in is spelled and sent on a thread of the connection's own.
final class Outbox {
  private static final int CHUNK = 64 << 10;

  private final Wire wire;
  private final WritableByteChannel channel;
  private final BlockingQueue<Item> waiting;
  private volatile boolean over;

  private sealed interface Item {
    record Line(String text) implements Item {}

    /// The first entry of the log to send is `from`.
    record Entries(List<Entry> entries, long from) implements Item {}

    record Last(String text) implements Item {}
  }

  /// @param bound how many lines and batches may wait
  Outbox(Wire wire, WritableByteChannel channel, int bound) {
    this.wire = wire;
    this.channel = channel;
    this.waiting = new LinkedBlockingQueue<>(bound);
  }

  /// @return whether there was room for it
  boolean offer(String line) {
    return put(new Item.Line(line));
  }

  /// @return whether there was room for them
  boolean offer(List<Entry> entries, long from) {
    return put(new Item.Entries(entries, from));
  }

  private synchronized boolean put(Item item) {
    return over || waiting.offer(item);
  }

  /// Sends what waits, then a last line; nothing is taken after it. Where there is no room any more
  /// the last line is all that comes.
  synchronized void end(String line) {
    if (!over) {
      over = true;
      Item last = new Item.Last(line);
      if (!waiting.offer(last)) {
        waiting.clear();
        waiting.add(last);
      }
    }
  }

  /// Sends until the last line has gone.
  void send() throws IOException, InterruptedException {
    while (true) {
      switch (waiting.take()) {
        case Item.Line line -> write(line.text() + "\n");
        case Item.Entries batch -> write(batch.entries(), batch.from());
        case Item.Last last -> {
          write(last.text() + "\n");
          return;
        }
      }
    }
  }

  private void write(List<Entry> entries, long from) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Entry entry : entries) {
      if (entry.sequence() >= from) {
        text.append(wire.line(entry)).append('\n');
      }
      if (text.length() >= CHUNK) {
        write(text.toString());
        text.setLength(0);
      }
    }
    write(text.toString());
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
