package dev.signalbox.graph;

import java.util.List;

/// Tasks that wait for each other in a ring.
public final class CycleException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final List<Dependency> cycle;

  /// @param cycle the whole ring, each edge's end the next one's beginning
  public CycleException(List<Dependency> cycle) {
    super("Tasks wait for each other: " + describe(cycle));
    this.cycle = List.copyOf(cycle);
  }

  public List<Dependency> cycle() {
    return cycle;
  }

  /// The ring in words: `a → b → a`.
  public static String describe(List<Dependency> cycle) {
    StringBuilder text = new StringBuilder(cycle.getFirst().from());
    cycle.forEach(edge -> text.append(" → ").append(edge.to()));
    return text.toString();
  }

  /// The sentence.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
