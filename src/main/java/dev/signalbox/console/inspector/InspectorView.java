package dev.signalbox.console.inspector;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.attention.AttentionViewModel;
import dev.signalbox.console.model.Sentence;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.console.part.SentenceFlow;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.console.theme.Icon;
import dev.signalbox.console.theme.Palette;
import dev.signalbox.console.theme.StateStyle;
import dev.signalbox.console.theme.Theme;
import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// The pane at the right.
public final class InspectorView extends VBox implements AutoCloseable {
  private final InspectorViewModel model;
  private final ObservableValue<Theme> theme;
  private final Label chip = new Label();
  private final Label title = new Label();
  private final Label subtitle = new Label();
  private final Button toRun = new Button();
  private final FactGrid facts;
  private final SentenceFlow reason;
  private final VBox reasonBox;
  private final TextField message = new TextField();
  private final VBox question;
  private final Label commandHead = heading("What it runs");
  private final Label command = new Label();
  private final VBox commandBox;
  private final VBox changedBeside = new VBox(4);
  private final VBox runWords = new VBox(4);
  private final AttemptView attempt;
  private final Subscription subscription;

  /// @param resolve opens the conflict that is at hand
  public InspectorView(
      InspectorViewModel model,
      AttentionViewModel questions,
      Action resolve,
      ObservableValue<Theme> theme) {
    this.model = model;
    this.theme = theme;
    getStyleClass().add("sb-inspector");
    setId("inspector");
    facts = new FactGrid(model::follow);
    reason = new SentenceFlow(model::follow);
    reason.setId("why");
    reasonBox = new VBox(reason);
    reasonBox.getStyleClass().add("sb-why");
    chip.getStyleClass().add("sb-chip");
    chip.setId("state-chip");
    chip.setMinWidth(Region.USE_PREF_SIZE);
    title.getStyleClass().add("sb-title");
    title.setWrapText(true);
    title.setId("inspector-title");
    subtitle.getStyleClass().add("sb-soft");
    subtitle.setWrapText(true);
    toRun.getStyleClass().addAll("sb-quiet", "sb-small-button");
    toRun.setGraphic(Glyphs.icon(Icon.CLOSE));
    toRun.setAccessibleText("Show the run instead");
    toRun.setTooltip(new Tooltip("Show the run instead"));
    toRun.setOnAction(event -> model.clear());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    FlowPane actions = new FlowPane(6, 6);
    // Else the pane would ask for the width of all buttons in one row.
    actions.setPrefWrapLength(200);
    for (Action action : model.taskActions()) {
      Button button = ActionButtons.button(action, null);
      button.getStyleClass().add("sb-small-button");
      button.visibleProperty().bind(button.disableProperty().not());
      button.managedProperty().bind(button.visibleProperty());
      actions.getChildren().add(button);
    }
    HBox chips = new HBox(6, chip, gap, toRun);
    chips.setAlignment(Pos.CENTER_LEFT);

    message.setPromptText("Say why (optional)");
    message.setId("answer-message");
    message.setAccessibleText("Words for the answer");
    message.textProperty().bindBidirectional(questions.messageProperty());
    VBox commit = commitMessage(questions);
    ObservableBooleanValue decision = questions.isDecision();
    Button byHand = shownIf(questions.isConflictAtHand(), resolve);
    byHand.getStyleClass().add("sb-primary");
    Button runAgain = shownIf(decision, questions.runAgain());
    questions
        .isConflictAtHand()
        .subscribe(
            resolvable -> {
              runAgain.getStyleClass().remove("sb-primary");
              if (!resolvable) {
                runAgain.getStyleClass().add("sb-primary");
              }
            });
    Button approve = shownIf(Bindings.not(decision), questions.approve());
    approve.getStyleClass().add("sb-primary");
    question =
        new VBox(
            8,
            commit,
            message,
            new FlowPane(
                6,
                6,
                byHand,
                approve,
                shownIf(Bindings.not(decision), questions.reject()),
                runAgain,
                shownIf(decision, questions.drop())));
    command.getStyleClass().add("mono");
    command.setWrapText(true);
    command.setMinHeight(Region.USE_PREF_SIZE);
    commandBox = new VBox(command);
    commandBox.getStyleClass().add("sb-box");
    changedBeside.getStyleClass().add("sb-why");
    changedBeside.getStyleClass().add("conflict");

    VBox top =
        new VBox(
            chips,
            title,
            subtitle,
            actions,
            facts,
            reasonBox,
            question,
            changedBeside,
            commandHead,
            commandBox,
            runWords);
    top.getStyleClass().add("sb-inspector-top");
    ScrollPane scroll = new ScrollPane(top);
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.getStyleClass().add("sb-inspector-scroll");
    attempt = new AttemptView(model);
    VBox.setVgrow(attempt, Priority.ALWAYS);
    VBox.setVgrow(scroll, Priority.SOMETIMES);
    scroll.setMinHeight(120);
    // The facts take the height they need, as long as the log keeps a few lines.
    scroll.prefHeightProperty().bind(top.heightProperty().add(2));
    getChildren().addAll(scroll, attempt);

    subscription =
        Subscription.combine(
            model.detailsProperty().subscribe(details -> show()), theme.subscribe(now -> show()));
  }

