package dev.signalbox.console.theme;

/// The shapes on buttons, drawn like [dev.signalbox.report.StateGlyph]: filled paths in a box of
/// 16×16.
public enum Icon {
  RUN("M3.6 2.2L13.6 8L3.6 13.8Z"),
  PAUSE("M4 2.8H6.6V13.2H4Z M9.4 2.8H12V13.2H9.4Z"),
  STOP("M3.6 3.6H12.4V12.4H3.6Z"),
  /// Down onto a line: what runs goes on, nothing new starts.
  DRAIN("M7.2 2H8.8V8.4L11.2 6L12.3 7.1L8 11.4L3.7 7.1L4.8 6L7.2 8.4Z M3.2 12.6H12.8V14.1H3.2Z"),
  MOON("M6.2 2A6.2 6.2 0 1 0 14 9.8A5 5 0 0 1 6.2 2Z"),
  SUN(
      "M8 4.8A3.2 3.2 0 1 1 8 11.2A3.2 3.2 0 1 1 8 4.8Z M7.3 1H8.7V3.2H7.3Z M7.3 12.8H8.7V15H7.3Z"
          + " M1 7.3H3.2V8.7H1Z M12.8 7.3H15V8.7H12.8Z M3.5 2.5L5.1 4.1L4.1 5.1L2.5 3.5Z"
          + " M11.9 10.9L13.5 12.5L12.5 13.5L10.9 11.9Z M12.5 2.5L13.5 3.5L11.9 5.1L10.9 4.1Z"
          + " M4.1 10.9L5.1 11.9L3.5 13.5L2.5 12.5Z"),
  UNDO("M6.4 2.6V5.4H9.4A4.3 4.3 0 0 1 9.4 14H5V12.5H9.4A2.8 2.8 0 0 0 9.4 6.9H6.4V9.7L2.2 6.15Z"),
  REDO(
      "M9.6 2.6V5.4H6.6A4.3 4.3 0 0 0 6.6 14H11V12.5H6.6A2.8 2.8 0 0 1 6.6 6.9H9.6V9.7L13.8 6.15Z"),
  SEARCH(
      "M7 2A5 5 0 1 1 7 12A5 5 0 1 1 7 2Z M7 3.5A3.5 3.5 0 1 0 7 10.5A3.5 3.5 0 1 0 7 3.5Z"
          + " M10.9 9.8L14.3 13.2L13.2 14.3L9.8 10.9Z"),
  PLUS("M7.25 3H8.75V7.25H13V8.75H8.75V13H7.25V8.75H3V7.25H7.25Z"),
  MINUS("M3 7.25H13V8.75H3Z"),
  CLOSE("M4.2 3L8 6.8L11.8 3L13 4.2L9.2 8L13 11.8L11.8 13L8 9.2L4.2 13L3 11.8L6.8 8L3 4.2Z"),
  /// Four corners: everything in view.
  FIT(
      "M2 2H6.5V3.5H3.5V6.5H2Z M9.5 2H14V6.5H12.5V3.5H9.5Z M2 9.5H3.5V12.5H6.5V14H2Z"
          + " M12.5 9.5H14V14H9.5V12.5H12.5Z"),
  EDIT("M11.2 2L14 4.8L5.6 13.2L2 14L2.8 10.4Z"),
  UP("M8 4.4L13 9.4L11.9 10.5L8 6.6L4.1 10.5L3 9.4Z"),
  DOWN("M8 11.6L3 6.6L4.1 5.5L8 9.4L11.9 5.5L13 6.6Z"),
  OPEN("M1.5 3H6.2L7.8 4.6H14.5V13H1.5Z M3 6.1V11.5H13V6.1Z"),
  EXPORT(
      "M7.25 10V4.7L5.1 6.8L4 5.7L8 1.7L12 5.7L10.9 6.8L8.75 4.7V10Z M2.5 9H4V12.5H12V9H13.5V14H2.5Z"),
  MORE(
      "M3 6.7A1.3 1.3 0 1 1 3 9.3A1.3 1.3 0 1 1 3 6.7Z M8 6.7A1.3 1.3 0 1 1 8 9.3A1.3 1.3 0 1 1 8 6.7Z M13 6.7A1.3 1.3 0 1 1 13 9.3A1.3 1.3 0 1 1 13 6.7Z"),
  HELP(
      "M8 1.5A6.5 6.5 0 1 1 8 14.5A6.5 6.5 0 1 1 8 1.5Z M8 3A5 5 0 1 0 8 13A5 5 0 1 0 8 3Z"
          + " M7.2 10.2H8.8V11.7H7.2Z"
          + " M5.4 6.4A2.6 2.6 0 1 1 8.75 8.9V9.4H7.25V8.2L7.8 7.6A1.15 1.15 0 1 0 6.85 6.4Z");

  private final String path;

  Icon(String path) {
    this.path = path;
  }

  public String path() {
    return path;
  }
}
