/// Conflicts while they happen: what attempts in flight have written so far, and what waits to
/// land, each with each, by git's own verdict.
///
/// The composition root tells a [dev.signalbox.conflict.live.ConflictDetector] who takes part, and
/// hears from it what it sees. It writes nothing into the repository or a work tree, and takes no
/// lock there.
@NullMarked
package dev.signalbox.conflict.live;

import org.jspecify.annotations.NullMarked;
