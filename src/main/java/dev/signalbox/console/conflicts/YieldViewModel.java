package dev.signalbox.console.conflicts;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.engine.Command;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.ListChangeListener;
import javafx.scene.input.KeyCombination;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Lets one of two tasks that do not fit land first, of those that are selected.
public final class YieldViewModel implements AutoCloseable {
  private final RunModel model;
  private final Workbench workbench;
  private final ReadOnlyObjectWrapper<Optional<Yielding>> atHand =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper cost = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper costOfTheOther = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper costOfSendingBack = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper costOfTheEdge = new ReadOnlyStringWrapper("");
  private final Action let;
  private final Action letTheOther;
  private final Action sendBack;
  private final Action comeAfter;
  private final Action takeBack;
  private final Subscription subscription;

  /// Lets one task come after another, in the run and in the plan file.
  public interface Ordering {
    void letComeAfter(String task, String other);
  }

  public YieldViewModel(RunModel model, Workbench workbench, Actions actions, Ordering ordering) {
    this.model = model;
    this.workbench = workbench;
    let =
        action(
            actions,
            "yield",
            y -> "Let %s land first".formatted(y.to()),
            "The other goes on, and lands once this one has",
            "L",
            false,
            y -> new Command.Yield(y.task(), y.to(), workbench.operator()));
    letTheOther =
        action(
            actions,
            "yield-other",
            y -> "Let %s land first".formatted(y.task()),
            "The other goes on, and lands once this one has",
            "Shift+L",
            false,
            y -> new Command.Yield(y.to(), y.task(), workbench.operator()));
    sendBack =
        action(
            actions,
            "send-back",
            y -> "Run %s again after %s".formatted(y.task(), y.to()),
            "Ends its attempt now; the next starts on what the other has landed",
            "G",
            false,
            y -> new Command.SendBack(y.task(), y.to(), workbench.operator()));
    comeAfter =
        offered(
            actions,
            "come-after",
            y -> "Let %s come after %s".formatted(y.task(), y.to()),
            "Also ends its attempt now; the edge is kept, in the plan file too",
            "D",
            false,
            y -> ordering.letComeAfter(y.task(), y.to()));
    takeBack =
        action(
            actions,
            "yield-take-back",
            y -> "Take back: %s need not wait".formatted(y.task()),
            "It lands when its turn comes",
            "L",
            true,
            y -> new Command.EndYield(y.task(), y.to(), workbench.operator()));
    ListChangeListener<String> selection = change -> update();
    model.selected().addListener(selection);
    subscription =
        Subscription.combine(
            () -> model.selected().removeListener(selection),
            model.revisionProperty().subscribe(revision -> update()),
            model.timeProperty().subscribe(time -> update()),
            workbench.phaseProperty().subscribe(phase -> update()));
  }

  private Action action(
      Actions actions,
      String id,
      Function<Yielding, String> title,
      String hint,
      @Nullable String key,
      boolean agreed,
      Function<Yielding, Command> command) {
    return offered(
        actions,
        id,
        title,
        hint,
        key,
        agreed,
        y -> {
          var unused = workbench.send(command.apply(y));
        });
  }

  private Action offered(
      Actions actions,
      String id,
      Function<Yielding, String> title,
      String hint,
      @Nullable String key,
      boolean agreed,
      Consumer<Yielding> does) {
    ObservableBooleanValue enabled =
        Bindings.createBooleanBinding(
            () -> atHand.get().filter(y -> y.agreed() == agreed).isPresent(), atHand);
    return actions.add(
        new Action(
            id,
            atHand.map(now -> now.map(title).orElse("Let one land first")),
            hint,
            key == null ? null : KeyCombination.valueOf(key),
            enabled,
            () -> atHand.get().ifPresent(does)));
  }

  private void update() {
    Optional<Yielding> now =
        takesCommands()
            ? Yielding.of(model.state(), List.copyOf(model.selected()))
            : Optional.empty();
    atHand.set(now);
    Optional<Yielding> offered = now.filter(y -> !y.agreed());
    cost.set(offered.map(this::cost).orElse(""));
    costOfSendingBack.set(
        offered.map(y -> y.costOfSendingBack(model.state(), model.now())).orElse(""));
    costOfTheEdge.set(offered.map(y -> y.costOfTheEdge(model.state(), model.now())).orElse(""));
    costOfTheOther.set(offered.map(Yielding::theOtherWayRound).map(this::cost).orElse(""));
  }

  private String cost(Yielding yielding) {
    return yielding.cost(model.state(), model.now());
  }

  private boolean takesCommands() {
    Phase phase = workbench.phase();
    return phase == Phase.RUNNING || phase == Phase.PAUSED || phase == Phase.DRAINING;
  }

  // ---- for the view -----------------------------------------------------------------------------

  /// The older first, the younger first, the younger anew after the older, the same for good, and
  /// neither.
  public List<Action> actions() {
    return List.of(let, letTheOther, sendBack, comeAfter, takeBack);
  }

  ReadOnlyObjectProperty<Optional<Yielding>> atHandProperty() {
    return atHand.getReadOnlyProperty();
  }

  /// What it costs to let the older land first; empty where that cannot be asked for.
  ReadOnlyStringProperty costProperty() {
    return cost.getReadOnlyProperty();
  }

  /// What it costs to let the younger land first.
  ReadOnlyStringProperty costOfTheOtherProperty() {
    return costOfTheOther.getReadOnlyProperty();
  }

  /// What it costs to let the younger run again after the older.
  ReadOnlyStringProperty costOfSendingBackProperty() {
    return costOfSendingBack.getReadOnlyProperty();
  }

  /// What it costs to let the younger come after the older from now on.
  ReadOnlyStringProperty costOfTheEdgeProperty() {
    return costOfTheEdge.getReadOnlyProperty();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
