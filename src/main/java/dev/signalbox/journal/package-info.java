/// The log on disk, in SQLite: every event of every run, and the list of runs.
///
/// [dev.signalbox.journal.Journal] appends what the engine hands it, before the effect, and reads a
/// run's entries back in order. Whoever opens it alone looks whether it is whole
/// ([dev.signalbox.journal.Health]), and mends it where it is not ([dev.signalbox.journal.Rescue]).
/// Nothing here folds events: the few columns beside them (the list of runs, how long attempts
/// took, what tasks changed) are kept in the same transaction and only save reading every run.
/// Values of agents' `env` do not come in here; see [dev.signalbox.journal.EventCodec].
@NullMarked
package dev.signalbox.journal;

import org.jspecify.annotations.NullMarked;
