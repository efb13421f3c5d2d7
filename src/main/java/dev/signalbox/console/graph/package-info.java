/// The graph view: tasks as boxes, what joins them as lines, on one canvas, and the gestures that
/// change dependencies.
///
/// [dev.signalbox.console.graph.GraphView] is handed plain data: a [dev.signalbox.graph.TaskGraph],
/// a [dev.signalbox.console.graph.NodeLook] a task, and conflicts. It knows no run, no engine and
/// no plan file, and changes nothing itself: what a gesture asks for goes to a handler.
@NullMarked
package dev.signalbox.console.graph;

import org.jspecify.annotations.NullMarked;
