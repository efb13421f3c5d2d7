package dev.signalbox.console.theme;

import javafx.scene.paint.Color;

/// How one agent is told from the others.
///
/// @param fill its strip and its dot, the same in both themes
/// @param onDark its name on a dark surface
/// @param onLight its name on a light surface
/// @param round 0 for the first eight agents; 1 for the next eight, whose strips are dashed and
///   whose dots are rings; 2 for those after, and so on
public record AgentColour(Color fill, Color onDark, Color onLight, int round) {

  /// The shade its name takes.
  public Color text(Palette palette) {
    return palette == Palette.LIGHT ? onLight : onDark;
  }
}
