package dev.signalbox.console.part;

import dev.signalbox.console.theme.AgentColour;
import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.console.theme.Theme;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/// An agent's name in its colour, in the shade that the theme of the moment asks for.
public final class AgentLabel extends Label {
  private final ObservableValue<Theme> theme;
  private AgentColour colour = AgentColours.NONE.of("");

  public AgentLabel(ObservableValue<Theme> theme) {
    this.theme = theme;
    getStyleClass().add("sb-tiny");
    setMinWidth(Region.USE_PREF_SIZE);
    // Labels live in cells, which are used again and never closed: the theme must not hold them.
    textFillProperty().bind(theme.map(now -> colour.text(now.palette())));
  }

  public void show(String agent, AgentColours colours) {
    colour = colours.of(agent);
    setText(agent);
    textFillProperty().bind(theme.map(now -> colour.text(now.palette())));
  }
}
