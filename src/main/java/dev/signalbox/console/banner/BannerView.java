package dev.signalbox.console.banner;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.banner.BannerViewModel.Banner;
import dev.signalbox.console.model.Sentence;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.console.part.SentenceFlow;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.console.theme.Icon;
import dev.signalbox.report.StateGlyph;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// The banners below the toolbar.
public final class BannerView extends VBox implements AutoCloseable {
  private final BannerViewModel model;
  private final Subscription subscription;

  public BannerView(BannerViewModel model) {
    this.model = model;
    setId("banners");
    subscription = model.bannersProperty().subscribe(this::show);
  }

  private void show(List<Banner> banners) {
    getChildren().setAll(banners.stream().map(this::node).toList());
  }

  private Node node(Banner banner) {
    VBox words = new VBox(3, flow(banner.title(), "sb-banner-title"));
    for (String line : banner.lines()) {
      words.getChildren().add(flow(line, "sb-banner-line"));
    }
    words.setAlignment(Pos.CENTER_LEFT);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    HBox row = new HBox(10, glyph(banner.tone()), words);
    for (Action action : banner.actions()) {
      Button button = ActionButtons.button(action, null);
      button.setId("banner-" + action.id());
      button.visibleProperty().bind(button.disableProperty().not());
      button.managedProperty().bind(button.visibleProperty());
      button.setMinWidth(Region.USE_PREF_SIZE);
      row.getChildren().add(button);
    }
    if (banner.dismissible()) {
      Button close = new Button();
      close.setGraphic(Glyphs.icon(Icon.CLOSE));
      close.getStyleClass().addAll("sb-quiet", "sb-small-button");
      close.setAccessibleText("Put this away");
      close.setTooltip(new Tooltip("Put this away"));
      close.setOnAction(event -> model.dismiss(banner));
      row.getChildren().add(close);
    }
    row.setAlignment(banner.lines().isEmpty() ? Pos.CENTER_LEFT : Pos.TOP_LEFT);
    row.getStyleClass().addAll("sb-banner", tone(banner.tone()));
    row.setId("banner-" + banner.id());
    row.setAccessibleText(banner.title());
    return row;
  }

  private static SentenceFlow flow(String text, String styleClass) {
    SentenceFlow flow = new SentenceFlow(task -> {});
    flow.getStyleClass().add(styleClass);
    flow.show(Sentence.marked(text));
    flow.setMinHeight(Region.USE_PREF_SIZE);
    return flow;
  }

  private static Node glyph(BannerViewModel.Tone tone) {
    return switch (tone) {
      case INFORMATION -> Glyphs.glyph(StateGlyph.READY, "ready");
      case SUCCESS -> Glyphs.glyph(StateGlyph.LANDED, "done");
      case WARNING -> Glyphs.glyph(StateGlyph.ATTENTION, "attention");
      case ERROR -> Glyphs.glyph(StateGlyph.FAILED, "failed");
    };
  }

  private static String tone(BannerViewModel.Tone tone) {
    return switch (tone) {
      case INFORMATION -> "information";
      case SUCCESS -> "success";
      case WARNING -> "warning";
      case ERROR -> "error";
    };
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
