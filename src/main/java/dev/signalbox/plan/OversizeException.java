package dev.signalbox.plan;

/// A plan's text can be read and is more than a plan can need: reading on could take the machine
/// down.
final class OversizeException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_DEPTH = 100;
  private static final int MAX_VALUES = 5_000_000;
  private final int offset;
  private final String problem;
  private final String remedy;

  OversizeException(int offset, String message, String remedy) {
    super(message);
    this.offset = offset;
    this.problem = message;
    this.remedy = remedy;
  }

  /// @throws OversizeException where a value is nested deeper than any plan's
  static void requireDepth(int depth, int offset) {
    if (depth > MAX_DEPTH) {
      throw new OversizeException(
          offset, "This is nested more than " + MAX_DEPTH + " deep.", "Make it flatter.");
    }
  }

  /// @throws OversizeException where there are more values than any plan's
  static void requireCount(int values, int offset) {
    if (values > MAX_VALUES) {
      throw new OversizeException(
          offset,
          "This plan holds more than " + MAX_VALUES + " values.",
          "Divide it; move large inputs to files of their own.");
    }
  }

  int offset() {
    return offset;
  }

  String problem() {
    return problem;
  }

  String remedy() {
    return remedy;
  }
}
