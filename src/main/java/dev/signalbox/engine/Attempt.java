package dev.signalbox.engine;

import dev.signalbox.workspace.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One try at a task, as far as the log tells. Grows by copies.
///
/// @param number from 1
/// @param agent who does it
/// @param log the file its output goes to
/// @param started when its claims, slot and agent were taken
/// @param prepared when its work tree was ready and its command started, or null
/// @param ended when its command ended, was called off, or was last heard of where its session
///   died; null while it is under way
/// @param directory its work tree; empty before it is ready
/// @param base the commit it started from
/// @param prepareMillis how long the work tree took
/// @param setupMillis how long the plan's set-up took
/// @param exit the command's exit code, -1 before its end
/// @param reason why it did not succeed, or null
/// @param detail one line on that, may be empty
/// @param outputs what it left for others
/// @param sealed what it changed, or null before that is known
public record Attempt(
    int number,
    String agent,
    String log,
    Instant started,
    @Nullable Instant prepared,
    @Nullable Instant ended,
    String directory,
    String base,
    long prepareMillis,
    long setupMillis,
    int exit,
    @Nullable FailureReason reason,
    String detail,
    Map<String, Object> outputs,
    @Nullable Sealed sealed) {

  /// When its command began, or the attempt where there is none yet.
  public Instant began() {
    return prepared == null ? started : prepared;
  }

  /// How long its command ran, or has run by now.
  public Duration took(Instant now) {
    Instant to = ended == null ? now : ended;
    return to.isBefore(began()) ? Duration.ZERO : Duration.between(began(), to);
  }

  static Attempt started(int number, String agent, String log, Instant at) {
    return new Attempt(
        number, agent, log, at, null, null, "", "", 0, 0, -1, null, "", Map.of(), null);
  }

  Attempt prepared(Event.AttemptPrepared event, Instant at) {
    return new Attempt(
        number,
        agent,
        log,
        started,
        at,
        null,
        event.directory(),
        event.base(),
        event.prepareMillis(),
        event.setupMillis(),
        -1,
        null,
        "",
        Map.of(),
        null);
  }

  Attempt ended(Event.AttemptEnded event, Instant at) {
    return new Attempt(
        number,
        agent,
        log,
        started,
        prepared,
        at,
        directory,
        base,
        prepareMillis,
        setupMillis,
        event.exit(),
        event.reason(),
        event.detail(),
        event.outputs(),
        null);
  }

  Attempt sealed(Sealed what) {
    return new Attempt(
        number,
        agent,
        log,
        started,
        prepared,
        ended,
        directory,
        base,
        prepareMillis,
        setupMillis,
        exit,
        reason,
        detail,
        outputs,
        what);
  }

  /// The attempt as it is known once its session has died.
  Attempt cutShort(Instant at) {
    return new Attempt(
        number,
        agent,
        log,
        started,
        prepared,
        at,
        directory,
        base,
        prepareMillis,
        setupMillis,
        exit,
        reason,
        detail,
        outputs,
        sealed);
  }

  /// Whether nobody saw how its command ended.
  boolean isCutShort() {
    return exit < 0 && reason == null;
  }

  /// The attempt as it is known once something after its end went wrong, or it was lost.
  Attempt failed(FailureReason why, String text, Instant at) {
    return new Attempt(
        number,
        agent,
        log,
        started,
        prepared,
        ended == null ? at : ended,
        directory,
        base,
        prepareMillis,
        setupMillis,
        exit,
        why,
        text,
        outputs,
        sealed);
  }
}
