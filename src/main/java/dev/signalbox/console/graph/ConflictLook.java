package dev.signalbox.console.graph;

import java.util.List;

/// An open conflict, as the graph shows it.
///
/// @param id by which [GraphView#selectedConflictProperty] names it
/// @param tasks those concerned, the one that met it first; one or more
/// @param label what stands on its pill: `conflict · 2 paths`
/// @param detail a sentence for the tooltip; may be empty
public record ConflictLook(String id, List<String> tasks, String label, String detail) {
  public ConflictLook {
    tasks = List.copyOf(tasks);
  }
}
