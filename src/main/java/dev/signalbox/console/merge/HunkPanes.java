package dev.signalbox.console.merge;

import dev.signalbox.conflict.threeway.Choice;
import dev.signalbox.conflict.threeway.Side;
import dev.signalbox.console.action.Action;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.console.part.AgentLabel;
import dev.signalbox.console.theme.Fonts;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.console.theme.Theme;
import dev.signalbox.workspace.ConflictedMerge;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.DoubleProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// A text's three versions beside each other, the result below, all scrolled together.
final class HunkPanes extends HBox implements AutoCloseable {
  private static final double NEAR = 3 * LinePane.ROW;

  private final MergeViewModel model;
  private final Scrolling scrolling = new Scrolling();
  private final LinePane sides;
  private final LinePane result;
  private final Overview overview;
  private final ScrollBar down = new ScrollBar();
  private final ScrollBar across = new ScrollBar();
  private final VBox top;
  private final StackPane bottom;
  private final StackPane panes;
  private final Label landedName = new Label();
  private final Label baseName = new Label();
  private final Label taskName = new Label();
  private final Label landedFacts = soft();
  private final Label baseFacts = soft();
  private final Label taskFacts = soft();
  private final AgentLabel taskAgent;
  private final Label place = new Label();
  private final TextArea editor = new TextArea();
  private final HBox editorBar;
  private final HBox resultBar;
  private final double character;
  private final Subscription subscription;
  private MergeRows rows = MergeRows.NONE;
  private String shownPath = "";

  HunkPanes(MergeViewModel model, ObservableValue<Theme> theme) {
    this.model = model;
    MergeActions actions = model.actions();
    getStyleClass().add("sb-merge-panes");
    sides =
        new LinePane(
            List.of(Column.LANDED, Column.BASE, Column.TASK),
            scrolling,
            this::pick,
            segment -> edit(segment));
    sides.setId("merge-sides");
    result = new LinePane(List.of(Column.RESULT), scrolling, this::pick, segment -> edit(segment));
    result.setId("merge-result");
    overview = new Overview(theme);
    Text probe = new Text("0".repeat(100));
    probe.setFont(Fonts.mono(12));
    character = probe.getLayoutBounds().getWidth() / 100;

    taskAgent = new AgentLabel(theme);
    GridPane heads = new GridPane();
    heads.getStyleClass().add("sb-merge-heads");
    HBox[] cells = {
      head(landedName, landedFacts, actions.landed, "Take"),
      head(baseName, baseFacts, actions.base, "Take"),
      head(taskName, taskFacts, actions.task, "Take")
    };
    cells[2].getChildren().add(1, taskAgent);
    for (int i = 0; i < cells.length; i++) {
      ColumnConstraints third = new ColumnConstraints();
      third.setPercentWidth(100.0 / cells.length);
      heads.getColumnConstraints().add(third);
      heads.add(cells[i], i, 0);
    }
    VBox.setVgrow(sides, Priority.ALWAYS);
    top = new VBox(heads, sides);
    top.setMinHeight(120);

    place.setId("merge-place");
    place.getStyleClass().add("sb-strong");
    place.setMinWidth(0);
    HBox.setHgrow(place, Priority.ALWAYS);
    place.setMaxWidth(Double.MAX_VALUE);
    resultBar = new HBox(6, place);
    for (Action action : List.of(actions.both, actions.bothTurned, actions.edit, actions.reopen)) {
      Button button = small(ActionButtons.buttonWithKey(action));
      resultBar.getChildren().add(button);
    }
    resultBar.getStyleClass().add("sb-merge-head");
    Label editing = new Label("Typing into the result");
    editing.getStyleClass().add("sb-strong");
    HBox.setHgrow(editing, Priority.ALWAYS);
    editing.setMaxWidth(Double.MAX_VALUE);
    Button keep = own("merge-keep", "Keep it", "Ctrl+Enter", this::keep);
    keep.getStyleClass().add("sb-primary");
    Button drop = own("merge-drop", "Leave it", "Esc", model::leave);
    editorBar = new HBox(6, editing, keep, drop);
    editorBar.getStyleClass().add("sb-merge-head");
    editor.setId("merge-editor");
    editor.getStyleClass().addAll("mono", "sb-merge-editor");
    editor.setAccessibleText("The lines of this place in the result");
    editor.addEventFilter(KeyEvent.KEY_PRESSED, this::editorKey);
    VBox.setVgrow(result, Priority.ALWAYS);
    VBox.setVgrow(editor, Priority.ALWAYS);
    VBox resultBox = new VBox(resultBar, result);
    VBox editorBox = new VBox(editorBar, editor);
    editorBox.getStyleClass().add("sb-merge-editing");
    bottom = new StackPane(resultBox, editorBox);
    bottom.setMinHeight(110);

    SplitPane split = new SplitPane(top, bottom);
    split.setOrientation(Orientation.VERTICAL);
    split.setDividerPositions(0.58);
    split.getStyleClass().add("sb-merge-split");
    VBox.setVgrow(split, Priority.ALWAYS);
    // Drawn over the texts, which would be moved by a border of their own.
    Region ring = new Region();
    ring.getStyleClass().add("sb-merge-ring");
    ring.setMouseTransparent(true);
    panes = new StackPane(new VBox(split, across), ring);
    panes.getStyleClass().add("sb-merge-body");
    panes.setId("merge-panes");
    panes.setFocusTraversable(true);
    panes.setOnMousePressed(event -> panes.requestFocus());
    panes.addEventHandler(KeyEvent.KEY_PRESSED, this::scrollKey);
    HBox.setHgrow(panes, Priority.ALWAYS);
    down.setOrientation(Orientation.VERTICAL);
    down.setMinWidth(10);
    across.setOrientation(Orientation.HORIZONTAL);
    getChildren().addAll(panes, overview, down);

    bar(down, scrolling.y(), scrolling.mostY());
    bar(across, scrolling.x(), scrolling.mostX());
    subscription =
        Subscription.combine(
            model.spotProperty().subscribe((before, now) -> show(before, now)),
            model.editingProperty().subscribe(this::editing),
            sides.heightProperty().subscribe(now -> measure()),
            sides.widthProperty().subscribe(now -> measure()),
            result.heightProperty().subscribe(now -> measure()));
  }

