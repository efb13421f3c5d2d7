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
public record WorkspaceSetup(
    List<String> copy, List<String> link, @Nullable String setup, @Nullable String teardown) {
  public static final WorkspaceSetup NONE = new WorkspaceSetup(List.of(), List.of(), null, null);

  public WorkspaceSetup {
    copy = List.copyOf(copy);
    link = List.copyOf(link);
  }
}
