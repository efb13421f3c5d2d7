package dev.signalbox.plan;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How attempts are limited and what follows a failure, as a task, its agent or its plan says. What
/// one of them does not say it takes over from the one above.
record FailureRules(
    RetryPolicy retries,
    @Nullable Duration timeout,
    @Nullable Duration silence,
    OnFailure onFailure) {
  static final FailureRules NONE =
      new FailureRules(RetryPolicy.NONE, null, null, OnFailure.SKIP_DEPENDENTS);

  private static final Map<String, OnFailure> MEANINGS =
      Map.of(
          "skip-dependents", OnFailure.SKIP_DEPENDENTS,
          "continue", OnFailure.CONTINUE,
          "stop", OnFailure.STOP);

  /// What `section` says, and what `above` says where it says nothing.
  static FailureRules read(String text, Problems problems, Section section, FailureRules above) {
    return new FailureRules(
        Retries.read(text, problems, section).orElse(above.retries),
        section.duration("timeout", PlanBuilder.SHORTEST).orElse(above.timeout),
        section.duration("silence", PlanBuilder.SHORTEST).orElse(above.silence),
        section.choice("on_failure", MEANINGS).orElse(above.onFailure));
  }
}
