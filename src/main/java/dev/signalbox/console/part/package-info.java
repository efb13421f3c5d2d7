/// Small controls that several views share. They know the theme and the model's sentences, and no
/// view.
@NullMarked
package dev.signalbox.console.part;

import org.jspecify.annotations.NullMarked;
