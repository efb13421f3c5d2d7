package dev.signalbox.console.attention;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.AttentionItem;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.ObservableSet;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The questions a person has to answer, which of them is at hand, and the answers.
public final class AttentionViewModel implements AutoCloseable {
  /// How long a question must have been at hand before a key answers it, so that a key pressed
  /// twice for one question never answers the next, unread.
  static final Duration SETTLING = Duration.ofMillis(500);

  private final RunModel model;
  private final Workbench workbench;
  private final ObservableList<AttentionItem> items = FXCollections.observableArrayList();
  private final ObservableList<AttentionItem> itemsView =
      FXCollections.unmodifiableObservableList(items);
  private final ReadOnlyObjectWrapper<Optional<AttentionItem>> current =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  // Answered here, while the run has not said so yet.
  private final ObservableSet<AttentionItem.Key> answered = FXCollections.observableSet();
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final StringProperty message = new SimpleStringProperty("");
  private final StringProperty commitMessage = new SimpleStringProperty("");
  private Instant movedByItself = Instant.EPOCH;
  private boolean chosen;
  private boolean held;

  // What is asked about a conflict is no yes or no: its answers have names of their own.
  private final BooleanBinding decision;
  private final BooleanBinding landing;
  private final BooleanBinding atHand;
  private final BooleanBinding elsewhere;

  final Action approve;
  final Action reject;
  final Action runAgain;
  final Action drop;
  final Action next;
  final Action previous;

  public AttentionViewModel(RunModel model, Workbench workbench, Actions actions) {
    this.model = model;
    this.workbench = workbench;
    decision =
        Bindings.createBooleanBinding(
            () -> current.get().filter(item -> item.kind().isDecision()).isPresent(), current);
    landing =
        Bindings.createBooleanBinding(
            () ->
                current
                    .get()
                    .filter(item -> item.kind() == AttentionItem.Kind.APPROVE_LANDING)
                    .isPresent(),
            current);
    atHand = Bindings.createBooleanBinding(() -> conflictAtHand().isPresent(), current);
    elsewhere =
        Bindings.createBooleanBinding(
            () -> conflictAtHand().isEmpty() && conflictElsewhere().isPresent(), current, items);
    BooleanBinding open =
        Bindings.createBooleanBinding(
            () -> current.get().filter(this::isOpen).isPresent(), current, items, answered);
    BooleanBinding question = open.and(decision.not());
    BooleanBinding decided = open.and(decision);
    approve =
        actions.add(
            "approve",
            "Approve",
            "Says yes to the question at hand",
            "A",
            question,
            () -> answer(true));
    reject =
        actions.add(
            "reject",
            "Reject",
            "Says no to the question at hand",
            "R",
            question,
            () -> answer(false));
    runAgain =
        actions.add(
            "run-again",
            "Run again",
            "Runs the task at hand again on what has landed",
            "A",
            decided,
            () -> answer(true));
    drop =
        actions.add(
            "drop",
            "Drop",
            "Gives the task at hand up; what comes after it is skipped",
            "R",
            decided,
            () -> answer(false));
    BooleanBinding any = Bindings.isNotEmpty(items);
    next =
        actions.add(
            "attention-next",
            "Next that needs you",
            "Goes to the next question",
            "J",
            any,
            () -> move(1));
    previous =
        actions.add(
            "attention-previous",
            "Previous that needs you",
            "Goes to the previous question",
            "K",
            any,
            () -> move(-1));
    ListChangeListener<AttentionItem> listener = change -> take();
    model.attention().addListener(listener);
    subscriptions.add(() -> model.attention().removeListener(listener));
    ListChangeListener<String> selection = change -> followSelection();
    model.selected().addListener(selection);
    subscriptions.add(() -> model.selected().removeListener(selection));
    subscriptions.add(
        current.subscribe(
            (before, now) -> {
              if (!before.map(AttentionItem::key).equals(now.map(AttentionItem::key))) {
                message.set(""); // words meant for one question never go with another
                commitMessage.set("");
              }
            }));
    take();
  }

  private void take() {
    List<AttentionItem> now = model.attention();
    answered.retainAll(now.stream().map(AttentionItem::key).toList());
    List<AttentionItem> shown = held ? keepOrder(now) : List.copyOf(now);
    Optional<AttentionItem> was = current.get();
    if (!items.equals(shown)) {
      items.setAll(shown);
    }
    // Until a person chooses one, the most costly is at hand.
    Optional<AttentionItem> same =
        chosen || held ? was.flatMap(item -> find(item.key())) : Optional.empty();
    Optional<AttentionItem> first =
        items.isEmpty() ? Optional.empty() : Optional.of(items.getFirst());
    if (same.isEmpty() && was.map(AttentionItem::key).equals(first.map(AttentionItem::key))) {
      same = first;
    }
    if (same.isPresent()) {
      current.set(same);
    } else {
      movedByItself = model.now();
      chosen = false;
      current.set(first);
    }
  }

  /// What stood there stays where it is, what is new comes after it.
  private List<AttentionItem> keepOrder(List<AttentionItem> now) {
    List<AttentionItem> kept = new ArrayList<>();
    for (AttentionItem old : items) {
      now.stream().filter(item -> item.key().equals(old.key())).forEach(kept::add);
    }
    now.stream()
        .filter(item -> kept.stream().noneMatch(k -> k.key().equals(item.key())))
        .forEach(kept::add);
    return kept;
  }

