package dev.signalbox.agent;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How an attempt's command ended.
///
/// @param exit its exit code; 0 is success
/// @param outputs what it left for the tasks after it, by name
/// @param summary one line for people, may be empty
/// @param ending whether it ended or was ended
/// @param until when its account's usage limit is over, where it met one; null where nobody said
/// @param remark what a person should know although it succeeded, part of a sentence; may be empty
public record AgentOutcome(
    int exit,
    Map<String, Object> outputs,
    String summary,
    Ending ending,
    @Nullable Instant until,
    String remark) {

  /// Why an attempt is over.
  public enum Ending {
    /// Its command ended.
    DONE,
    /// It printed nothing for as long as its task allows, and was ended.
    SILENT,
    /// Its account has used up what it may for now.
    LIMITED
  }

  public AgentOutcome {
    outputs =
        outputs.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  public AgentOutcome(int exit, Map<String, Object> outputs, String summary) {
    this(exit, outputs, summary, Ending.DONE, null, "");
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
    return new AgentOutcome(-1, Map.of(), summary, Ending.SILENT, null, "");
  }

  /// An attempt that met a usage limit.
  ///
  /// @param until when the limit is over, or null where the agent did not say
  public static AgentOutcome limited(int exit, String summary, @Nullable Instant until) {
    return new AgentOutcome(exit, Map.of(), summary, Ending.LIMITED, until, "");
  }

  /// The same, with something to know although it succeeded.
  public AgentOutcome remarking(String words) {
    return new AgentOutcome(exit, outputs, summary, ending, until, words);
  }

  public boolean succeeded() {
    return exit == 0 && ending == Ending.DONE;
  }
}
