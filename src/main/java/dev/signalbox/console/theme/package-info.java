/// How the window looks: colours, type, the shapes of states, the colours of agents, how a time is
/// written, and the style sheet.
///
/// A view takes every colour, font and shape from here and defines none of its own. Nothing here
/// knows a view, the model, or a run.
@NullMarked
package dev.signalbox.console.theme;

import org.jspecify.annotations.NullMarked;
