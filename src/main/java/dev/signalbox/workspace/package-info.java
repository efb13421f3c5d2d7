/// Where tasks work, and how what they changed reaches the integration branch.
///
/// The engine sees only the [dev.signalbox.workspace.Workspace] interface: prepare a work tree,
/// seal what was changed into a snapshot, merge it onto the branch's head, check the merged tree,
/// land it by compare and swap. `GitWorkspace` does that with the git command line on a real
/// repository and never touches the user's own checkout, index or branches. Calls block and are
/// made on virtual threads; nothing here knows of the graph or of the order in which tasks land.
@NullMarked
package dev.signalbox.workspace;

import org.jspecify.annotations.NullMarked;
