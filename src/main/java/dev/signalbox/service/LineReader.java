package dev.signalbox.service;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Lines of UTF-8 from a channel, none longer than it may be.
final class LineReader {
  private static final int CHUNK = 8 << 10;

  private final ReadableByteChannel channel;
  private final int mostBytes;
  private final Runnable halfway;
  private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).flip();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /// A line is longer than it may be.
  static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /// @param mostBytes how long a line may be, its end not counted
  /// @param halfway is called once for each line of which a part has come and the rest has not
  LineReader(ReadableByteChannel channel, int mostBytes, Runnable halfway) {
    this.channel = channel;
    this.mostBytes = mostBytes;
    this.halfway = halfway;
  }

  /// The next line without its end; null at the end, which a half line before it does not count for
  /// one.
  ///
  /// @throws TooLongException where it is too long; nothing can be read after that
  @Nullable String next() throws IOException {
    line.reset();
    boolean waited = false;
    while (true) {
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        if (next == '\n') {
          return line.toString(StandardCharsets.UTF_8);
        }
        if (line.size() == mostBytes) {
          throw new TooLongException();
        }
        line.write(next);
      }
      if (line.size() > 0 && !waited) {
        waited = true;
        halfway.run();
      }
      buffer.clear();
      int read = channel.read(buffer);
      buffer.flip();
      if (read < 0) {
        return null;
      }
    }
  }
}
