package dev.signalbox.console.model;

/// A sentence the window shows until it is put away or something newer comes.
public record Notice(Severity severity, String text) {
  public static final Notice NONE = new Notice(Severity.INFORMATION, "");

  public enum Severity {
    INFORMATION,
    ERROR
  }

  public static Notice information(String text) {
    return new Notice(Severity.INFORMATION, text);
  }

  public static Notice error(String text) {
    return new Notice(Severity.ERROR, text);
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }
}
