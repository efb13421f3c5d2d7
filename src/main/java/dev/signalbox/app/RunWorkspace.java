package dev.signalbox.app;

import dev.signalbox.app.gc.Reclaimable;
import dev.signalbox.plan.Plan;
import dev.signalbox.process.Supervisor;
import dev.signalbox.watch.TreeWatches;
import dev.signalbox.workspace.CommitSettings;
import dev.signalbox.workspace.FreeSpace;
import dev.signalbox.workspace.GitWorkspace;
import dev.signalbox.workspace.Places;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import dev.signalbox.workspace.WorkspaceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Where the tasks of a run work, as its plan and this machine's settings say.
final class RunWorkspace {
  private RunWorkspace() {}

  /// @param base what the work starts from; what the repository's `HEAD` is at where null
  /// @param watches what sees the work trees; the caller's to close
  /// @param restart whether the integration branch is begun anew where it does not descend from it
  static Workspace open(
      Owned owned,
      StateFolders folders,
      AppSettings settings,
      String run,
      Plan plan,
      Path repository,
      @Nullable String base,
      boolean restart,
      TreeWatches watches,
      Supervisor processes)
      throws WorkspaceException {
    return new GitWorkspace(
        new WorkspaceSettings(
            repository,
            base,
            plan.followedBase().orElse(null),
            plan.into(),
            restart,
            plan.check(),
            new CommitSettings(plan.commit(), ThisUser.name()),
            plan.workspace(),
            plan.keepIgnored(),
            plan.readsIgnore(),
            plan.undoRepositoryChanges(),
            folders.run(run).resolve("trees"),
            run,
            FreeSpace.of(
                folders.state(),
                settings.diskFloor(),
                new Reclaimable(folders, InstantSource.system(), System.getenv())),
            System.getenv(),
            owned.add(places(folders)),
            watches),
        processes);
  }

  private static Places places(StateFolders folders) throws WorkspaceException {
    Path file = folders.state().resolve("slots.lock");
    try {
      return Places.onMachine(file);
    } catch (IOException e) {
      throw new WorkspaceException(
          "The file %s cannot be written. Give yourself access to it.".formatted(file), e);
    }
  }
}
