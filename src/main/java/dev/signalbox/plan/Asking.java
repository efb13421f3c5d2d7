package dev.signalbox.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// When a person is asked, and after how long one is reminded, as a task or its plan says.
///
/// @param remind null for never
record Asking(Approval approve, @Nullable Duration remind) {
  static final Asking NONE = new Asking(Approval.NEVER, null);

  /// What `section` says, and what `above` says where it says nothing.
  static Asking read(Section section, Asking above) {
    return new Asking(
        section.choice("approve", PlanBuilder.APPROVALS).orElse(above.approve),
        section.duration("remind", PlanBuilder.SHORTEST).orElse(above.remind));
  }
}
