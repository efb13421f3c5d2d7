package dev.signalbox.engine;

/// What the machine has left. Asked every few seconds while attempts are under way.
public interface Machine {

  /// One that never runs short.
  Machine BOUNDLESS = () -> "";

  /// A sentence on what runs short and what to do about it; empty where nothing does. May block for
  /// a moment.
  String shortage();
}
