package dev.signalbox.console.inspector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads what has been added to a file since it was last asked, in lines. Starts near the end of a
/// long file. Belongs to one thread at a time.
final class LogTail {
  /// How much of the file's end is read at first.
  static final int HEAD_START = 256 * 1024;

  /// How much is read at once.
  static final int STEP = 128 * 1024;

  private static final int LONGEST_LINE = 2_000;
  // Colours and cursor moves, which mean nothing in a list of lines.
  private static final Pattern ESCAPES =
      Pattern.compile("\u001B(\\[[0-9;?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(\u0007|\u001B\\\\)?|.)");

  private final Path file;
  private long position = -1;
  private byte[] rest = new byte[0];
  private boolean cut;

  /// What was added.
  ///
  /// @param lines whole lines
  /// @param open the line that has not ended yet
  /// @param cut whether the file's beginning was left out
  /// @param restarted whether the file has become another one, so that what was shown is void
  record Added(List<String> lines, String open, boolean cut, boolean restarted) {}

  LogTail(Path file) {
    this.file = file;
  }

  /// @throws IOException where the file is there and cannot be read
  Added read() throws IOException {
    boolean restarted = false;
    try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.READ)) {
      long size = channel.size();
      // It became shorter: its middle was left out. Or more comes than anybody reads: then what
      // matters is its end.
      if (position >= 0 && (size < position || size - position > HEAD_START + STEP)) {
        position = -1;
        rest = new byte[0];
        restarted = true;
      }
      boolean inMiddle = false;
      if (position < 0) {
        cut = size > HEAD_START;
        inMiddle = cut;
        position = cut ? size - HEAD_START : 0;
      }
      channel.position(position);
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(STEP, size - position));
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        // until the buffer is full or the file ends
      }
      position += buffer.position();
      List<String> lines = new ArrayList<>();
      split(buffer.flip(), lines);
      if (inMiddle && !lines.isEmpty()) {
        lines.removeFirst(); // most likely half a line
      }
      String open = clean(rest, 0, rest.length);
      return new Added(lines, open, cut, restarted);
    } catch (NoSuchFileException e) {
      return new Added(List.of(), "", false, false);
    }
  }

  private void split(ByteBuffer more, List<String> lines) {
    byte[] bytes = new byte[rest.length + more.remaining()];
    System.arraycopy(rest, 0, bytes, 0, rest.length);
    more.get(bytes, rest.length, more.remaining());
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(clean(bytes, from, i - from));
        from = i + 1;
      }
    }
    int left = bytes.length - from;
    // A line without end (a progress bar, binary output) must not grow for ever.
    int keep = Math.min(left, 4 * LONGEST_LINE);
    rest = new byte[keep];
    System.arraycopy(bytes, bytes.length - keep, rest, 0, keep);
  }

  private static String clean(byte[] bytes, int from, int length) {
    String line =
        new String(bytes, from, Math.min(length, 8 * LONGEST_LINE), StandardCharsets.UTF_8);
    if (line.indexOf('\u001B') >= 0) {
      line = ESCAPES.matcher(line).replaceAll("");
    }
    line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    // What a terminal would have written over is left out.
    line = line.substring(line.lastIndexOf('\r') + 1).replace("\t", "    ");
    return line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + " …" : line;
  }
}
