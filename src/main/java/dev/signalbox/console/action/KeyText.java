package dev.signalbox.console.action;

import javafx.scene.input.KeyCombination;

/// Keys as people write them.
final class KeyText {
  private KeyText() {}

  static String of(KeyCombination key) {
    return key.getDisplayText()
        .replace("Slash", "/")
        .replace("Shift+/", "?")
        .replace("Delete", "Del")
        .replace("Back Space", "Backspace");
  }
}
