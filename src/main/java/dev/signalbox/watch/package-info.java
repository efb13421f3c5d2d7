/// What a work tree's files were seen to undergo: reads and writes.
///
/// A [dev.signalbox.watch.TreeWatches] watches many work trees at once; a
/// [dev.signalbox.watch.TreeWatch] is one of them. On Linux inotify(7) tells of reads and writes;
/// elsewhere Java tells of writes alone, and reads are unknown. The files
/// [dev.signalbox.watch.Reads] names are what the tree held when the watch began: what was made
/// meanwhile is nobody's but the task's. What cannot be seen this way is in the guide,
/// "Observations".
///
/// A watch that fails never makes a task fail: what was read is then unknown, and it says why. This
/// package knows nothing of tasks, plans, git or the engine.
@NullMarked
package dev.signalbox.watch;

import org.jspecify.annotations.NullMarked;
