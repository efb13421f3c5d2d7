package dev.signalbox.console.model;

import dev.signalbox.app.LiveRun;
import dev.signalbox.engine.Command;
import dev.signalbox.service.Controls;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// Who may steer the run that is shown: this window, or another that looks at the same run. Belongs
/// to the window's thread.
public final class ControlsModel {
  private static final Logger LOG = Logger.getLogger(ControlsModel.class.getName());
  private static final Controls.News MINE = new Controls.News.Held("", true);

  private final Executor window;
  private final Consumer<Notice> teller;
  private final ReadOnlyObjectWrapper<Controls.News> news = new ReadOnlyObjectWrapper<>(MINE);
  private @Nullable LiveRun run;

  ControlsModel(Executor window, Consumer<Notice> teller) {
    this.window = window;
    this.teller = teller;
  }

  void follow(LiveRun live) {
    run = live;
    news.set(MINE);
    live.attend(what -> window.execute(() -> heard(live, what)));
  }

  void release() {
    run = null;
    news.set(MINE);
  }

  private void heard(LiveRun from, Controls.News what) {
    if (from == run) {
      news.set(what);
    }
  }

  /// The last that was heard.
  public ReadOnlyObjectProperty<Controls.News> newsProperty() {
    return news.getReadOnlyProperty();
  }

  /// Who else has the controls; empty where this window has.
  public String elsewhere() {
    return news.get() instanceof Controls.News.Held held && !held.yours() ? held.holder() : "";
  }

  /// Asks for the controls; the answer may take as long as a person does.
  public void take() {
    if (run != null) {
      tell(run.takeControls());
    }
  }

  /// Answers whoever asked for them.
  public void answer(boolean agreed) {
    if (run != null) {
      tell(run.answer(agreed));
    }
  }

  private void tell(CompletableFuture<Command.Result> answer) {
    var unused =
        answer.handleAsync(
            (result, failure) -> {
              if (failure != null) {
                LOG.log(Level.INFO, "Nothing came of the question for the controls", failure);
              } else if (result != null && !result.accepted()) {
                teller.accept(Notice.information(result.text()));
              }
              return result;
            },
            window);
  }
}
