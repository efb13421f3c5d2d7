/// Everything that can be done and every task, found by typing.
@NullMarked
package dev.signalbox.console.palette;

import org.jspecify.annotations.NullMarked;
