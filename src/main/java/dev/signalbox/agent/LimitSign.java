package dev.signalbox.agent;

import dev.signalbox.plan.DurationText;
import dev.signalbox.plan.UsageLimit;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether a command's end says that a usage limit is reached, and until when.
///
/// @param until when the limit is over, or null where nothing says so
record LimitSign(@Nullable Instant until) {
  private static final Pattern CLOCK =
      Pattern.compile("(\\d{1,2})(?::(\\d{2}))?\\s*([ap]m)?", Pattern.CASE_INSENSITIVE);

  /// @param exit the command's exit code
  /// @param output the end of what it printed
  static Optional<LimitSign> in(
      UsageLimit limit, int exit, String output, Instant now, ZoneId zone) {
    Matcher matcher =
        limit.output() == null
            ? null
            : Pattern.compile(limit.output(), Pattern.MULTILINE).matcher(output);
    MatchResult last = matcher == null ? null : matcher.results().reduce((a, b) -> b).orElse(null);
    boolean printed = last != null;
    boolean byExit = limit.exit() != null && limit.exit() == exit;
    if (!byExit && !(printed && limit.exit() == null)) {
      return Optional.empty();
    }
    return Optional.of(new LimitSign(last == null ? null : until(last, now, zone)));
  }

  private static @Nullable Instant until(MatchResult matcher, Instant now, ZoneId zone) {
    String in = group(matcher, "in");
    if (in != null) {
      return DurationText.parse(in.replaceAll("\\s+", "")).map(now::plus).orElse(null);
    }
    String at = group(matcher, "at");
    return at == null ? null : time(at.strip(), now, zone);
  }

  private static @Nullable String group(MatchResult matcher, String name) {
    return matcher.namedGroups().containsKey(name) ? matcher.group(name) : null;
  }

  private static @Nullable Instant time(String at, Instant now, ZoneId zone) {
    try {
      if (at.matches("\\d{9,11}")) {
        return Instant.ofEpochSecond(Long.parseLong(at));
      }
      if (at.contains("T")) {
        return at.matches(".*(Z|[+-]\\d{2}:?\\d{2})")
            ? OffsetDateTime.parse(at).toInstant()
            : LocalDateTime.parse(at).atZone(zone).toInstant();
      }
      Matcher clock = CLOCK.matcher(at);
      if (!clock.matches()) {
        return null;
      }
      int hour = Integer.parseInt(clock.group(1));
      String half = clock.group(3);
      if (half != null) {
        hour = hour % 12 + (half.toLowerCase(Locale.ROOT).equals("pm") ? 12 : 0);
      }
      int minute = clock.group(2) == null ? 0 : Integer.parseInt(clock.group(2));
      ZonedDateTime today = now.atZone(zone).with(LocalTime.of(hour, minute));
      return (today.toInstant().isAfter(now) ? today : today.plusDays(1)).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
