package dev.signalbox.app;

/// How the person called this program, so that what they are told to type next works as it stands:
/// `signalbox` where the shell finds it, else the path that they gave.
public final class CommandName {
  /// Set by the start script.
  static final String PROPERTY = "signalbox.command";

  private CommandName() {}

  /// The command with these arguments, to be typed in a shell.
  public static String with(String arguments) {
    return quoted(plain()) + " " + arguments;
  }

  static String plain() {
    return System.getProperty(PROPERTY, "signalbox");
  }

  private static String quoted(String command) {
    return command.matches("[A-Za-z0-9_./+:@%,-]+")
        ? command
        : "'" + command.replace("'", "'\\''") + "'";
  }
}
