package dev.signalbox.workspace;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The contents of files, by the ids of their blobs.
final class Blobs {
  /// Nobody reads more of one file, or of all of them together.
  private static final long MOST_OF_ONE = 1 << 20;

  private static final long MOST = 32 << 20;

  private final Git git;

  Blobs(Git git) {
    this.git = git;
  }

  /// The texts of those that are text in UTF-8 and small enough to be looked at.
  Map<String, String> texts(Collection<String> ids)
      throws WorkspaceException, InterruptedException {
    StringBuilder wanted = new StringBuilder();
    long size = 0;
    List<String> distinct = ids.stream().distinct().toList();
    String sizes = git.run(lines(distinct), "cat-file", "--batch-check").text();
    // `id type size`, or `id missing`, in the order of the questions.
    for (String line : sizes.lines().toList()) {
      String[] parts = line.split(" ");
      if (parts.length == 3 && parts[1].equals("blob")) {
        long bytes = Long.parseLong(parts[2]);
        if (bytes <= MOST_OF_ONE && size + bytes <= MOST) {
          wanted.append(parts[0]).append('\n');
          size += bytes;
        }
      }
    }
    return wanted.isEmpty()
        ? Map.of()
        : read(
            git.run(wanted.toString().getBytes(StandardCharsets.US_ASCII), "cat-file", "--batch")
                .bytes());
  }

  private static byte[] lines(List<String> ids) {
    return (String.join("\n", ids) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  // `id blob size`, a line break, the content, a line break.
  private static Map<String, String> read(byte[] bytes) {
    Map<String, String> texts = new HashMap<>();
    int at = 0;
    while (at < bytes.length) {
      int end = at;
      while (bytes[end] != '\n') {
        end++;
      }
      String[] header = new String(bytes, at, end - at, StandardCharsets.US_ASCII).split(" ");
      int from = end + 1;
      int length = Integer.parseInt(header[2]);
      text(bytes, from, length).ifPresent(text -> texts.put(header[0], text));
      at = from + length + 1;
    }
    return texts;
  }

  private static Optional<String> text(byte[] bytes, int from, int length) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes, from, length))
              .toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /// Keeps a content as a blob.
  String write(byte[] content) throws WorkspaceException, InterruptedException {
    return git.run(content, "hash-object", "-w", "--stdin", "--no-filters").line();
  }
}
