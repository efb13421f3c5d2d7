/// How other processes reach a run: a socket on this machine, of the run's own user alone.
///
/// [dev.signalbox.service.ControlServer] stands beside the executor of a run and hands it what
/// comes in: commands, and the wish to see the log. [dev.signalbox.service.ControlClient] is the
/// other end. What lies between is one JSON object a line, in [dev.signalbox.service.Wire]'s words,
/// and events are spelled as the journal spells them. Who of several windows has the controls is
/// [dev.signalbox.service.Controls]' business. Nothing here changes a run in any way but by a
/// command, writes to a journal, or lets the engine's thread wait.
@NullMarked
package dev.signalbox.service;

import org.jspecify.annotations.NullMarked;
