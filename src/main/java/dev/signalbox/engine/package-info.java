/// The executor: one thread that owns the state of a run.
///
/// In come commands (an operator, the API) and reports (runners, the workspace, timers); out go
/// events. [dev.signalbox.engine.Transitions] says which event may move a task from which state to
/// which; [dev.signalbox.engine.RunState] is the fold of the events, and every view folds the same
/// log for itself. An event is in the [dev.signalbox.engine.EventLog] before its effect happens.
/// Effects run on virtual threads and come back as reports. Git, processes, SQLite and JavaFX stay
/// outside, behind interfaces.
@NullMarked
package dev.signalbox.engine;

import org.jspecify.annotations.NullMarked;
