/// The log on disk, in SQLite: every event of every run, and the list of runs.
///
/// [dev.signalbox.journal.Journal] appends what the engine hands it, before the effect, and reads a
/// run's entries back in order. Nothing here folds or interprets events.
@NullMarked
package dev.signalbox.journal;

import org.jspecify.annotations.NullMarked;
