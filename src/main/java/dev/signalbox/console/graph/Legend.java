package dev.signalbox.console.graph;

import dev.signalbox.graph.Provenance;
import javafx.collections.ObservableSet;
import javafx.collections.SetChangeListener;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.shape.Line;

/// What the lines mean; pressing one hides or shows its kind.
final class Legend extends HBox {

  Legend(ObservableSet<Provenance> hidden) {
    getStyleClass().add("sb-legend");
    for (Provenance provenance : Provenance.values()) {
      getChildren().add(entry(provenance, hidden));
    }
  }

  private static ToggleButton entry(Provenance provenance, ObservableSet<Provenance> hidden) {
    Line line = new Line(0, 0, 24, 0);
    line.getStyleClass().add("line");
    line.setStrokeLineCap(EdgePainter.cap(provenance));
    for (double dash : EdgePainter.dashes(provenance)) {
      line.getStrokeDashArray().add(dash);
    }
    ToggleButton button = new ToggleButton(Words.of(provenance), line);
    button.setId("legend-" + Words.of(provenance));
    button.setSelected(!hidden.contains(provenance));
    button.setTooltip(new Tooltip(meaning(provenance) + " Press to hide or show."));
    button.setAccessibleText("Show edges: " + Words.of(provenance));
    button
        .selectedProperty()
        .addListener(
            (o, was, shown) -> {
              if (shown) {
                hidden.remove(provenance);
              } else {
                hidden.add(provenance);
              }
            });
    hidden.addListener(
        (SetChangeListener<Provenance>) c -> button.setSelected(!hidden.contains(provenance)));
    return button;
  }

  private static String meaning(Provenance provenance) {
    return switch (provenance) {
      case DECLARED -> "The plan says depends_on.";
      case DATA -> "One uses the other's output.";
      case CLAIM -> "One reads what the other writes.";
      case ADDED -> "Added while the run was under way.";
    };
  }
}
