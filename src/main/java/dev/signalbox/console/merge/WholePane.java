package dev.signalbox.console.merge;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.Resolved;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A file of which one side is taken as it is.
final class WholePane extends VBox {
  private final MergeViewModel model;
  private final Label why = new Label();
  private final SideCard landed;
  private final SideCard task;

  WholePane(MergeViewModel model) {
    this.model = model;
    getStyleClass().addAll("sb-merge-whole", "sb-focus-ring");
    setFocusTraversable(true);
    setOnMousePressed(event -> requestFocus());
    why.setWrapText(true);
    why.getStyleClass().add("sb-soft");
    why.setMinHeight(Region.USE_PREF_SIZE);
    landed = new SideCard(model.actions().landed, "Landed");
    task = new SideCard(model.actions().task, "");
    GridPane cards = new GridPane(12, 0);
    for (int i = 0; i < 2; i++) {
      ColumnConstraints half = new ColumnConstraints();
      half.setPercentWidth(50);
      cards.getColumnConstraints().add(half);
    }
    cards.add(landed, 0, 0);
    cards.add(task, 1, 0);
    GridPane.setVgrow(landed, Priority.ALWAYS);
    GridPane.setVgrow(task, Priority.ALWAYS);
    VBox.setVgrow(cards, Priority.ALWAYS);
    getChildren().addAll(why, cards);
  }

  void show(MergeFile.Whole whole) {
    setAccessibleText(
        "%s. %s %s"
            .formatted(
                whole.path(),
                sentence(whole),
                whole.taken() == null
                    ? "Nothing is taken yet."
                    : whole.taken() == Resolved.Side.LANDED
                        ? "What landed is taken."
                        : "The task’s version is taken."));
    why.setText(sentence(whole));
    task.name(model.task());
    landed.show(whole, Resolved.Side.LANDED);
    task.show(whole, Resolved.Side.TASK);
  }

  private static String sentence(MergeFile.Whole whole) {
    String reason =
        switch (whole.why()) {
          case "no text" -> "This file is no text in UTF-8, or too big to be shown line by line.";
          case "mode" -> "Both texts fit; what differs is the kind of file.";
          case "link" -> "This is a link on one side at least.";
          case "submodule" -> "This is a submodule on one side at least.";
          case "moved or deleted by both" -> "Neither side has it under this name any more.";
          default -> "One side deleted or moved this file, the other changed it.";
        };
    return reason + " One side is taken as it is.";
  }

  /// One side: what it has, and the button that takes it.
  private static final class SideCard extends VBox {
    private final Label name = new Label();
    private final Label facts = new Label();
    private final Label taken = new Label("taken");
    private final ListView<String> text = new ListView<>();
    private final Label none = new Label();

    SideCard(Action take, String title) {
      getStyleClass().add("sb-merge-card");
      name.setText(title);
      name.getStyleClass().add("sb-strong");
      facts.getStyleClass().addAll("sb-soft", "sb-small");
      facts.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(facts, Priority.ALWAYS);
      taken.getStyleClass().addAll("sb-chip", "done");
      taken.setMinWidth(Region.USE_PREF_SIZE);
      Button button = ActionButtons.buttonWithKey(take);
      button.textProperty().unbind();
      button.setText("Take");
      button.accessibleTextProperty().bind(take.title());
      button.getStyleClass().add("sb-small-button");
      button.setMinWidth(Region.USE_PREF_SIZE);
      HBox head = new HBox(8, name, facts, taken, button);
      head.setAlignment(Pos.CENTER_LEFT);
      text.getStyleClass().addAll("sb-lines", "sb-diff");
      text.setFixedCellSize(LinePane.ROW);
      none.setWrapText(true);
      text.setPlaceholder(none);
      text.setAccessibleText("What it has");
      VBox.setVgrow(text, Priority.ALWAYS);
      getChildren().addAll(head, text);
    }

    void name(String title) {
      name.setText(title);
    }

    void show(MergeFile.Whole whole, Resolved.Side side) {
      ConflictedMerge.Version version = whole.file().of(side);
      facts.setText(facts(version));
      boolean is = side == whole.taken();
      taken.setVisible(is);
      taken.setManaged(is);
      String content = version == null ? null : version.text();
      text.getItems()
          .setAll(
              content == null
                  ? List.of()
                  : content.lines().limit(20_000).map(SideCard::plain).toList());
      none.setText(
          version == null
              ? "The file is not there on this side: taking it leaves the file out."
              : content == null ? "There is no text to show." : "The file is empty.");
    }

    private static String plain(String line) {
      String plain = line.replace("\t", "    ");
      return plain.length() > LineCell.LONGEST
          ? plain.substring(0, LineCell.LONGEST) + " …"
          : plain;
    }

    private static String facts(ConflictedMerge.@Nullable Version version) {
      if (version == null) {
        return "no such file";
      }
      String kind =
          version.isSubmodule()
              ? "submodule at " + version.id().substring(0, Math.min(7, version.id().length()))
              : version.isLink() ? "link" : version.text() == null ? "no text" : "text";
      return version.mode().equals("100755") ? kind + " · can be run" : kind;
    }
  }
}
