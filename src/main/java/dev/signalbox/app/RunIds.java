package dev.signalbox.app;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// Ids of runs: they sort by time, say which plan, can be typed, and are fit for a file and a ref.
final class RunIds {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
  private static final String ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

  private RunIds() {}

  /// `20260131-164000-add-billing-k7x`; the last part keeps apart what starts in the same second.
  static String next(Instant now, String plan, RandomGenerator random) {
    String slug =
        plan.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    StringBuilder id = new StringBuilder(STAMP.format(now)).append('-');
    if (!slug.isEmpty()) {
      id.append(slug, 0, Math.min(24, slug.length())).append('-');
    }
    for (int i = 0; i < 3; i++) {
      id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return id.toString();
  }
}
