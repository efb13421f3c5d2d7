package dev.signalbox.report;

import dev.signalbox.engine.TaskState;

/// The shape that stands for a state, the same in the table, on the graph, in the attention list
/// and in the report. Shape and colour say the same, so that neither is needed alone.
///
/// Each is one closed path in a box of 16×16, to be filled (never stroked) by the non-zero rule, so
/// that SVG, a JavaFX canvas and every machine draw the same; no font is asked.
public enum StateGlyph {
  /// ○
  WAITING(Ring.OUTSIDE + Ring.INSIDE),
  /// ◔
  READY(Ring.OUTSIDE + Ring.INSIDE + "M8 8V2.5A5.5 5.5 0 0 1 13.5 8Z"),
  /// ▷
  PREPARING("M3.6 2.2V13.8L13.6 8Z M5 4.7L10.8 8L5 11.3Z"),
  /// ▶
  RUNNING("M3.6 2.2L13.6 8L3.6 13.8Z"),
  /// ⇥
  LANDING(
      "M1.6 7.2H8.5L6.1 4.8L7.2 3.7L11.5 8L7.2 12.3L6.1 11.2L8.5 8.8H1.6Z M12.6 3.2H14.2V12.8H12.6Z"),
  /// ✓
  LANDED("M6.3 12.6L2.2 8.5L3.4 7.3L6.3 10.2L12.6 3.9L13.8 5.1Z"),
  /// ✕
  FAILED("M4.2 3L8 6.8L11.8 3L13 4.2L9.2 8L13 11.8L11.8 13L8 9.2L4.2 13L3 11.8L6.8 8L3 4.2Z"),
  /// ⊘
  REJECTED(Ring.OUTSIDE + Ring.INSIDE + "M11.3 3.7L12.3 4.7L4.7 12.3L3.7 11.3Z"),
  /// ◆
  ATTENTION("M8 1.8L14.2 8L8 14.2L1.8 8Z"),
  /// ‖
  HELD("M4.4 3H6.4V13H4.4Z M9.6 3H11.6V13H9.6Z"),
  /// ↻
  RETRYING("M8 2.8A5.2 5.2 0 1 0 13.2 8H11.7A3.7 3.7 0 1 1 8 4.3V6.6L11.8 3.6L8 0.6Z"),
  /// ⤼
  SKIPPED("M1.8 11A5.8 5.8 0 0 1 12.2 7.4L13.8 5.8V11H8.6L11.1 8.5A4.3 4.3 0 0 0 3.3 11Z"),
  /// ■
  CANCELLED("M3.6 3.6H12.4V12.4H3.6Z"),
  /// ⚡ a conflict; no state has it
  CONFLICT("M9.4 1.2L3.4 9H7L6 14.8L12.6 6.6H8.6Z");

  private final String path;

  StateGlyph(String path) {
    this.path = path;
  }

  /// The path's data, in SVG's words.
  public String path() {
    return path;
  }

  public static StateGlyph of(TaskState state) {
    return switch (state) {
      case WAITING -> WAITING;
      case READY -> READY;
      case PREPARING -> PREPARING;
      case RUNNING -> RUNNING;
      case SEALING, QUEUED, MERGING, CHECKING, LANDING -> LANDING;
      case BACKING_OFF, PARKED -> RETRYING;
      case ASKING_START, ASKING_LANDING, ASKING_DECISION -> ATTENTION;
      case LANDED -> LANDED;
      case FAILED -> FAILED;
      case REJECTED -> REJECTED;
      case SKIPPED -> SKIPPED;
      case CANCELLED -> CANCELLED;
    };
  }

  /// The character nearest to it, for a terminal.
  public String symbol() {
    return switch (this) {
      case WAITING -> "○";
      case READY -> "◔";
      case PREPARING -> "▷";
      case RUNNING -> "▶";
      case LANDING -> "⇥";
      case LANDED -> "✓";
      case FAILED -> "✕";
      case REJECTED -> "⊘";
      case ATTENTION -> "◆";
      case HELD -> "‖";
      case RETRYING -> "↻";
      case SKIPPED -> "⤼";
      case CANCELLED -> "■";
      case CONFLICT -> "⚡";
    };
  }

  /// What the state is called in front of people.
  public static String word(TaskState state) {
    return switch (state) {
      case WAITING -> "waiting";
      case ASKING_START, ASKING_LANDING -> "needs approval";
      case READY -> "ready";
      case PREPARING -> "preparing";
      case RUNNING -> "running";
      case SEALING -> "keeping its change";
      case PARKED -> "usage limit";
      case BACKING_OFF -> "tries again soon";
      case QUEUED -> "waits to land";
      case MERGING -> "merging";
      case CHECKING -> "checking";
      case ASKING_DECISION -> "needs a decision";
      case LANDING -> "landing";
      case LANDED -> "landed";
      case FAILED -> "failed";
      case REJECTED -> "rejected";
      case SKIPPED -> "skipped";
      case CANCELLED -> "cancelled";
    };
  }

  private static final class Ring {
    static final String OUTSIDE = "M8 2.5A5.5 5.5 0 1 1 8 13.5A5.5 5.5 0 1 1 8 2.5Z ";
    // The other way round, so that it is left out.
    static final String INSIDE = "M8 3.9A4.1 4.1 0 1 0 8 12.1A4.1 4.1 0 1 0 8 3.9Z ";
  }
}
