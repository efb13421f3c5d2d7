package dev.signalbox.console.graph;

/// How the boxes are placed.
public enum LayoutKind {
  LAYERED("Left to right"),
  FORCE("By force"),
  CIRCLE("In a circle");

  private final String words;

  LayoutKind(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
