package dev.signalbox.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Appends to a file that never grows past a bound: its beginning and its end stay, the middle
/// goes. Whoever follows the file sees every byte when it is written; when the file shrinks, its
/// middle was just left out and the reader starts over. It is made when something is written first:
/// many commands print nothing.
public final class BoundedLog extends OutputStream {
  public static final long DEFAULT_PART = 8L << 20;

  private static final Pattern LEFT_OUT =
      Pattern.compile("\n\\[signalbox: (\\d{1,18}) bytes left out here]\n");

  private static final int STEP = 64 << 10;

  private final Path path;
  private final long head;
  private final long tail;
  private @Nullable FileChannel opened;
  private boolean closed;
  private long leftOut;
  private @Nullable ByteBuffer copied;

  public BoundedLog(Path path) {
    this(path, DEFAULT_PART, DEFAULT_PART);
  }

  /// @param head how many bytes of the beginning stay
  /// @param tail how many bytes of the end stay at least
  public BoundedLog(Path path, long head, long tail) {
    this.path = path;
    this.head = head;
    this.tail = tail;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    FileChannel file = open();
    writeFully(file, ByteBuffer.wrap(bytes, offset, length));
    // Room for as much again, so that the end is not copied for each new line.
    if (file.position() > head + 2 * tail) {
      leaveOutTheMiddle(file);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    FileChannel file = opened;
    if (file != null) {
      file.close();
    }
  }

  private FileChannel open() throws IOException {
    FileChannel before = opened;
    if (before != null) {
      return before;
    }
    if (closed) {
      throw new ClosedChannelException();
    }
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    opened = file;
    file.position(file.size());
    leftOut = leftOutBefore(file);
    return file;
  }

  private void leaveOutTheMiddle(FileChannel file) throws IOException {
    long size = file.position();
    long from = size - tail;
    // The line of last time goes with what is left out, and is nothing that was printed.
    leftOut += from - head - (leftOut == 0 ? 0 : line().length);
    file.position(head);
    writeFully(file, ByteBuffer.wrap(line()));
    ByteBuffer part = copied == null ? ByteBuffer.allocateDirect(STEP) : copied;
    copied = part;
    while (file.read(part.clear(), from) > 0) {
      from += part.position();
      writeFully(file, part.flip());
      if (from >= size) {
        break;
      }
    }
    file.truncate(file.position());
  }

  private byte[] line() {
    return ("\n[signalbox: " + leftOut + " bytes left out here]\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  // An earlier command of the same attempt may have printed too much already.
  private long leftOutBefore(FileChannel file) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(64);
    file.read(start, head);
    Matcher line =
        LEFT_OUT.matcher(new String(start.array(), 0, start.position(), StandardCharsets.UTF_8));
    return line.lookingAt() ? Long.parseLong(line.group(1)) : 0;
  }

  private static void writeFully(FileChannel file, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