  private void followSelection() {
    model
        .selectedTask()
        .flatMap(task -> items.stream().filter(item -> item.task().equals(task)).findFirst())
        .ifPresent(
            item -> {
              movedByItself = Instant.EPOCH;
              chosen = true;
              current.set(Optional.of(item));
            });
  }

  private Optional<AttentionItem> find(AttentionItem.Key key) {
    return items.stream().filter(item -> item.key().equals(key)).findFirst();
  }

  private boolean isOpen(AttentionItem item) {
    return item.kind().isQuestion() && !answered.contains(item.key());
  }

  // ---- for the view -----------------------------------------------------------------------------

  ObservableList<AttentionItem> items() {
    return itemsView;
  }

  public ReadOnlyObjectProperty<Optional<AttentionItem>> currentProperty() {
    return current.getReadOnlyProperty();
  }

  /// The words that go with the answer to the question at hand.
  public StringProperty messageProperty() {
    return message;
  }

  /// What the commit is to say that the question at hand is about; empty for what it would.
  public StringProperty commitMessageProperty() {
    return commitMessage;
  }

  /// What the commit would say.
  public String usualCommitMessage() {
    return current
        .get()
        .flatMap(item -> model.state().task(item.task()))
        .map(s -> s.commitMessage().isEmpty() ? s.usualMessage() : s.commitMessage())
        .orElse("");
  }

  /// Whether the question at hand is whether a change may land.
  public ObservableBooleanValue isLanding() {
    return landing;
  }

  public Action approve() {
    return approve;
  }

  public Action reject() {
    return reject;
  }

  public Action runAgain() {
    return runAgain;
  }

  public Action drop() {
    return drop;
  }

  /// Whether the question at hand is what is to become of a conflict.
  public ObservableBooleanValue isDecision() {
    return decision;
  }

  /// Whether the question at hand is about a conflict that can be resolved.
  public ObservableBooleanValue isConflictAtHand() {
    return atHand;
  }

  /// Whether one waits, but another question is at hand.
  public ObservableBooleanValue isConflictElsewhere() {
    return elsewhere;
  }

  /// The task whose conflict is at hand.
  public Optional<String> conflictAtHand() {
    return current.get().filter(AttentionViewModel::isConflict).map(AttentionItem::task);
  }

  /// The most costly conflict that waits.
  public Optional<AttentionItem> conflictElsewhere() {
    return items.stream().filter(AttentionViewModel::isConflict).findFirst();
  }

  private static boolean isConflict(AttentionItem item) {
    return item.kind() == AttentionItem.Kind.CONFLICT;
  }

  /// While held (the pointer is on the list) nothing changes its place.
  void hold(boolean now) {
    held = now;
    if (!now) {
      take();
    }
  }

  /// `holds up 3 tasks · critical path · 1:12`; after a reminder `… · waits since 12 min`.
  String cost(AttentionItem item) {
    StringBuilder cost = new StringBuilder(item.cost());
    if (item.holdsUp() > 0 && model.criticalPath().contains(item.task())) {
      cost.append(" · critical path");
    }
    if (item.kind().isQuestion()) {
      Duration waited = Duration.between(item.since(), model.now());
      cost.append(" · ")
          .append(
              item.reminded() == 0
                  ? Durations.clock(waited)
                  : "waits since " + Durations.rough(waited));
    }
    return cost.toString();
  }

  /// Grows about once a second, when what [#cost] says may have changed.
  ReadOnlyLongProperty timeProperty() {
    return model.timeProperty();
  }

  /// A person puts this one at hand and wants to see it.
  public void choose(@Nullable AttentionItem item) {
    if (item == null) {
      return;
    }
    movedByItself = Instant.EPOCH;
    chosen = true;
    current.set(Optional.of(item));
    // What is about the whole run is told of where the run is.
    model.select(item.task().isEmpty() ? List.of() : List.of(item.task()));
  }

  private void move(int by) {
    int at = current.get().map(items::indexOf).orElse(-1);
    int to = at < 0 ? 0 : Math.clamp(at + by, 0, items.size() - 1);
    choose(items.get(to));
  }

  /// Answers the question at hand.
  private void answer(boolean yes) {
    if (Duration.between(movedByItself, model.now()).compareTo(SETTLING) < 0) {
      return;
    }
    current.get().filter(this::isOpen).ifPresent(item -> answer(item, yes, message.get().strip()));
  }

  private void answer(AttentionItem item, boolean yes, String words) {
    answered.add(item.key());
    String commit = item.kind() == AttentionItem.Kind.APPROVE_LANDING ? commitMessage.get() : "";
    message.set("");
    commitMessage.set("");
    String by = workbench.operator();
    Command command =
        yes
            ? new Command.Approve(item.task(), by, words, item.digest(), commit.strip())
            : new Command.Reject(item.task(), by, words, item.digest());
    workbench
        .send(command)
        .thenAccept(
            accepted -> {
              if (!accepted) {
                answered.remove(item.key());
              }
            });
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::unsubscribe);
  }
}
