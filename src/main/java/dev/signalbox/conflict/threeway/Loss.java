package dev.signalbox.conflict.threeway;

import java.util.List;

/// Lines that a side wrote and the result does not have.
///
/// @param segment where
/// @param side whose
/// @param lines as they stand in the side's file
public record Loss(int segment, Side side, List<String> lines) {
  public Loss {
    lines = List.copyOf(lines);
  }
}
