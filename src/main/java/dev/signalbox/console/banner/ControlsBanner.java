package dev.signalbox.console.banner;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.banner.BannerViewModel.Banner;
import dev.signalbox.console.banner.BannerViewModel.Tone;
import dev.signalbox.console.model.ControlsModel;
import dev.signalbox.service.Controls;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;

/// Says where another window steers the run, or wants to, and lets a person change that.
public final class ControlsBanner {
  private final ControlsModel controls;
  private final Action take;
  private final Action give;
  private final Action keep;

  public ControlsBanner(ControlsModel controls, Actions actions) {
    this.controls = controls;
    var looking =
        Bindings.createBooleanBinding(
            () -> !controls.elsewhere().isEmpty(), controls.newsProperty());
    var asked =
        Bindings.createBooleanBinding(
            () -> controls.newsProperty().get() instanceof Controls.News.Asked,
            controls.newsProperty());
    take =
        actions.add(
            "controls-take",
            "Take the controls",
            "Asks whoever steers this run; without an answer they come to you after ten seconds",
            null,
            looking,
            controls::take);
    give =
        actions.add(
            "controls-give",
            "Hand over",
            "Lets the other one steer this run; you go on looking",
            null,
            asked,
            () -> controls.answer(true));
    keep =
        actions.add(
            "controls-keep",
            "Keep the controls",
            "Goes on steering this run from here",
            null,
            asked,
            () -> controls.answer(false));
  }

  Optional<Banner> banner() {
    return switch (controls.newsProperty().get()) {
      case Controls.News.Asked asked ->
          Optional.of(
              banner(
                  Tone.WARNING,
                  "%s asks for the controls, and has them in ten seconds unless you keep them."
                      .formatted(asked.by()),
                  List.of(give, keep)));
      case Controls.News.Held held when held.yours() || held.holder().isEmpty() -> Optional.empty();
      case Controls.News.Held held ->
          Optional.of(
              banner(
                  Tone.INFORMATION,
                  "This window only looks: %s has the controls.".formatted(held.holder()),
                  List.of(take)));
    };
  }

  private static Banner banner(Tone tone, String title, List<Action> actions) {
    return new Banner("controls", tone, title, List.of(), actions, false);
  }
}
