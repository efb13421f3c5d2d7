package dev.signalbox.app;

/// Who uses this process, as the operating system names them: what other processes are told by
/// their sockets too, so that one person has one name in the journal.
public final class ThisUser {
  private ThisUser() {}

  public static String name() {
    String name = System.getProperty("user.name", "");
    return name.isBlank() || name.equals("?") ? "operator" : name;
  }
}
