package dev.signalbox.agent;

import org.jspecify.annotations.Nullable;

/// What holds for whatever stands at a place of a command, because of what is around it.
///
/// @param calculating within arithmetic
/// @param calculatedWord in a word of which the shell makes a number
/// @param refusal why no reference can stand there; null where one can
record ShellContext(boolean calculating, boolean calculatedWord, @Nullable String refusal) {
  static final ShellContext COMMAND = new ShellContext(false, false, null);

  private static final String BACKQUOTES_WITHIN =
      "stands within backquotes within backquotes. Use $(…) there";

  /// Of a command within: it is a command like any other.
  ShellContext command() {
    boolean stays = BACKQUOTES_WITHIN.equals(refusal);
    return stays ? COMMAND.refusing(refusal) : COMMAND;
  }

  /// Whether the shell makes a number of what stands there.
  boolean calculates() {
    return calculating || calculatedWord;
  }

  ShellContext arithmetic() {
    return new ShellContext(true, calculatedWord, refusal);
  }

  ShellContext word(boolean calculated) {
    return new ShellContext(calculating, calculated, refusal);
  }

  ShellContext refusing(@Nullable String why) {
    return new ShellContext(calculating, calculatedWord, why);
  }

  /// Behind one more ``\` ``: in backquotes within backquotes, or out of them again.
  ShellContext innerBackquote() {
    return refusing(refusal == null ? BACKQUOTES_WITHIN : null);
  }
}
