/// What waits for a person, the most costly first, and the answers to it.
@NullMarked
package dev.signalbox.console.attention;

import org.jspecify.annotations.NullMarked;
