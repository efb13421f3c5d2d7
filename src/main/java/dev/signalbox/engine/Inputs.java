package dev.signalbox.engine;

import dev.signalbox.agent.AgentException;
import dev.signalbox.agent.AgentRequest;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Task;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an attempt is given: the task with its references resolved, and what its last attempt met.
///
/// @param run the run's id
/// @param task the task as the plan has it
/// @param outputs what the tasks that have landed left, by task
/// @param reason why the last attempt came to nothing; empty for a first one
/// @param checkOutput the end of what the check printed on the last attempt's result, or what a
///   hook had against its commit; may be empty
/// @param conflict what the last attempt's change did not fit; may be empty
/// @param conflictPaths where
/// @param previous the snapshot of the last attempt; may be empty
record Inputs(
    String run,
    Task task,
    Map<String, Map<String, Object>> outputs,
    String reason,
    String checkOutput,
    String conflict,
    List<String> conflictPaths,
    String previous) {

  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{tasks\\.([A-Za-z0-9._-]+?)\\.output\\.([A-Za-z0-9_.-]+)}");

  /// The request its runner gets.
  ///
  /// @throws AgentException where a value that the task refers to was never given
  AgentRequest request(
      AttemptKey key, Agent agent, Path directory, Path scratch, Path log, Workspace workspace)
      throws AgentException, IOException {
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Object> input = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : task.input().entrySet()) {
      Object value = resolve(entry.getValue());
      input.put(entry.getKey(), value);
      values.put("input." + entry.getKey(), value);
    }
    for (String text : List.of(task.run() == null ? "" : task.run(), task.description())) {
      Matcher matcher = REFERENCE.matcher(text);
      while (matcher.find()) {
        values.put(inner(matcher.group()), output(matcher.group(1), matcher.group(2)));
      }
    }
    Map<String, String> environment = new LinkedHashMap<>(workspace.environment(key));
    tell(environment, scratch);
    return new AgentRequest(
        run,
        task.withInput(input),
        agent,
        key.number(),
        directory,
        scratch,
        log,
        values,
        environment);
  }

  private void tell(Map<String, String> environment, Path scratch) throws IOException {
    if (reason.isEmpty()) {
      return;
    }
    environment.put("SIGNALBOX_RETRY_REASON", reason);
    if (!previous.isEmpty()) {
      environment.put("SIGNALBOX_PREVIOUS", previous);
    }
    if (!checkOutput.isEmpty()) {
      environment.put("SIGNALBOX_CHECK_OUTPUT", write(scratch, "check-output.txt", checkOutput));
    }
    if (!conflict.isEmpty()) {
      environment.put("SIGNALBOX_CONFLICT", write(scratch, "conflict.txt", conflict));
      environment.put("SIGNALBOX_CONFLICT_PATHS", String.join("\n", conflictPaths));
    }
  }

  private static String write(Path folder, String name, String text) throws IOException {
    Path file = Files.createDirectories(folder).resolve(name);
    Files.writeString(file, text);
    return file.toString();
  }

  private Object resolve(Object value) throws AgentException {
    return switch (value) {
      case String text -> resolveText(text);
      case List<?> list -> {
        List<Object> resolved = new ArrayList<>();
        for (Object element : list) {
          resolved.add(resolve(element));
        }
        yield resolved;
      }
      case Map<?, ?> map -> {
        Map<String, Object> resolved = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          resolved.put(String.valueOf(entry.getKey()), resolve(entry.getValue()));
        }
        yield resolved;
      }
      default -> value;
    };
  }

  private Object resolveText(String text) throws AgentException {
    Matcher matcher = REFERENCE.matcher(text);
    if (matcher.matches()) {
      // The whole value is one reference: it keeps its type.
      return output(matcher.group(1), matcher.group(2));
    }
    matcher.reset();
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      String value = String.valueOf(output(matcher.group(1), matcher.group(2)));
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    return matcher.appendTail(resolved).toString();
  }

  private Object output(String from, String name) throws AgentException {
    Object value = outputs.getOrDefault(from, Map.of()).get(name);
    if (value == null) {
      throw new AgentException(
          "%s refers to the output %s of %s, which left none of that name."
              .formatted(task.id(), name, from));
    }
    return value;
  }

  private static String inner(String reference) {
    return reference.substring(2, reference.length() - 1);
  }
}
