package dev.signalbox.console.status;

import dev.signalbox.console.model.Counts;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

/// The line at the bottom of the window.
public final class StatusView extends HBox implements AutoCloseable {
  private final ProgressStrip strip = new ProgressStrip();
  private final HBox figures = new HBox(18);
  private final Label branch = new Label();
  private final Subscription subscription;

  public StatusView(StatusViewModel model) {
    getStyleClass().add("sb-status");
    setId("status");
    figures.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    branch.getStyleClass().add("mono");
    branch.setTooltip(new Tooltip("The branch on which everything lands"));
    branch.setMinWidth(40);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    getChildren().addAll(strip, figures, gap, branch);
    subscription = model.statusProperty().subscribe(this::show);
  }

  private void show(StatusViewModel.Status status) {
    Counts counts = status.counts();
    strip.show(counts);
    strip.setVisible(counts.total() > 0);
    strip.setManaged(counts.total() > 0);
    while (figures.getChildren().size() > status.figures().size()) {
      figures.getChildren().removeLast();
    }
    for (int i = 0; i < status.figures().size(); i++) {
      if (i == figures.getChildren().size()) {
        Label label = new Label();
        label.setMinWidth(Region.USE_PREF_SIZE);
        figures.getChildren().add(label);
      }
      StatusViewModel.Figure figure = status.figures().get(i);
      if (figures.getChildren().get(i) instanceof Label label) {
        label.setId("status-" + figure.id());
        label.setText(figure.text());
        label.getStyleClass().removeIf(name -> name.endsWith("-text"));
        if (!figure.tone().isEmpty()) {
          label.getStyleClass().add("sb-" + figure.tone() + "-text");
        }
      }
    }
    branch.setText(status.branch());
    setAccessibleText(status.text());
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
