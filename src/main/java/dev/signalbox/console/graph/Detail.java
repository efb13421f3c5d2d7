package dev.signalbox.console.graph;

/// How much of a box can be made out.
enum Detail {
  /// A patch of the state's colour.
  PATCH,
  /// The shape and the name.
  NAME,
  /// Everything.
  FULL;

  static Detail at(double scale) {
    if (scale >= 0.62) {
      return FULL;
    }
    return scale >= 0.4 ? NAME : PATCH;
  }
}
