package dev.signalbox.console.part;

import dev.signalbox.console.model.Sentence;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// A sentence on one line. Where it does not fit, its last part gives way, and the whole stands in
/// the tooltip.
public final class SentenceLine extends HBox {
  private final Tooltip whole = new Tooltip();
  private Sentence shown = Sentence.EMPTY;

  public SentenceLine() {
    setAlignment(Pos.BASELINE_LEFT);
    getStyleClass().add("sb-sentence-line");
    // As high as its words, so that a row can centre it.
    setMaxHeight(Region.USE_PREF_SIZE);
    Tooltip.install(this, whole);
  }

  public void show(Sentence sentence) {
    if (sentence.equals(shown)) {
      return;
    }
    shown = sentence;
    whole.setText(sentence.text());
    getChildren().clear();
    for (Sentence.Part part : sentence.parts()) {
      Label label = new Label(part.text());
      label.setTextOverrun(OverrunStyle.ELLIPSIS);
      label.setMinWidth(Region.USE_PREF_SIZE);
      switch (part) {
        case Sentence.Code _ -> label.getStyleClass().add("mono");
        case Sentence.TaskLink _, Sentence.Strong _ -> label.getStyleClass().add("sb-strong");
        case Sentence.Soft _ -> label.getStyleClass().add("sb-soft");
        case Sentence.Words _ -> {}
      }
      getChildren().add(label);
    }
    if (!getChildren().isEmpty() && getChildren().getLast() instanceof Label last) {
      last.setMinWidth(0);
    }
  }
}
