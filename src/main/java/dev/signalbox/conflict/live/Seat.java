package dev.signalbox.conflict.live;

import dev.signalbox.watch.TreeWatch;
import dev.signalbox.workspace.ChangedPaths;
import dev.signalbox.workspace.TreeMirror;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One who takes part, and what it has changed and read so far.
final class Seat {
  /// Who reads tens of thousands of files is asked for them the less often: they are put together
  /// anew each time. How many times as long as that took.
  private static final int READS_REST = 50;

  Party party;
  @Nullable TreeMirror mirror;

  /// As long as the attempt has changed nothing, its base.
  String commit;

  ChangedPaths changes = ChangedPaths.NONE;

  /// Whether what was told does not say all that was written.
  boolean missed;

  /// Whether a look failed, which has been said.
  boolean failed;

  private ReadPaths reads = ReadPaths.NONE;
  private long readsSoFar;
  private long readsAskedNext = System.nanoTime();

  Seat(Party party) {
    this.party = party;
    this.commit = party.base();
    this.missed = party.goesOn();
  }

  Path root() {
    return party.directory() == null ? Path.of("") : party.directory();
  }

  Side side() {
    return new Side(party, commit, changes, reads);
  }

  /// Takes in what the attempt has read since this was asked last.
  boolean hasReadMore(TreeWatch watch) {
    long begun = System.nanoTime();
    if (!party.sealed().isEmpty() || begun - readsAskedNext < 0) {
      return false;
    }
    long now = watch.readsSoFar();
    if (now == readsSoFar) {
      return false;
    }
    readsSoFar = now;
    reads = ReadPaths.of(watch.reads());
    long over = System.nanoTime();
    readsAskedNext = over + READS_REST * (over - begun);
    return true;
  }

  TreeMirror mirror(Ground on) throws IOException, WorkspaceException, InterruptedException {
    if (mirror == null) {
      mirror = TreeMirror.of(on.git(), on.quarantine(), root(), party.base());
    }
    return mirror;
  }

  /// Its change is what was kept of it, and so is what it read.
  void keptAs(Ground on) throws IOException, WorkspaceException, InterruptedException {
    close();
    String sealed = party.sealed();
    reads = ReadPaths.of(party.reads());
    if (sealed.equals(party.base())) {
      commit = sealed;
      changes = ChangedPaths.NONE;
      return;
    }
    // What has come to the base is compared as it is: git knows where it began.
    commit = party.isBase() ? sealed : TreeMirror.onBase(on.git(), sealed, party.base());
    changes = ChangedPaths.between(on.git(), party.base(), commit);
  }

  void close() throws IOException {
    if (mirror != null) {
      mirror.close();
      mirror = null;
    }
  }
}
