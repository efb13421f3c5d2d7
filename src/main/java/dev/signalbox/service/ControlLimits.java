package dev.signalbox.service;

import java.time.Duration;

/// What a control socket puts up with.
///
/// @param connections how many at once; more are turned away with a sentence
/// @param requestBytes how long one request may be
/// @param request how long a request may take from its first byte to its end, and a new connection
///   to its first
/// @param backlog how many batches of entries a follower may be behind before it is dropped
/// @param farewell how long the other end has to take the last sentence
/// @param handOver how long whoever has the controls can leave a question for them unanswered
public record ControlLimits(
    int connections,
    int requestBytes,
    Duration request,
    int backlog,
    Duration farewell,
    Duration handOver) {
  public static final ControlLimits DEFAULT =
      new ControlLimits(
          64,
          // A person's resolution of a conflict comes in one.
          4 << 20,
          Duration.ofSeconds(10),
          4096,
          Duration.ofSeconds(2),
          Duration.ofSeconds(10));
}
