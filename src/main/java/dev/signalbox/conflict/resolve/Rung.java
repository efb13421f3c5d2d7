package dev.signalbox.conflict.resolve;

/// What tries to put two changes together where git's merge does not, the cheapest first.
public enum Rung {
  /// Both sides import something: both imports stay.
  IMPORTS("imports union"),
  /// Both sides raised one version: the higher one stays.
  VERSION("version bump"),
  /// Both sides added to a change log: both entries stay.
  CHANGELOG("changelog union"),
  /// A lock file is made anew from the merged manifest.
  LOCK_FILE("regenerated lock file"),
  /// Both sides took the next number of a sequence: the later one takes another.
  SEQUENCE("renumbering"),
  /// A merge that knows the language.
  STRUCTURE("structural merge");

  private final String words;

  Rung(String words) {
    this.words = words;
  }

  /// As people and reports read it.
  public String words() {
    return words;
  }
}
