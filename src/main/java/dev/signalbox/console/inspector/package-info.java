/// What is selected, in full: facts, why it waits, the question and its answers, the live log, what
/// it changed. With nothing selected, the run itself.
///
/// Logs and diffs are read away from the window's thread and shown in virtualised lists of bounded
/// length; a log of any size costs the same.
@NullMarked
package dev.signalbox.console.inspector;

import org.jspecify.annotations.NullMarked;
