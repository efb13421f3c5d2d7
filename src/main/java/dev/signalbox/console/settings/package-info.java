/// What the window remembers from one start to the next. Settings are a convenience: a file that
/// cannot be read or written is said in the log and never keeps the window from working.
@NullMarked
package dev.signalbox.console.settings;

import org.jspecify.annotations.NullMarked;
