/// What the views show of a run, and the one bridge from the engine to the window.
///
/// [dev.signalbox.console.model.RunModel] folds the log on the window's thread and offers it as
/// properties and lists; [dev.signalbox.console.model.Workbench] holds what is open: a plan, a run
/// of it, how it ended. Words for people are chosen here, once, for every view. No control and no
/// layout comes in here.
@NullMarked
package dev.signalbox.console.model;

import org.jspecify.annotations.NullMarked;
