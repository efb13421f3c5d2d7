package dev.signalbox.workspace;

import dev.signalbox.claim.Glob;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.WorkspaceSetup;
import dev.signalbox.watch.TreeWatches;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a [GitWorkspace] needs to know.
///
/// @param repository a folder in the user's checkout
/// @param base what the run starts from, or null for the checkout's HEAD
/// @param follows the branch that may move during the run and is looked at, or null for none
/// @param into the integration branch, without `refs/heads/`
/// @param restart whether an integration branch that does not descend from `base` is begun anew
/// @param check what a merged tree must pass
/// @param commits how the commits look that land
/// @param setup what each work tree gets
/// @param keepIgnored globs of ignored files that belong to a change all the same
/// @param readsIgnore globs of files whose reading does not count
/// @param undoRepositoryChanges whether what an agent changed in the user's repository is put back
/// @param trees the folder for this run's work trees, outside the repository
/// @param run the run's id
/// @param space how much of the disk stays free
/// @param environment the environment that git and the plan's own commands start from
/// @param places what gives attempts their slot numbers and ports
/// @param watches what sees what attempts read and write
public record WorkspaceSettings(
    Path repository,
    @Nullable String base,
    @Nullable String follows,
    String into,
    boolean restart,
    CheckPolicy check,
    CommitSettings commits,
    WorkspaceSetup setup,
    List<String> keepIgnored,
    List<Glob> readsIgnore,
    boolean undoRepositoryChanges,
    Path trees,
    String run,
    FreeSpace space,
    Map<String, String> environment,
    Places places,
    TreeWatches watches) {

  /// With slot numbers that are unique in this process alone, and nothing watched.
  public WorkspaceSettings(
      Path repository,
      @Nullable String base,
      String into,
      boolean restart,
      CheckPolicy check,
      WorkspaceSetup setup,
      List<String> keepIgnored,
      boolean undoRepositoryChanges,
      Path trees,
      String run,
      FreeSpace space,
      Map<String, String> environment) {
    this(
        repository,
        base,
        null,
        into,
        restart,
        check,
        CommitSettings.DEFAULT,
        setup,
        keepIgnored,
        List.of(),
        undoRepositoryChanges,
        trees,
        run,
        space,
        environment,
        Places.inProcess(),
        TreeWatches.none());
  }

  public WorkspaceSettings {
    keepIgnored = List.copyOf(keepIgnored);
    readsIgnore = List.copyOf(readsIgnore);
    environment = Map.copyOf(environment);
  }
}
