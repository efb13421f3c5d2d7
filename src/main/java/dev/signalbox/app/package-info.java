/// The composition root and the command line.
///
/// [dev.signalbox.app.RunSession] puts plan, workspace, runners, journal and executor together; the
/// commands under `dev.signalbox.app.command` and the console both drive runs through it.
@NullMarked
package dev.signalbox.app;

import org.jspecify.annotations.NullMarked;
