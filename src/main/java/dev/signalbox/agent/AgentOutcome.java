package dev.signalbox.agent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How an attempt's command ended.
///
/// @param exit its exit code; 0 is success
/// @param outputs what it left for the tasks after it, by name
/// @param summary one line for people, may be empty
/// @param ending whether it ended or was ended
public record AgentOutcome(int exit, Map<String, Object> outputs, String summary, Ending ending) {

  /// Why an attempt is over.
  public enum Ending {
    /// Its command ended.
    DONE,
    /// It printed nothing for as long as [AgentRequest#silence] allows, and was ended.
    SILENT
  }

  public AgentOutcome {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  public AgentOutcome(int exit, Map<String, Object> outputs, String summary) {
    this(exit, outputs, summary, Ending.DONE);
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

  /// An attempt that was ended for its silence.
  public static AgentOutcome silent(String summary) {
    return new AgentOutcome(-1, Map.of(), summary, Ending.SILENT);
  }

  public boolean succeeded() {
    return exit == 0;
  }
}
