package dev.signalbox.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How an agent's command says that its account has used up what it may for now.
///
/// @param exit the exit code that says so, or null
/// @param output a regular expression that says so where the end of what it printed matches, or
///   null; a group named `at` (a time of day, an ISO time or seconds since 1970) or `in` (a
///   duration) gives the end of the wait
/// @param pause how long to wait where nothing says
public record UsageLimit(@Nullable Integer exit, @Nullable String output, Duration pause) {
  public static final UsageLimit NONE = new UsageLimit(null, null, Duration.ofHours(1));
}
