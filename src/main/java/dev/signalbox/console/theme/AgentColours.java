package dev.signalbox.console.theme;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.paint.Color;

/// Gives each agent a colour of the Okabe–Ito palette, which colour-blind eyes tell apart, by its
/// place in the plan.
///
/// The strips are one palette in both themes. Words need more contrast than strips do, so a name
/// has a shade of its own for each theme. From the ninth agent on the colours come again, marked by
/// [AgentColour#round].
public final class AgentColours {
  /// No agents.
  public static final AgentColours NONE = new AgentColours(List.of());

  private static final AgentColour[] EIGHT = {
    colour("#56b4e9", "#56b4e9", "#0b6ea8"),
    colour("#cc79a7", "#cc79a7", "#a03f7c"),
    colour("#e69f00", "#e69f00", "#8a5c00"),
    colour("#009e73", "#1fb58a", "#00704f"),
    colour("#d55e00", "#ea7f36", "#a84800"),
    colour("#0072b2", "#5a9fd4", "#00588a"),
    colour("#f0e442", "#f0e442", "#6e6600"),
    colour("#999999", "#a8a8a8", "#5f5f5f")
  };
  // For an agent the plan does not name.
  private static final AgentColour UNKNOWN = colour("#8a94a3", "#9aa5b5", "#566273");

  private final Map<String, AgentColour> byAgent = new HashMap<>();

  /// @param agents the agents' ids in the order of the plan
  public AgentColours(Collection<String> agents) {
    int index = 0;
    for (String agent : agents) {
      if (!byAgent.containsKey(agent)) {
        AgentColour base = EIGHT[index % EIGHT.length];
        byAgent.put(
            agent,
            new AgentColour(base.fill(), base.onDark(), base.onLight(), index / EIGHT.length));
        index++;
      }
    }
  }

  public AgentColour of(String agent) {
    return byAgent.getOrDefault(agent, UNKNOWN);
  }

  private static AgentColour colour(String fill, String onDark, String onLight) {
    return new AgentColour(Color.web(fill), Color.web(onDark), Color.web(onLight), 0);
  }
}
