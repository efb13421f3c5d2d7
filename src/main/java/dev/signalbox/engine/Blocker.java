package dev.signalbox.engine;

import java.time.Instant;
import java.util.List;

/// What a task waits for.
public sealed interface Blocker {

  /// @param tasks those that have not landed
  record OnTasks(List<String> tasks) implements Blocker {
    public OnTasks {
      tasks = List.copyOf(tasks);
    }
  }

  /// @param holder the task that holds the claim, or stands before this one in the queue for it
  /// @param agent who does that task
  /// @param mine the glob of this task
  /// @param theirs the glob of the other
  /// @param witness a path in both; empty where one of them declares nothing
  /// @param since since when the holder holds it; null where it only stands before this one
  record OnClaim(
      String holder,
      String agent,
      String mine,
      String theirs,
      String witness,
      @org.jspecify.annotations.Nullable Instant since)
      implements Blocker {}

  /// All of the agent's capacity is taken.
  record OnAgent(String agent, int capacity) implements Blocker {}

  /// All of a resource is taken.
  ///
  /// @param holders the tasks that have it; the check of a task counts as the task
  record OnResource(String resource, int amount, List<String> holders) implements Blocker {
    public OnResource {
      holders = List.copyOf(holders);
    }
  }

  /// An agent or a resource is kept for a task that has been overtaken often enough.
  ///
  /// @param task which goes first
  /// @param what the agent or the resource
  record OnTurn(String task, String what) implements Blocker {}

  /// Its agent fails so often that it is left alone until then, and there is no other.
  record OnBreaker(String agent, int failures, Instant until) implements Blocker {}

  /// The usage limit of its agent's account is reached until then, and there is no other agent.
  record OnLimit(String account, Instant until) implements Blocker {}

  /// A person holds it back.
  record OnHold(String by) implements Blocker {}

  /// All slots are taken.
  ///
  /// @param parallel how many there are
  /// @param why they are fewer than the operator allows; empty where they are not
  record OnSlot(int parallel, String why) implements Blocker {}

  /// What it changed was read by a task that runs again because its reads were changed under it:
  /// that one lands first.
  record OnReader(String task) implements Blocker {}

  /// A person wants that one to land first.
  ///
  /// @param starts whether it waits with its next attempt, else with what it has
  record OnYield(String task, boolean starts) implements Blocker {}

  /// A person has to say something.
  record OnPerson(String question) implements Blocker {}

  /// @param at when the next attempt is due
  record OnBackoff(Instant at, String reason) implements Blocker {}

  /// @param position in the merge queue, from 1
  record OnMergeQueue(int position) implements Blocker {}

  /// The base's check has not answered yet, and nothing lands before.
  record OnBaseCheck() implements Blocker {}

  /// The run is paused, draining or stopping.
  record OnRun(String what) implements Blocker {}

  /// Nothing stands in its way: it starts with the next step.
  record Nothing() implements Blocker {}
}
