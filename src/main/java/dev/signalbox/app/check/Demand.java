package dev.signalbox.app.check;

/// What is asked of a resource.
///
/// @param resource its name
/// @param amount how many tasks can hold it at once
/// @param width the most tasks that use it and that no dependency orders
record Demand(String resource, int amount, int width) {

  /// Whether it keeps tasks waiting that nothing else has to.
  boolean isShort() {
    return width > amount;
  }
}
