/// The two queues of a run, why each task in them waits, and the operator's own order.
@NullMarked
package dev.signalbox.console.queue;

import org.jspecify.annotations.NullMarked;
