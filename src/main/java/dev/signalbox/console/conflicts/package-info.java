/// The conflicts of a run and what became of each.
@NullMarked
package dev.signalbox.console.conflicts;

import org.jspecify.annotations.NullMarked;
