package dev.signalbox.console.merge;

import dev.signalbox.conflict.threeway.Words;
import dev.signalbox.console.merge.MergeRows.Cell;
import dev.signalbox.console.merge.MergeRows.Tone;
import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/// A line in one column: its number, and its text with the words marked that differ.
final class LineCell extends Region {
  static final double NUMBERS = 52;
  static final double INSET = 8;

  /// Of a longer line nobody reads the rest here.
  static final int LONGEST = 2_000;

  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");
  private static final PseudoClass[] TONES = new PseudoClass[Tone.values().length];

  static {
    for (Tone tone : Tone.values()) {
      TONES[tone.ordinal()] =
          PseudoClass.getPseudoClass(
              switch (tone) {
                case SAME -> "same";
                case OPEN -> "open";
                case IN -> "in";
                case OUT -> "out";
                case NONE -> "none";
              });
    }
  }

  private final Column column;
  private final Label number = new Label();
  private final HBox text = new HBox();
  private final Rectangle clip = new Rectangle();
  private final List<Label> parts = new ArrayList<>();

  LineCell(Column column) {
    this.column = column;
    getStyleClass().add("sb-merge-line");
    number.getStyleClass().add("sb-merge-number");
    text.getStyleClass().add("sb-merge-text");
    text.setManaged(false);
    number.setManaged(false);
    text.setClip(clip);
    getChildren().addAll(number, text);
  }

  /// @param current whether the place it belongs to is looked at
  void show(Cell cell, boolean current) {
    number.setText(cell.number() == 0 ? "" : Integer.toString(cell.number()));
    for (Tone tone : Tone.values()) {
      pseudoClassStateChanged(TONES[tone.ordinal()], tone == cell.tone());
    }
    pseudoClassStateChanged(CURRENT, current);
    boolean asks = cell.number() == 0 && cell.tone() == Tone.OPEN && column == Column.RESULT;
    text(asks ? "choose what is to stand here" : cell.text(), cell.marks(), asks);
  }

  private void text(String line, List<Words.Mark> marks, boolean hint) {
    int used = 0;
    int at = 0;
    int end = Math.min(line.length(), LONGEST);
    for (Words.Mark mark : marks) {
      int from = Math.min(mark.from(), end);
      int to = Math.min(mark.to(), end);
      if (from > at) {
        part(used++, line.substring(at, from), "sb-merge-words");
      }
      if (to > from) {
        part(used++, line.substring(from, to), "sb-merge-mark");
      }
      at = Math.max(at, to);
    }
    if (end > at) {
      part(used++, line.substring(at, end), hint ? "sb-merge-hint" : "sb-merge-words");
    }
    if (end < line.length()) {
      part(used++, " … %,d more characters".formatted(line.length() - end), "sb-merge-hint");
    }
    for (int i = 0; i < parts.size(); i++) {
      parts.get(i).setVisible(i < used);
      parts.get(i).setManaged(i < used);
    }
  }

  private void part(int index, String words, String style) {
    while (parts.size() <= index) {
      Label label = new Label();
      label.setMinWidth(Region.USE_PREF_SIZE);
      label.setMnemonicParsing(false);
      parts.add(label);
      text.getChildren().add(label);
    }
    Label label = parts.get(index);
    label.setText(words.replace("\t", "    "));
    if (!label.getStyleClass().contains(style)) {
      label.getStyleClass().setAll("label", style);
    }
  }

  /// Moves the text, not the number.
  void scroll(double x) {
    text.setTranslateX(-x);
    clip.setX(x);
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    number.resizeRelocate(0, 0, NUMBERS - 8, height);
    double room = Math.max(0, width - NUMBERS - INSET);
    text.resizeRelocate(NUMBERS + INSET, 0, Math.max(room, text.prefWidth(height)), height);
    clip.setWidth(room);
    clip.setHeight(height);
  }

  @Override
  protected double computePrefHeight(double width) {
    return LinePane.ROW;
  }
}
