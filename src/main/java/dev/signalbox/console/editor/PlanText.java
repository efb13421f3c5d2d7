package dev.signalbox.console.editor;

import dev.signalbox.plan.PlanEditException;
import dev.signalbox.plan.PlanEditor;
import dev.signalbox.plan.PlanFile;
import java.util.List;

/// Changes a plan's text as little as the change allows. The message of what it throws is a
/// sentence for people.
public interface PlanText {

  /// The text in which `task` also comes after `other`.
  ///
  /// @throws PlanEditException where that cannot be; the message is a sentence
  String addDependency(PlanFile plan, String task, String other);

  /// The text in which `task` no longer declares to come after `other`.
  ///
  /// @throws PlanEditException where that cannot be; the message is a sentence
  String removeDependency(PlanFile plan, String task, String other);

  /// The text in which `task` claims to write and to read these too.
  ///
  /// @param writes globs
  /// @param reads globs
  /// @throws PlanEditException where that cannot be; the message is a sentence
  String addClaims(PlanFile plan, String task, List<String> writes, List<String> reads);

  /// The text in which `task` no longer claims to write and to read these; where none is left, it
  /// claims nothing.
  ///
  /// @param writes globs
  /// @param reads globs
  /// @throws PlanEditException where that cannot be; the message is a sentence
  String removeClaims(PlanFile plan, String task, List<String> writes, List<String> reads);

  /// The text in which `task` no longer declares to come after these.
  ///
  /// @throws PlanEditException where that cannot be; the message is a sentence
  String removeDependencies(PlanFile plan, String task, List<String> others);

  /// The text in which `task` also comes after these.
  ///
  /// @throws PlanEditException where that cannot be; the message is a sentence
  String addDependencies(PlanFile plan, String task, List<String> others);

  /// The text in which `task` comes after `other`, which declares to come after `task`.
  ///
  /// @throws PlanEditException where that cannot be; the message is a sentence
  String turnDependency(PlanFile plan, String task, String other);

  /// The one for plan files.
  static PlanText ofFiles() {
    PlanEditor editor = new PlanEditor();
    return new PlanText() {
      @Override
      public String addDependency(PlanFile plan, String task, String other) {
        return editor.addDependency(plan, task, other);
      }

      @Override
      public String removeDependency(PlanFile plan, String task, String other) {
        return editor.removeDependency(plan, task, other);
      }

      @Override
      public String addClaims(PlanFile plan, String task, List<String> writes, List<String> reads) {
        return editor.addClaims(plan, task, writes, reads);
      }

      @Override
      public String removeClaims(
          PlanFile plan, String task, List<String> writes, List<String> reads) {
        return editor.removeClaims(plan, task, writes, reads);
      }

      @Override
      public String removeDependencies(PlanFile plan, String task, List<String> others) {
        return editor.removeDependencies(plan, task, others);
      }

      @Override
      public String addDependencies(PlanFile plan, String task, List<String> others) {
        return editor.addDependencies(plan, task, others);
      }

      @Override
      public String turnDependency(PlanFile plan, String task, String other) {
        return editor.turnDependency(plan, task, other);
      }
    };
  }
}
