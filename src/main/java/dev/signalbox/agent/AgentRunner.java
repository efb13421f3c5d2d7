package dev.signalbox.agent;

/// Does the work of one attempt. Called on a thread of its own, which it may block.
@FunctionalInterface
public interface AgentRunner {

  /// Works until done. When the thread is interrupted, ends everything it started and returns or
  /// throws.
  ///
  /// @throws InterruptedException when it was told to stop; the message, if any, says how that went
  /// @throws AgentException when the work could not be started; the message is a sentence for
  ///   people
  AgentOutcome run(AgentRequest request) throws InterruptedException, AgentException;
}
