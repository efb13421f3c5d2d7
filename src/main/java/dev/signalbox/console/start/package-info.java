/// What the window shows while no plan is open: what would be there, and how to get it.
@NullMarked
package dev.signalbox.console.start;

import org.jspecify.annotations.NullMarked;
