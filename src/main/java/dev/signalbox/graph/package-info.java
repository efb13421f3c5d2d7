/// Which task comes after which, and why.
///
/// [dev.signalbox.graph.DependencyResolver] takes tasks and gives a
/// [dev.signalbox.graph.TaskGraph]: edges with their provenance, pairs that exclude each other, the
/// critical path, the width. JGraphT does the graph work underneath. Nothing here knows whether a
/// task has run.
@NullMarked
package dev.signalbox.graph;

import org.jspecify.annotations.NullMarked;
