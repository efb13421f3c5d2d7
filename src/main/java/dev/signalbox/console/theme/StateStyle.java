package dev.signalbox.console.theme;

import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import javafx.scene.paint.Color;

/// The colour a state goes by. Its shape and its word are [StateGlyph]'s.
public enum StateStyle {
  WAITING("waiting"),
  READY("ready"),
  RUNNING("running"),
  LANDING("landing"),
  DONE("done"),
  FAILED("failed"),
  ATTENTION("attention"),
  HELD("held");

  private final String styleClass;

  StateStyle(String styleClass) {
    this.styleClass = styleClass;
  }

  public static StateStyle of(TaskState state) {
    return switch (state) {
      case WAITING, BACKING_OFF, PARKED -> WAITING;
      case READY -> READY;
      case PREPARING, RUNNING -> RUNNING;
      case SEALING, QUEUED, MERGING, CHECKING, LANDING -> LANDING;
      case ASKING_START, ASKING_LANDING, ASKING_DECISION -> ATTENTION;
      case LANDED -> DONE;
      case FAILED, REJECTED -> FAILED;
      case SKIPPED, CANCELLED -> HELD;
    };
  }

  /// `waiting`, `ready`, `running`, `landing`, `done`, `failed`, `attention` or `held`: the class
  /// by which the style sheet colours chips and glyphs.
  public String styleClass() {
    return styleClass;
  }

  public Color color(Palette palette) {
    return switch (this) {
      case WAITING -> palette.waiting();
      case READY -> palette.ready();
      case RUNNING -> palette.running();
      case LANDING -> palette.landing();
      case DONE -> palette.done();
      case FAILED -> palette.failed();
      case ATTENTION -> palette.attention();
      case HELD -> palette.held();
    };
  }
}
