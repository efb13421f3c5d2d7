package dev.signalbox.workspace;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Names as git has them, which are bytes, as text: a byte that is no UTF-8 becomes a character
/// that no text has, a surrogate on its own, so that no two names are alike as text.
public final class PathText {
  private static final char ODD = '\uDC00';
  private static final String LETTERS = "abtnvfr";

  private PathText() {}

  static String decode(byte[] bytes, int from, int to) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    CharBuffer out = CharBuffer.allocate(to - from);
    for (CoderResult result = decoder.decode(in, out, true);
        result.isError();
        result = decoder.decode(in, out, true)) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ODD + (in.get() & 0xFF)));
      }
    }
    return out.flip().toString();
  }

  /// The bytes of a name, as git has them.
  static byte[] encode(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(path.length());
    path.codePoints()
        .forEach(
            c -> {
              if (isOdd(c)) {
                bytes.write(c - ODD);
              } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  /// Whether every byte of the name was UTF-8.
  public static boolean isPlain(String path) {
    return path.codePoints().noneMatch(PathText::isOdd);
  }

  private static boolean isOdd(int c) {
    return c >= ODD && c <= ODD + 0xFF;
  }

  /// `path` as one word on one line: as it is, or where it has a space, a control character, a
  /// quote, a backslash or odd bytes, in quotes and with escapes as git writes them.
  public static String quoted(String path) {
    StringBuilder text = new StringBuilder();
    boolean quote = path.isEmpty();
    for (int c : path.codePoints().toArray()) {
      boolean odd = isOdd(c);
      if (c >= 7 && c <= 13) {
        text.append('\\').append(LETTERS.charAt(c - 7));
      } else if (c == '"' || c == '\\') {
        text.append('\\').append((char) c);
      } else if (c < ' ' || c == 0x7F || odd) {
        text.append(String.format("\\%03o", odd ? c - ODD : c));
      } else {
        text.appendCodePoint(c);
        quote |= c == ' ';
        continue;
      }
      quote = true;
    }
    return quote ? "\"" + text + "\"" : text.toString();
  }
}
