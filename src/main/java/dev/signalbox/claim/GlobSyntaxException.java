package dev.signalbox.claim;

/// A glob that cannot be read.
public final class GlobSyntaxException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final int index;

  /// @param index where in the pattern it goes wrong, from 0
  public GlobSyntaxException(String message, int index) {
    super(message);
    this.index = index;
  }

  public int index() {
    return index;
  }
}
