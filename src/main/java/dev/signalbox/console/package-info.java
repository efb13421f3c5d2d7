/// The window: a package a view, each folding the log through one shared model.
///
/// Views read `dev.signalbox.console.model` and send commands through it; none asks the engine's
/// insides, and nothing below this package knows JavaFX.
@NullMarked
package dev.signalbox.console;

import org.jspecify.annotations.NullMarked;
