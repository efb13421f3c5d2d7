/// The composition root and the command line.
///
/// [dev.signalbox.app.RunSession] puts plan, workspace, runners, journal, executor and control
/// socket together; the commands under `dev.signalbox.app.command` and the console both drive runs
/// through it, and runs of other processes through [dev.signalbox.app.RemoteRun].
@NullMarked
package dev.signalbox.app;

import org.jspecify.annotations.NullMarked;