  private static Label soft() {
    Label label = new Label();
    label.getStyleClass().addAll("sb-soft", "sb-tiny");
    label.setMinWidth(0);
    return label;
  }

  private static Button small(Button button) {
    button.getStyleClass().add("sb-small-button");
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  private static HBox head(Label name, Label facts, Action take, String words) {
    name.getStyleClass().add("sb-strong");
    name.setMinWidth(Region.USE_PREF_SIZE);
    name.setMaxWidth(220);
    Tooltip all = new Tooltip();
    all.textProperty().bind(Bindings.concat(name.textProperty(), "  ", facts.textProperty()));
    name.setTooltip(all);
    facts.setTooltip(all);
    HBox.setHgrow(facts, Priority.ALWAYS);
    facts.setMaxWidth(Double.MAX_VALUE);
    Button button = small(ActionButtons.buttonWithKey(take));
    button.textProperty().unbind();
    button.setText(words);
    button.accessibleTextProperty().bind(take.title());
    HBox head = new HBox(8, name, facts, button);
    head.getStyleClass().add("sb-merge-head");
    return head;
  }

  private static Button own(String id, String title, String key, Runnable run) {
    Button button = new Button(title, Glyphs.key(key));
    button.setId(id);
    button.setContentDisplay(ContentDisplay.RIGHT);
    button.setTooltip(new Tooltip(title + "  (" + key + ")"));
    button.setOnAction(event -> run.run());
    return small(button);
  }

  private static void bar(ScrollBar bar, DoubleProperty value, DoubleProperty most) {
    bar.setFocusTraversable(false);
    bar.maxProperty().bind(most);
    bar.valueProperty().bindBidirectional(value);
    bar.setUnitIncrement(LinePane.ROW);
    bar.visibleProperty().bind(most.greaterThan(0));
  }

  // ---- what is shown ----------------------------------------------------------------------------

  private void show(Spot before, Spot now) {
    MergeFile.Hunks hunks = now.hunks().orElse(null);
    if (hunks == null) {
      rows = MergeRows.NONE;
      shownPath = "";
      sides.show(rows, -1);
      result.show(rows, -1);
      overview.show(rows);
      return;
    }
    boolean sameText = before.hunks().filter(hunks::equals).isPresent();
    if (!sameText || rows.count() == 0) {
      rows = MergeRows.of(hunks.draft());
      overview.show(rows);
      heads(hunks);
    }
    sides.show(rows, now.segment());
    result.show(rows, now.segment());
    measure();
    if (!hunks.path().equals(shownPath)) {
      shownPath = hunks.path();
      scrolling.to(0, 0);
    }
    place.setText(place(hunks, now.segment()));
    if (now.segment() >= 0) {
      reveal(now.segment());
    }
    panes.setAccessibleText(spoken(hunks, now.segment()));
  }

  private void heads(MergeFile.Hunks hunks) {
    List<String> others = model.others();
    landedName.setText("Landed");
    landedFacts.setText(
        facts(hunks.file().left(), others.isEmpty() ? "" : String.join(", ", others)));
    baseName.setText("Base");
    baseFacts.setText(facts(hunks.file().base(), ""));
    taskName.setText(model.task());
    taskAgent.show(model.agent(), model.agentColours());
    taskFacts.setText(facts(hunks.file().right(), ""));
  }

  /// What cannot be seen of a text by looking at its lines.
  private static String facts(ConflictedMerge.@Nullable Version version, String whose) {
    String text = version == null ? null : version.text();
    StringBuilder facts = new StringBuilder(whose);
    if (version == null || text == null) {
      return add(facts, "no such file").toString();
    }
    int breaks = (int) text.chars().filter(c -> c == '\n').count();
    int pairs = text.split("\r\n", -1).length - 1;
    if (pairs > 0) {
      add(facts, pairs == breaks ? "CRLF" : "CRLF and LF");
    }
    if (text.isEmpty()) {
      add(facts, "empty");
    } else if (!text.endsWith("\n")) {
      add(facts, "no line break at the end");
    }
    if (version.mode().equals("100755")) {
      add(facts, "can be run");
    }
    return facts.toString();
  }

  private static StringBuilder add(StringBuilder facts, String fact) {
    return facts.append(facts.isEmpty() ? "" : " · ").append(fact);
  }

  private static String place(MergeFile.Hunks hunks, int segment) {
    if (segment < 0) {
      return "Result";
    }
    if (!hunks.draft().file().segments().get(segment).isConflict()) {
      return "Result · "
          + switch (hunks.draft().file().segments().get(segment).kind()) {
            case LEFT -> "only what landed changed this";
            case RIGHT -> "only the task changed this";
            default -> "both came to the same here";
          };
    }
    int number = 0;
    for (int i = 0; i <= segment; i++) {
      number += hunks.draft().file().segments().get(i).isConflict() ? 1 : 0;
    }
    return "Result · conflict %d of %d · %s"
        .formatted(number, hunks.conflicts(), words(hunks, segment));
  }

  private static String words(MergeFile.Hunks hunks, int segment) {
    return switch (hunks.draft().choice(segment).orElse(null)) {
      case null -> "open";
      case Choice.Write _ -> "as you wrote it";
      case Choice.Take(List<Side> sides) ->
          sides.equals(List.of(Side.LEFT, Side.RIGHT))
              ? "both"
              : sides.equals(List.of(Side.RIGHT, Side.LEFT))
                  ? "both, the task’s first"
                  : switch (sides.getFirst()) {
                    case LEFT -> "as it landed";
                    case RIGHT -> "as the task has it";
                    case BASE -> "as it was";
                  };
    };
  }

  /// The place in words, for who cannot see it.
  private String spoken(MergeFile.Hunks hunks, int segment) {
    if (segment < 0) {
      return hunks.path();
    }
    StringBuilder words = new StringBuilder(place(hunks, segment));
    for (Side side : Side.values()) {
      String lines = String.join("", hunks.draft().file().segments().get(segment).lines(side));
      words
          .append(". ")
          .append(
              switch (side) {
                case LEFT -> "Landed: ";
                case BASE -> "Base: ";
                case RIGHT -> "Task: ";
              })
          .append(lines.isBlank() ? "no lines" : lines.substring(0, Math.min(400, lines.length())));
    }
    return words.toString();
  }

  // ---- scrolling --------------------------------------------------------------------------------

  private void measure() {
    double high = rows.count() * LinePane.ROW;
    double seen = Math.min(sides.getHeight(), result.getHeight());
    // Whole rows, so that the last place can begin with one.
    scrolling.mostY().set(Math.max(0, Math.ceil((high - seen) / LinePane.ROW) * LinePane.ROW));
    down.setVisibleAmount(high <= 0 ? 0 : scrolling.mostY().get() * Math.min(1, seen / high));
    down.setBlockIncrement(Math.max(LinePane.ROW, seen - 2 * LinePane.ROW));
    double column = sides.getWidth() / 3 - LineCell.NUMBERS - 2 * LineCell.INSET;
    double wide = (Math.min(rows.longest(), LineCell.LONGEST) + 2) * character;
    scrolling.mostX().set(column <= 0 ? 0 : Math.max(0, wide - column));
    across.setVisibleAmount(wide <= 0 ? 0 : scrolling.mostX().get() * Math.min(1, column / wide));
    across.setBlockIncrement(Math.max(LinePane.ROW, column / 2));
  }

  /// Scrolls only where the place is not wholly in view.
  private void reveal(int segment) {
    double from = rows.firstRow(segment) * LinePane.ROW;
    double to = rows.endRow(segment) * LinePane.ROW;
    double y = scrolling.y().get();
    double seen = Math.min(sides.getHeight(), result.getHeight());
    if (from < y || to > y + seen) {
      scrolling.to(scrolling.x().get(), from - NEAR);
    }
  }

  private void scrollKey(KeyEvent event) {
    if (event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    double page = down.getBlockIncrement();
    boolean known = true;
    switch (event.getCode()) {
      case UP -> scrolling.by(0, -LinePane.ROW);
      case DOWN -> scrolling.by(0, LinePane.ROW);
      case LEFT -> scrolling.by(-4 * character, 0);
      case RIGHT -> scrolling.by(4 * character, 0);
      case PAGE_UP -> scrolling.by(0, -page);
      case PAGE_DOWN -> scrolling.by(0, page);
      case HOME -> scrolling.to(0, 0);
      case END -> scrolling.to(0, scrolling.mostY().get());
      default -> known = false;
    }
    if (known) {
      event.consume();
    }
  }

  private void pick(int segment) {
    model.showSegment(segment);
  }

  private void edit(int segment) {
    model.showSegment(segment);
    if (model.spotProperty().get().segment() == segment) {
      model.edit();
    }
  }

  // ---- typing -----------------------------------------------------------------------------------

  private void editing(Optional<String> text) {
    boolean now = text.isPresent();
    Node editorBox = Objects.requireNonNull(editor.getParent());
    editorBox.setVisible(now);
    Objects.requireNonNull(result.getParent()).setVisible(!now);
    if (now) {
      editor.setText(text.get());
      editor.requestFocus();
      editor.positionCaret(0);
    } else if (editor.isFocused()) {
      panes.requestFocus();
    }
  }

  private void editorKey(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
      event.consume();
      keep();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      event.consume();
      model.leave();
    }
  }

  private void keep() {
    model.write(editor.getText());
  }

  boolean hasFocus() {
    return panes.isFocused() || editor.isFocused();
  }

  void focusPanes() {
    panes.requestFocus();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
