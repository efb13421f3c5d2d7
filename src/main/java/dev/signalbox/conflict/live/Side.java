package dev.signalbox.conflict.live;

import dev.signalbox.workspace.ChangedPaths;

/// One attempt's change as it is.
///
/// @param reads what is known to have been read so far
/// @param commit on the attempt's base; the base itself where nothing is changed
record Side(Party party, String commit, ChangedPaths changes, ReadPaths reads) {

  /// Whether git has to be asked about the two.
  boolean mayMeet(Side other) {
    if (changes.isEmpty() || other.changes.isEmpty() || !party.mayMeet(other.party)) {
      return false;
    }
    // What landed between two bases is part of the younger one's side: only its own counts here,
    // and
    // where that is not plain git is asked.
    boolean plain = party.base().equals(other.party.base()) || isOneLanded(other);
    return !plain || changes.mayMeet(other.changes);
  }

  boolean isOneLanded(Side other) {
    return party.hasLanded() || other.party.hasLanded();
  }

  /// Whether a conflict at `path` can be this change's doing.
  boolean mayTouch(String path) {
    // git adds the side's name to that of a file in the way of a folder.
    return changes.all().contains(path) || changes.mayRename() || path.contains("~");
  }
}
