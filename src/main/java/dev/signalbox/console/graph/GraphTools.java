package dev.signalbox.console.graph;

import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.console.theme.Icon;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/// The few buttons in the corner of the graph: zoom, layout, edit.
final class GraphTools extends HBox {
  private final Button percent = button("graph-actual", null, "Everything in view (0)");

  GraphTools(
      Runnable zoomOut,
      Runnable zoomIn,
      Runnable fit,
      ObjectProperty<LayoutKind> layout,
      BooleanProperty editing) {
    getStyleClass().add("sb-graph-tools");
    Button smaller = button("graph-zoom-out", Glyphs.icon(Icon.MINUS), "Smaller (−)");
    Button larger = button("graph-zoom-in", Glyphs.icon(Icon.PLUS), "Larger (+)");
    Button all = button("graph-fit", Glyphs.icon(Icon.FIT), "Everything in view (0)");
    smaller.setOnAction(e -> zoomOut.run());
    larger.setOnAction(e -> zoomIn.run());
    all.setOnAction(e -> fit.run());
    percent.setOnAction(e -> fit.run());
    percent.getStyleClass().add("sb-percent");
    getChildren().addAll(smaller, percent, larger, all, layouts(layout), edit(editing));
  }

  void zoom(double scale) {
    percent.setText(Math.round(scale * 100) + " %");
  }

  private static MenuButton layouts(ObjectProperty<LayoutKind> layout) {
    MenuButton menu = new MenuButton();
    menu.setId("graph-layout");
    menu.getStyleClass().add("sb-quiet");
    menu.setTooltip(new Tooltip("How tasks are placed"));
    menu.textProperty().bind(layout.map(LayoutKind::toString));
    ToggleGroup group = new ToggleGroup();
    for (LayoutKind kind : LayoutKind.values()) {
      RadioMenuItem item = new RadioMenuItem(kind.toString());
      item.setId("graph-layout-" + kind.name().toLowerCase(java.util.Locale.ROOT));
      item.setToggleGroup(group);
      item.setSelected(kind == layout.get());
      item.setOnAction(e -> layout.set(kind));
      layout.addListener((o, was, is) -> item.setSelected(kind == is));
      menu.getItems().add(item);
    }
    return menu;
  }

  private static ToggleButton edit(BooleanProperty editing) {
    ToggleButton edit = new ToggleButton("Edit edges", Glyphs.icon(Icon.EDIT));
    edit.setId("graph-edit");
    edit.getStyleClass().add("sb-quiet");
    edit.setTooltip(
        new Tooltip(
            "Drag from one task to another to add a dependency; select an edge and press Delete to remove it"));
    edit.selectedProperty().bindBidirectional(editing);
    return edit;
  }

  private static Button button(
      String id, @org.jspecify.annotations.Nullable Node icon, String help) {
    Button button = new Button("", icon);
    button.setId(id);
    button.getStyleClass().add("sb-quiet");
    button.setTooltip(new Tooltip(help));
    button.setAccessibleText(help);
    return button;
  }
}
