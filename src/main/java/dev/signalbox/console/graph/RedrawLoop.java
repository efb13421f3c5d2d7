package dev.signalbox.console.graph;

import java.util.function.LongPredicate;
import javafx.animation.Animation;
import javafx.animation.AnimationTimer;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.util.Duration;

/// Paints when something has changed, at most once a frame, and rests otherwise. While a clock runs
/// it wakes once a second.
final class RedrawLoop extends AnimationTimer {
  private final LongPredicate paint;
  private final Timeline second;
  private boolean runs;
  private boolean asked;

  /// @param paint is told the frame's time; says whether the next frame is needed too
  /// @param tick runs once a second while clocks do
  RedrawLoop(LongPredicate paint, Runnable tick) {
    this.paint = paint;
    second = new Timeline(new KeyFrame(Duration.seconds(1), e -> tick.run()));
    second.setCycleCount(Animation.INDEFINITE);
  }

  void request() {
    asked = true;
    if (!runs) {
      runs = true;
      start();
    }
  }

  boolean isResting() {
    return !runs;
  }

  void clocks(boolean run) {
    if (run && second.getStatus() != Animation.Status.RUNNING) {
      second.play();
    } else if (!run) {
      second.stop();
    }
  }

  @Override
  public void handle(long now) {
    asked = false;
    if (paint.test(now)) {
      asked = true;
    }
    if (!asked) {
      runs = false;
      stop();
    }
  }

  void close() {
    stop();
    second.stop();
  }
}
