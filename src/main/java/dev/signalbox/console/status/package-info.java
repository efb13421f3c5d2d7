/// The line at the bottom: how far the run is, in figures.
@NullMarked
package dev.signalbox.console.status;

import org.jspecify.annotations.NullMarked;