  private static VBox commitMessage(AttentionViewModel questions) {
    TextArea commit = new TextArea();
    commit.setId("commit-message");
    commit.getStyleClass().add("mono");
    commit.setAccessibleText("Message of the commit, in place of the one shown");
    commit.setTooltip(new Tooltip("What the commit says; empty for what is shown"));
    commit.setWrapText(true);
    commit.setPrefRowCount(2);
    commit.setMinHeight(Region.USE_PREF_SIZE);
    commit.textProperty().bindBidirectional(questions.commitMessageProperty());
    questions
        .currentProperty()
        .subscribe(now -> commit.setPromptText(questions.usualCommitMessage()));
    VBox box = new VBox(4, heading("What the commit says"), commit);
    box.visibleProperty().bind(questions.isLanding());
    box.managedProperty().bind(questions.isLanding());
    return box;
  }

  private static Button shownIf(ObservableBooleanValue when, Action action) {
    Button button = ActionButtons.buttonWithKey(action);
    button.visibleProperty().bind(when);
    button.managedProperty().bind(when);
    return button;
  }

  private void show() {
    Palette palette = theme.getValue().palette();
    switch (model.detailsProperty().get()) {
      case Details.Nothing nothing -> show(nothing);
      case Details.OfRun run -> show(run, palette);
      case Details.OfTask task -> show(task, palette);
    }
  }

  private void show(Details.Nothing nothing) {
    shown(false, chip.getParent(), facts, reasonBox, question, changedBeside);
    shown(false, commandHead, commandBox, runWords, attempt);
    title.setText(nothing.title());
    subtitle.setText(nothing.words());
    shown(true, subtitle);
  }

  private void show(Details.OfRun run, Palette palette) {
    shown(false, chip.getParent(), reasonBox, question, changedBeside);
    shown(false, commandHead, commandBox, attempt);
    shown(true, facts);
    title.setText(run.title());
    subtitle.setText(run.subtitle());
    shown(true, subtitle);
    facts.show(run.facts(), model.agentColours(), palette);
    runWords.getChildren().clear();
    words("To know", run.notes());
    words("Decided", run.decisions());
    shown(!runWords.getChildren().isEmpty(), runWords);
  }

  private void words(String heading, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    runWords.getChildren().add(heading(heading));
    for (String line : lines) {
      runWords.getChildren().add(wrapped(line));
    }
  }

  private void show(Details.OfTask task, Palette palette) {
    shown(true, chip.getParent(), facts);
    shown(false, runWords);
    chip.setText(StateGlyph.word(task.state()));
    chip.getStyleClass().setAll("label", "sb-chip", StateStyle.of(task.state()).styleClass());
    title.setText(task.id());
    subtitle.setText(task.description());
    shown(!task.description().isEmpty(), subtitle);
    facts.show(task.facts(), model.agentColours(), palette);
    shown(!task.reason().isEmpty(), reasonBox);
    if (!task.reason().isEmpty()) {
      reason.show(Sentence.EMPTY.strong(task.reasonTitle()).then(task.reason()));
      reasonBox.getStyleClass().setAll("sb-why", tone(task.state()));
    }
    shown(task.asked(), question);
    changedBeside.getChildren().clear();
    for (String line : task.repositoryChanges()) {
      changedBeside.getChildren().add(wrapped(line));
    }
    shown(!task.repositoryChanges().isEmpty(), changedBeside);
    boolean ran = !task.attempts().isEmpty();
    command.setText(task.command());
    shown(!ran && !task.command().isEmpty(), commandHead, commandBox);
    shown(ran, attempt);
    if (ran) {
      attempt.show(task);
    }
  }

  private static String tone(TaskState state) {
    return switch (StateStyle.of(state)) {
      case ATTENTION -> "attention";
      case FAILED -> "failed";
      case HELD -> "held";
      default -> "waiting";
    };
  }

  private static void shown(boolean now, Node... nodes) {
    for (Node node : nodes) {
      node.setVisible(now);
      node.setManaged(now);
    }
  }

  static Label heading(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("sb-heading");
    return label;
  }

  static Label wrapped(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add("sb-small");
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /// `key value`, as lines.
  static List<String> lines(Map<String, Object> outputs) {
    return outputs.entrySet().stream().map(e -> e.getKey() + " = " + e.getValue()).toList();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    attempt.close();
  }
}
