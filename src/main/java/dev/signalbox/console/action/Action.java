package dev.signalbox.console.action;

import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;

/// One thing a person can do.
///
/// @param id unique, for tests and for look-ups
/// @param title a verb and what it is about; may change with what is open
/// @param hint a sentence that says more, for the tooltip
/// @param key its key, or null
/// @param enabled whether it can be done now
/// @param run does it
public record Action(
    String id,
    ObservableValue<String> title,
    String hint,
    @Nullable KeyCombination key,
    ObservableBooleanValue enabled,
    Runnable run) {

  /// Does it if it can be done now.
  ///
  /// @return whether it could
  public boolean tryRun() {
    if (!enabled.get()) {
      return false;
    }
    run.run();
    return true;
  }

  /// Its key as people write it, `Ctrl+O`; empty where it has none.
  public String keyText() {
    return key == null ? "" : KeyText.of(key);
  }

  /// The hint and the key, for a tooltip.
  public String tooltip() {
    return key == null ? hint : hint + "  (" + keyText() + ")";
  }
}
