package dev.signalbox.agent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How an attempt's command ended.
///
/// @param exit its exit code; 0 is success
/// @param outputs what it left for the tasks after it, by name
/// @param summary one line for people, may be empty
public record AgentOutcome(int exit, Map<String, Object> outputs, String summary) {

  public AgentOutcome {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  public static AgentOutcome success() {
    return new AgentOutcome(0, Map.of(), "");
  }

  public static AgentOutcome success(Map<String, Object> outputs) {
    return new AgentOutcome(0, outputs, "");
  }

  public static AgentOutcome failure(int exit, String summary) {
    return new AgentOutcome(exit, Map.of(), summary);
  }

  public boolean succeeded() {
    return exit == 0;
  }
}
