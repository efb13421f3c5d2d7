package dev.signalbox.workspace;

import dev.signalbox.workspace.RepositoryGuard.Case;
import dev.signalbox.workspace.RepositoryState.StashEntry;
import java.util.ArrayList;
import java.util.List;

/// The stash is the user's and every work tree's at once: what an attempt left there, and what it
/// took from there.
final class StashChanges {
  private final Git git;
  private final boolean undo;

  StashChanges(Git git, boolean undo) {
    this.git = git;
    this.undo = undo;
  }

  void examine(Case found, List<StashEntry> before, List<StashEntry> after)
      throws WorkspaceException, InterruptedException {
    List<StashEntry> left = new ArrayList<>();
    for (StashEntry entry : after) {
      if (entry.email().equals(found.email()) && !before.contains(entry)) {
        left.add(entry);
      }
    }
    taken(found, before, after, left.size());
    for (StashEntry entry : left) {
      left(found, entry);
    }
  }

  private void left(Case found, StashEntry entry) throws WorkspaceException, InterruptedException {
    String place = keep(found, entry);
    boolean dropped = undo && drop(entry.id());
    if (dropped) {
      found.settle(gone(entry));
    }
    found
        .said()
        .add(
            "It left something on the stash ("
                + entry.message()
                + "), kept as "
                + place
                + (dropped ? "; taken off again." : "; it was left there."));
  }

  private String keep(Case found, StashEntry entry)
      throws WorkspaceException, InterruptedException {
    String place = RefNames.kept(found.key(), "stash/" + entry.id().substring(0, 12));
    git.run("update-ref", place, entry.id());
    return place;
  }

  private static String gone(StashEntry entry) {
    return RepositoryState.STASH + " without " + entry.id();
  }

  // The user may stash meanwhile: what was dropped is looked at, and a wrong one put back.
  private boolean drop(String id) throws WorkspaceException, InterruptedException {
    List<String> ids =
        git.run("rev-list", "-g", RepositoryState.STASH, "--").text().lines().toList();
    int at = ids.indexOf(id);
    if (at < 0) {
      return false;
    }
    GitOutput dropped = git.attempt("stash", "drop", "stash@{" + at + "}");
    if (dropped.succeeded() && !dropped.text().contains(id)) {
      String wrong = dropped.text().replaceFirst("(?s).*\\(([0-9a-f]+)\\).*", "$1");
      git.run("stash", "store", "-m", "put back", wrong);
      return false;
    }
    return dropped.succeeded();
  }

  // An attempt's own entries come off first; only what it took beyond those was the user's.
  private void taken(Case found, List<StashEntry> before, List<StashEntry> after, int ownLeft)
      throws WorkspaceException, InterruptedException {
    List<StashEntry> missing = new ArrayList<>();
    for (StashEntry entry : before) {
      if (!after.contains(entry) && !found.settled().contains(gone(entry))) {
        missing.add(entry);
      }
    }
    int ownTaken = found.trace().stashed() - ownLeft;
    boolean mine = found.trace().unstashed() > Math.max(0, ownTaken);
    boolean others = found.others().stream().anyMatch(other -> other.unstashed() > 0);
    if (missing.isEmpty() || !mine || others) {
      return;
    }
    for (StashEntry entry : missing) {
      found.settle(gone(entry));
      String place = keep(found, entry);
      boolean back =
          undo && git.attempt("stash", "store", "-m", entry.message(), entry.id()).succeeded();
      found
          .said()
          .add(
              "It took an entry off your stash ("
                  + entry.message()
                  + "), kept as "
                  + place
                  + (back ? "; put back." : "."));
    }
  }
}
