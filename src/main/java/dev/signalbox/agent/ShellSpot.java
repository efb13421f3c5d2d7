package dev.signalbox.agent;

/// A place in a command that does not stay as it is.
sealed interface ShellSpot {
  /// What is around it, as far as that decides how it is written.
  enum Place {
    OPEN,
    QUOTED,
    SINGLE_QUOTED,
    HERE_DOCUMENT,
    ARITHMETIC
  }

  /// Where in the command it begins.
  int from();

  /// Where in the command it has ended.
  int to();

  /// @param text `${input.KEY}` or `${tasks.ID.output.KEY}`
  /// @param calculated whether the shell makes a number of the value
  record Reference(int from, String text, Place place, boolean calculated) implements ShellSpot {
    @Override
    public int to() {
      return from + text.length();
    }
  }

  /// A dollar right before a reference: it must not become part of what is written there.
  record Dollar(int from, Place place) implements ShellSpot {
    @Override
    public int to() {
      return from + 1;
    }
  }

  /// Something that no form is right for in every shell.
  ///
  /// @param why the rest of the sentence that begins with `text`, with the remedy
  record Refused(int from, String text, String why) implements ShellSpot {
    @Override
    public int to() {
      return from;
    }
  }
}
