/// What has to be said across the window: problems of the plan, how the run ended, what was
/// refused.
@NullMarked
package dev.signalbox.console.banner;

import org.jspecify.annotations.NullMarked;
