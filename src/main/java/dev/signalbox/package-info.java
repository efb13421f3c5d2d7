/// The program's entrance, and nothing else.
@NullMarked
package dev.signalbox;

import org.jspecify.annotations.NullMarked;
