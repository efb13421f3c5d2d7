package dev.signalbox.process;

import java.nio.charset.StandardCharsets;

/// The last bytes of a stream, as text.
final class Tail {
  private final byte[] ring;
  private long written;

  Tail(int capacity) {
    ring = new byte[capacity];
  }

  synchronized void add(byte[] bytes, int length) {
    int from = Math.max(0, length - ring.length);
    for (int i = from; i < length; i++) {
      ring[(int) ((written + i) % ring.length)] = bytes[i];
    }
    written += length;
  }

  synchronized String text() {
    int length = (int) Math.min(written, ring.length);
    byte[] out = new byte[length];
    for (int i = 0; i < length; i++) {
      out[i] = ring[(int) ((written - length + i) % ring.length)];
    }
    int start = 0;
    // The cut may have gone through a character: 10xxxxxx bytes continue one.
    while (written > ring.length && start < length && (out[start] & 0xC0) == 0x80) {
      start++;
    }
    return new String(out, start, length - start, StandardCharsets.UTF_8);
  }
}
