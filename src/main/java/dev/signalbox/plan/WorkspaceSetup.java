package dev.signalbox.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What each work tree gets before its task starts, beyond what git checks out. None of it enters a
/// snapshot or a landing.
///
/// @param copy globs of untracked files to copy from the user's checkout
/// @param link paths to link to from the user's checkout
/// @param setup a command run in the work tree before the task, or null
/// @param teardown a command run in the work tree after the task, or null
/// @param uses names of the plan's resources that the set-up needs while it runs
public record WorkspaceSetup(
    List<String> copy,
    List<String> link,
    @Nullable String setup,
    @Nullable String teardown,
    List<String> uses) {
  public static final WorkspaceSetup NONE =
      new WorkspaceSetup(List.of(), List.of(), null, null, List.of());

  /// A set-up that needs no resources.
  public WorkspaceSetup(
      List<String> copy, List<String> link, @Nullable String setup, @Nullable String teardown) {
    this(copy, link, setup, teardown, List.of());
  }

  public WorkspaceSetup {
    copy = List.copyOf(copy);
    link = List.copyOf(link);
    uses = List.copyOf(uses);
  }
}
