/// The rungs between git's merge and another attempt: what puts two changes together that do not
/// fit as text, without dropping a line of either.
@NullMarked
package dev.signalbox.conflict.resolve;

import org.jspecify.annotations.NullMarked;
