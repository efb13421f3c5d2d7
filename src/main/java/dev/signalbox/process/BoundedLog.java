package dev.signalbox.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Appends to a file that never grows past a bound: its beginning and its end stay, the middle
/// goes. Whoever follows the file sees every byte when it is written; when the file shrinks, its
/// middle was just left out and the reader starts over.
public final class BoundedLog extends OutputStream {
  public static final long DEFAULT_PART = 8L << 20;

  private final FileChannel file;
  private final long head;
  private final long tail;
  private long leftOut;

  public BoundedLog(Path path) throws IOException {
    this(path, DEFAULT_PART, DEFAULT_PART);
  }

  /// @param head how many bytes of the beginning stay
  /// @param tail how many bytes of the end stay at least
  public BoundedLog(Path path, long head, long tail) throws IOException {
    this.file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.head = head;
    this.tail = tail;
    file.position(file.size());
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    writeFully(ByteBuffer.wrap(bytes, offset, length));
    // Room for as much again, so that the end is not copied for each new line.
    if (file.position() > head + 2 * tail) {
      leaveOutTheMiddle();
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }

  private void leaveOutTheMiddle() throws IOException {
    long size = file.position();
    ByteBuffer end = ByteBuffer.allocate(Math.toIntExact(tail));
    while (end.hasRemaining() && file.read(end, size - tail + end.position()) >= 0) {
      // read until the buffer is full
    }
    leftOut += size - head - tail;
    file.truncate(head);
    file.position(head);
    writeFully(
        ByteBuffer.wrap(
            ("\n[signalbox: " + leftOut + " bytes left out here]\n")
                .getBytes(StandardCharsets.UTF_8)));
    writeFully(end.flip());
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
