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
  /// @param mine the glob of this task
  /// @param theirs the glob of the other
  /// @param witness a path in both; empty where one of them declares nothing
  /// @param since since when the holder holds it; null where it only stands before this one
  record OnClaim(
      String holder,
      String mine,
      String theirs,
      String witness,
      @org.jspecify.annotations.Nullable Instant since)
      implements Blocker {}

  /// All of the agent's capacity is taken.
  record OnAgent(String agent, int capacity) implements Blocker {}

  /// All slots are taken.
  record OnSlot(int parallel) implements Blocker {}

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
