package dev.signalbox.watch;

import java.io.IOException;

/// A call to the system failed.
final class SystemCallException extends IOException {
  static final int NOT_THERE = 2;
  static final int INTERRUPTED = 4;
  static final int TRY_AGAIN = 11;
  static final int NOT_ALLOWED = 13;
  static final int NOT_A_FOLDER = 20;
  static final int TOO_MANY_OPEN = 24;
  static final int NO_ROOM = 28;
  static final int TOO_MANY_LINKS = 40;

  private static final long serialVersionUID = 1L;

  private final int number;

  /// @param number as errno(3) has it
  SystemCallException(String call, int number) {
    super("%s failed: error=%d".formatted(call, number));
    this.number = number;
  }

  /// Whether there was no folder where one was expected.
  boolean meansNoFolder() {
    return number == NOT_THERE || number == NOT_A_FOLDER || number == TOO_MANY_LINKS;
  }

  int number() {
    return number;
  }

  /// What is known of reads where this kept a work tree from being watched.
  Reads reads() {
    return switch (number) {
      case NO_ROOM ->
          Reads.everything(
              "The system allows no more folders to be watched"
                  + SystemLimit.WATCHES.words()
                  + ". So everything counts as read.");
      case TOO_MANY_OPEN ->
          Reads.unknown(
              "The system allows no more work trees to be watched"
                  + SystemLimit.INSTANCES.words()
                  + ".");
      default -> Reads.unknown("The work tree could not be watched: " + getMessage() + ".");
    };
  }
}
