/// The command line: one class a command. A command reads its options, calls [dev.signalbox.app]
/// and prints; it decides nothing about runs. This is the only place below the console that writes
/// to standard output.
@NullMarked
package dev.signalbox.app.command;

import org.jspecify.annotations.NullMarked;
