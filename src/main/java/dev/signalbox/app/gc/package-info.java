/// What runs take on disk, and what of it can go.
///
/// [dev.signalbox.app.gc.RunSizes] says how much, [dev.signalbox.app.gc.GarbageCollector] finds and
/// removes what nobody needs any more. Nothing of a run that a process has open, or that could
/// still be resumed, unless a person names it. What is removed goes in an order that lets the next
/// collection find what was left where one was cut short: the journal's entries last.
@NullMarked
package dev.signalbox.app.gc;

import org.jspecify.annotations.NullMarked;
