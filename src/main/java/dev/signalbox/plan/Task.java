package dev.signalbox.plan;

import dev.signalbox.claim.Claims;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
/// @param uses names of the plan's resources that it needs while it runs
/// @param approve when a person is asked
/// @param remind how long a person may be waited for before one is reminded, or null for never
/// @param priority higher starts earlier among those that could start
/// @param expect the expected length of one attempt, or null where nobody said
/// @param timeout how long one attempt may take, or null for no limit
/// @param silence how long one attempt may print nothing, or null for no limit
/// @param retries what happens after a failed attempt
/// @param onFailure what its failing for good means for others
public record Task(
    String id,
    String agent,
    String description,
    Map<String, Object> input,
    @Nullable String run,
    Claims claims,
    List<String> dependsOn,
    List<String> uses,
    Approval approve,
    @Nullable Duration remind,
    int priority,
    @Nullable Duration expect,
    @Nullable Duration timeout,
    @Nullable Duration silence,
    RetryPolicy retries,
    OnFailure onFailure) {

  public Task {
    // Insertion order is kept: inputs are shown and digested in the order of the file.
    input = input.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(input));
    dependsOn = List.copyOf(dependsOn);
    uses = List.copyOf(uses);
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
        List.of(),
        Approval.NEVER,
        null,
        0,
        null,
        null,
        null,
        RetryPolicy.NONE,
        OnFailure.SKIP_DEPENDENTS);
  }

  public Task withAgent(String id) {
    return with(draft -> draft.agent = id);
  }

  public Task withInput(Map<String, Object> values) {
    return with(draft -> draft.input = values);
  }

  public Task withRun(@Nullable String command) {
    return with(draft -> draft.run = command);
  }

  public Task withClaims(Claims newClaims) {
    return with(draft -> draft.claims = newClaims);
  }

  public Task after(String... ids) {
    return with(draft -> draft.dependsOn = List.of(ids));
  }

  /// After `id` besides what it comes after already.
  public Task alsoAfter(String id) {
    List<String> all = new ArrayList<>(dependsOn);
    all.add(id);
    return after(all.toArray(String[]::new));
  }

  /// After what it comes after but `id`.
  public Task notAfter(String id) {
    return after(dependsOn.stream().filter(each -> !each.equals(id)).toArray(String[]::new));
  }

  public Task using(String... resources) {
    return with(draft -> draft.uses = List.of(resources));
  }

  public Task withApproval(Approval approval) {
    return with(draft -> draft.approve = approval);
  }

  public Task withRemind(@Nullable Duration after) {
    return with(draft -> draft.remind = after);
  }

  public Task withPriority(int value) {
    return with(draft -> draft.priority = value);
  }

  public Task withRetries(RetryPolicy policy) {
    return with(draft -> draft.retries = policy);
  }

  public Task withExpect(@Nullable Duration length) {
    return with(draft -> draft.expect = length);
  }

  public Task withTimeout(@Nullable Duration limit) {
    return with(draft -> draft.timeout = limit);
  }

  public Task withSilence(@Nullable Duration limit) {
    return with(draft -> draft.silence = limit);
  }

  public Task withOnFailure(OnFailure meaning) {
    return with(draft -> draft.onFailure = meaning);
  }

  private Task with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return new Task(
        id,
        draft.agent,
        description,
        draft.input,
        draft.run,
        draft.claims,
        draft.dependsOn,
        draft.uses,
        draft.approve,
        draft.remind,
        draft.priority,
        draft.expect,
        draft.timeout,
        draft.silence,
        draft.retries,
        draft.onFailure);
  }

  /// A task in the making: what can be replaced.
  private static final class Draft {
    String agent;
    Map<String, Object> input;
    @Nullable String run;
    Claims claims;
    List<String> dependsOn;
    List<String> uses;
    Approval approve;
    @Nullable Duration remind;
    int priority;
    @Nullable Duration expect;
    @Nullable Duration timeout;
    @Nullable Duration silence;
    RetryPolicy retries;
    OnFailure onFailure;

    Draft(Task task) {
      agent = task.agent;
      input = task.input;
      run = task.run;
      claims = task.claims;
      dependsOn = task.dependsOn;
      uses = task.uses;
      approve = task.approve;
      remind = task.remind;
      priority = task.priority;
      expect = task.expect;
      timeout = task.timeout;
      silence = task.silence;
      retries = task.retries;
      onFailure = task.onFailure;
    }
  }
}
