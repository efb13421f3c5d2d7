package dev.signalbox.plan;

import dev.signalbox.claim.Claims;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A piece of work for one agent.
///
/// @param id unique in its plan
/// @param agent the id of the agent that does it
/// @param description what is to be done, for people and for agents that read prose
/// @param input values for the command; a text may hold `${tasks.ID.output.KEY}`
/// @param run the command of a shell task, or null where the agent needs none
/// @param claims what it reads and writes
/// @param dependsOn ids of the tasks it comes after
/// @param approve when a person is asked
/// @param priority higher starts earlier among those that could start
/// @param expect the expected length of one attempt, or null where nobody said
/// @param timeout how long one attempt may take, or null for no limit
/// @param retries what happens after a failed attempt
public record Task(
    String id,
    String agent,
    String description,
    Map<String, Object> input,
    @Nullable String run,
    Claims claims,
    List<String> dependsOn,
    Approval approve,
    int priority,
    @Nullable Duration expect,
    @Nullable Duration timeout,
    RetryPolicy retries) {

  public Task {
    // Insertion order is kept: inputs are shown and digested in the order of the file.
    input = Collections.unmodifiableMap(new LinkedHashMap<>(input));
    dependsOn = List.copyOf(dependsOn);
  }

  /// A task with nothing declared but its input.
  public Task(String id, String agent, String description, Map<String, Object> input) {
    this(
        id,
        agent,
        description,
        input,
        null,
        Claims.UNDECLARED,
        List.of(),
        Approval.NEVER,
        0,
        null,
        null,
        RetryPolicy.NONE);
  }

  public Task withInput(Map<String, Object> values) {
    return new Task(
        id,
        agent,
        description,
        values,
        run,
        claims,
        dependsOn,
        approve,
        priority,
        expect,
        timeout,
        retries);
  }

  public Task withRun(String command) {
    return new Task(
        id,
        agent,
        description,
        input,
        command,
        claims,
        dependsOn,
        approve,
        priority,
        expect,
        timeout,
        retries);
  }

  public Task withClaims(Claims newClaims) {
    return new Task(
        id,
        agent,
        description,
        input,
        run,
        newClaims,
        dependsOn,
        approve,
        priority,
        expect,
        timeout,
        retries);
  }

  public Task after(String... ids) {
    return new Task(
        id,
        agent,
        description,
        input,
        run,
        claims,
        List.of(ids),
        approve,
        priority,
        expect,
        timeout,
        retries);
  }

  public Task withApproval(Approval approval) {
    return new Task(
        id,
        agent,
        description,
        input,
        run,
        claims,
        dependsOn,
        approval,
        priority,
        expect,
        timeout,
        retries);
  }

  public Task withRetries(RetryPolicy policy) {
    return new Task(
        id,
        agent,
        description,
        input,
        run,
        claims,
        dependsOn,
        approve,
        priority,
        expect,
        timeout,
        policy);
  }

  public Task withExpect(@Nullable Duration length) {
    return new Task(
        id,
        agent,
        description,
        input,
        run,
        claims,
        dependsOn,
        approve,
        priority,
        length,
        timeout,
        retries);
  }

  public Task withTimeout(@Nullable Duration limit) {
    return new Task(
        id,
        agent,
        description,
        input,
        run,
        claims,
        dependsOn,
        approve,
        priority,
        expect,
        limit,
        retries);
  }
}
