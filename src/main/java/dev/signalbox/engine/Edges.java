package dev.signalbox.engine;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.plan.Task;
import java.util.List;
import java.util.Optional;

/// What comes after what, as people want it while the run goes on.
final class Edges {
  private final Ledger ledger;
  private final RunState state;
  private final LiveEdits edits;
  private final Yields yields;

  Edges(Ledger ledger, LiveEdits edits, Yields yields) {
    this.ledger = ledger;
    this.state = ledger.state();
    this.edits = edits;
    this.yields = yields;
  }

  /// Who has started is ended and runs again. Claims are kept meanwhile, and so `after` must have
  /// its own: else the two could wait for each other.
  Command.Result comeAfter(TaskStatus status, Command.ComeAfter c) {
    TaskStatus after = state.task(c.after()).orElse(null);
    if (after == null) {
      return Operator.refused("There is no task " + c.after() + " in this run.");
    }
    if (c.task().equals(c.after())) {
      return Operator.refused(c.task() + " cannot come after itself.");
    }
    if (fixed(c.after(), c.task()).isPresent()) {
      return Operator.refused("%s comes after %s already.".formatted(c.task(), c.after()));
    }
    if (after.state().isFinal() && !RunState.satisfies(after)) {
      return Operator.refused(
          "%s is %s; what comes after it would never start."
              .formatted(c.after(), Operator.words(after)));
    }
    Optional<String> objection = edits.ring(status.task().alsoAfter(c.after()));
    if (objection.isPresent()) {
      return Operator.refused(objection.get());
    }
    if (!LiveEdits.hasStarted(status)) {
      Command.Result changed =
          edits.change(status, new Command.Change(status.task().alsoAfter(c.after()), c.by()));
      return changed.accepted()
          ? new Command.Result(true, "%s comes after %s.".formatted(c.task(), c.after()))
          : changed;
    }
    boolean waits = status.sentBack().isPresent() && status.yieldsTo.contains(c.after());
    if (!waits) {
      Command.Result back =
          yields.sendBack(status, new Command.SendBack(c.task(), c.after(), c.by()));
      if (!back.accepted()) {
        return back;
      }
    }
    ledger.emit(new Event.DependencyAdded(c.task(), c.after(), c.by()));
    edits.lookAtOthersAnew(c.by());
    return new Command.Result(
        true,
        "%s comes after %s, and runs again once that has landed.".formatted(c.task(), c.after()));
  }

  Command.Result turn(TaskStatus status, Command.TurnEdge c) {
    TaskStatus after = state.task(c.after()).orElse(null);
    if (after == null) {
      return Operator.refused("There is no task " + c.after() + " in this run.");
    }
    Dependency edge = fixed(c.task(), c.after()).orElse(null);
    if (edge == null || edge.provenance() == Provenance.DATA) {
      return Operator.refused(
          edge == null
              ? "Nobody has declared that %s comes after %s.".formatted(c.after(), c.task())
              : "%s uses an output of %s; only its input in the plan changes that."
                  .formatted(c.after(), c.task()));
    }
    for (TaskStatus each : List.of(status, after)) {
      if (LiveEdits.hasStarted(each)) {
        return Operator.refused(
            "%s is %s; an edge is turned round before either has started."
                .formatted(each.id(), Operator.words(each)));
      }
    }
    Task first = after.task().notAfter(c.task());
    Task second = status.task().alsoAfter(c.after());
    Optional<String> ring = edits.ring(first, second);
    if (ring.isPresent()) {
      return Operator.refused(ring.get());
    }
    ledger.emit(new Event.TaskChanged(first, c.by()));
    ledger.emit(new Event.TaskChanged(second, c.by()));
    edits.lookAtOthersAnew(c.by());
    return new Command.Result(
        true, "%s comes after %s, no longer before it.".formatted(c.task(), c.after()));
  }

  /// The edge that no claim accounts for.
  private Optional<Dependency> fixed(String from, String to) {
    return state.graph().into(to).stream()
        .filter(edge -> edge.from().equals(from) && edge.provenance() != Provenance.CLAIM)
        .findFirst();
  }
}
