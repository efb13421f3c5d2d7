package dev.signalbox.console.graph;

/// The measures of the drawing, in pixels at 100 %: a 4-px grid.
final class Measures {
  static final double NODE_WIDTH = 146;
  static final double NODE_HEIGHT = 58;
  static final double COLUMN_GAP = 28;
  static final double ROW_GAP = 34;
  static final double MARGIN = 12;

  /// What the tools take at the bottom of the view.
  static final double TOOLS = 40;

  private Measures() {}
}
