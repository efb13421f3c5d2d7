package dev.signalbox.console.editor;

import dev.signalbox.plan.PlanFile;

/// Changes a plan's text as little as the change allows. The message of what it throws is a
/// sentence for people.
public interface PlanText {

  /// The text in which `task` also comes after `other`.
  String addDependency(PlanFile plan, String task, String other);

  /// The text in which `task` no longer declares to come after `other`.
  String removeDependency(PlanFile plan, String task, String other);

  /// The one for plan files.
  static PlanText ofFiles() {
    return new PlanText() {
      @Override
      public String addDependency(PlanFile plan, String task, String other) {
        throw new IllegalStateException("Plan files cannot be edited yet.");
      }

      @Override
      public String removeDependency(PlanFile plan, String task, String other) {
        throw new IllegalStateException("Plan files cannot be edited yet.");
      }
    };
  }
}
