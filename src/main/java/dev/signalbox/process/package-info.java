/// Commands run as one process group each: started, watched, ended whole, their output kept in a
/// log of bounded size.
///
/// A [dev.signalbox.process.Supervisor] starts them and is closed by whoever made it. Which way
/// their processes are found again is its [dev.signalbox.process.Containment]'s; that nothing
/// survives this process is its [dev.signalbox.process.Guard]'s. Programs that are only asked
/// something, such as git, are a [dev.signalbox.process.ShortCommand] each.
///
/// It exists because both the agents and the workspace run a plan's own commands, and neither may
/// depend on the other. It knows nothing of plans, git, the engine or JavaFX, and uses no other
/// package of Signalbox.
@NullMarked
package dev.signalbox.process;

import org.jspecify.annotations.NullMarked;
