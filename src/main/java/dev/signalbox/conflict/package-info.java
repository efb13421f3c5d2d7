/// What a conflict is, and what becomes of it.
///
/// A [dev.signalbox.conflict.Conflict] names the tasks, the paths and the kind;
/// [dev.signalbox.conflict.ConflictResolver] proposes a resolution, never dropping lines of either
/// side without saying so. Nothing here changes a repository.
@NullMarked
package dev.signalbox.conflict;

import org.jspecify.annotations.NullMarked;
