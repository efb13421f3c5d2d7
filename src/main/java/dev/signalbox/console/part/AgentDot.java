package dev.signalbox.console.part;

import dev.signalbox.console.theme.AgentColour;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;

/// An agent's colour as a dot of 8 px; a ring for those whose colour another has too.
public final class AgentDot extends Circle {
  public AgentDot() {
    super(4);
    setMouseTransparent(true);
  }

  public void show(AgentColour colour) {
    boolean ring = colour.round() % 2 == 1;
    setRadius(ring ? 3 : 4);
    setFill(ring ? Color.TRANSPARENT : colour.fill());
    setStroke(ring ? colour.fill() : null);
    setStrokeWidth(2);
  }
}
