package dev.signalbox.workspace;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How much of a disk stays free: whichever is less of a number of bytes and a share of the disk,
/// as a gigabyte is much on a small disk and a fiftieth is much on a large one.
///
/// @param bytes `Long.MAX_VALUE` where only the share counts
/// @param share of the whole disk, from 0 to 1
public record FreeFloor(long bytes, double share) {
  /// One GiB, or a fiftieth of a smaller disk.
  public static final FreeFloor DEFAULT = new FreeFloor(1L << 30, 0.02);

  public static final FreeFloor NONE = new FreeFloor(0, 0);

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)\\s*(%|([KMGT])(?:I?B)?|B)?");
  private static final String PREFIXES = "KMGT";

  /// `2G`, `500M`, `5%`, or `0` for none.
  ///
  /// @throws IllegalArgumentException with a sentence where it is nothing of the kind
  public static FreeFloor parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw refused(text);
    }
    double number = Double.parseDouble(matcher.group(1));
    if ("%".equals(matcher.group(2))) {
      if (number > 100) {
        throw refused(text);
      }
      return new FreeFloor(Long.MAX_VALUE, number / 100);
    }
    String prefix = matcher.group(3);
    int power = prefix == null ? 0 : PREFIXES.indexOf(prefix) + 1;
    return new FreeFloor((long) (number * Math.pow(1024, power)), 1);
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "\"%s\" is no amount of disk: write 2G, 500M or 5%%, or 0 for none.".formatted(text));
  }

  /// What has to stay free of a disk of `total` bytes.
  long of(long total) {
    return Math.min(bytes, (long) (total * share));
  }
}
