/// What a person can do, said once: the toolbar, the context menus, the keys and the palette are
/// fed from one [dev.signalbox.console.action.Actions]. What an action does is written where its
/// view model is, not here.
@NullMarked
package dev.signalbox.console.action;

import org.jspecify.annotations.NullMarked;
