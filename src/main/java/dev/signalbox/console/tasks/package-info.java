/// All tasks as a table: what the graph shows, for the keyboard and for screen readers too.
@NullMarked
package dev.signalbox.console.tasks;

import org.jspecify.annotations.NullMarked;
