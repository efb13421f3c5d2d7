package dev.signalbox.app.check;

/// Colours for a terminal that shows them, nothing for one that does not.
///
/// @param on whether there are colours
record Ink(boolean on) {

  String heading(String text) {
    return paint("1", text);
  }

  String quiet(String text) {
    return paint("2", text);
  }

  String error(String text) {
    return paint("31", text);
  }

  String warning(String text) {
    return paint("33", text);
  }

  String notable(String text) {
    return paint("36", text);
  }

  private String paint(String code, String text) {
    return on && !text.isEmpty() ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
  }
}
