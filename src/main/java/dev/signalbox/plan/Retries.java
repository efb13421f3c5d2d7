package dev.signalbox.plan;

import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Reads `retries`: a number, or `{ max, backoff, factor, jitter }`.
final class Retries {
  static final int MAX = 100;
  static final Duration BACKOFF = Duration.ofSeconds(1);
  static final double FACTOR = 2;
  static final double MAX_FACTOR = 100;

  private Retries() {}

  /// What `section` says, or nothing where it says nothing that can be read.
  static Optional<RetryPolicy> read(String text, Problems problems, Section section) {
    Optional<Value> value = section.value("retries");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    return switch (value.get()) {
      case Mapping mapping -> {
        Section retries =
            new Section(text, problems, mapping, "`retries`", PlanKeys.RETRIES, Set.of());
        if (!retries.has("max")) {
          problems.error(mapping.start(), "`retries` does not say how often.", "Add `max: 2`.");
        }
        yield Optional.of(
            policy(
                retries.integer("max", 0, MAX).orElse(0),
                retries.duration("backoff", Duration.ZERO).orElse(BACKOFF),
                retries.decimal("factor", 1, MAX_FACTOR).orElse(FACTOR),
                retries.decimal("jitter", 0, 1).orElse(0.0)));
      }
      case Scalar _ ->
          section.integer("retries", 0, MAX).map(max -> policy(max, BACKOFF, FACTOR, 0));
      case Value.Items items -> {
        section.wrongType("retries", items, "a number, or { max: 2, backoff: 5s }");
        yield Optional.empty();
      }
    };
  }

  private static RetryPolicy policy(int max, Duration backoff, double factor, double jitter) {
    return max == 0 ? RetryPolicy.NONE : new RetryPolicy(max, backoff, factor, jitter);
  }
}
