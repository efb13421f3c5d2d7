package dev.signalbox.console.inspector;

import dev.signalbox.console.inspector.Details.Fact;
import dev.signalbox.console.part.SentenceFlow;
import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.console.theme.Palette;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.text.Text;

/// Words at the left, what is so at the right.
final class FactGrid extends GridPane {
  private final Consumer<String> follow;
  private List<Fact> shown = List.of();
  private Palette palette = Palette.DARK;

  FactGrid(Consumer<String> follow) {
    this.follow = follow;
    getStyleClass().add("sb-facts");
    ColumnConstraints labels = new ColumnConstraints(84);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setMinWidth(0);
    getColumnConstraints().setAll(labels, values);
  }

  void show(List<Fact> facts, AgentColours colours, Palette inks) {
    if (facts.equals(shown) && inks == palette) {
      return;
    }
    boolean anew = facts.size() != shown.size() || inks != palette;
    palette = inks;
    if (anew) {
      getChildren().clear();
    }
    for (int row = 0; row < facts.size(); row++) {
      Fact fact = facts.get(row);
      if (!anew && fact.equals(shown.get(row))) {
        continue; // a link in it may be under the pointer
      }
      int at = row;
      getChildren().removeIf(node -> GridPane.getRowIndex(node) == at);
      place(fact, row, colours);
    }
    shown = facts;
  }

  private void place(Fact fact, int row, AgentColours colours) {
    Label label = new Label(fact.label());
    label.getStyleClass().addAll("sb-soft", "sb-small");
    GridPane.setValignment(label, VPos.TOP);
    SentenceFlow value = new SentenceFlow(follow);
    value.show(fact.value());
    if (!fact.agent().isEmpty() && value.getChildren().getFirst() instanceof Text text) {
      text.setStyle("-fx-fill: " + web(colours.of(fact.agent()).text(palette)) + ";");
    }
    add(label, 0, row);
    add(value, 1, row);
  }

  private static String web(javafx.scene.paint.Color color) {
    return dev.signalbox.console.theme.Theme.web(color);
  }
}
