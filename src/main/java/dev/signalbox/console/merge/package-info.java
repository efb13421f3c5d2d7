/// Resolving a conflict by hand: what landed, the base and the task's side by side, the result
/// below them, and a choice for each place where they differ.
@NullMarked
package dev.signalbox.console.merge;

import org.jspecify.annotations.NullMarked;
