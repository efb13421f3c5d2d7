/// The bar at the top: what is open and what can be done with the run as a whole.
@NullMarked
package dev.signalbox.console.toolbar;

import org.jspecify.annotations.NullMarked;
