package dev.signalbox.graph;

/// A task comes after one that is not there. The message is a sentence for people.
public final class UnknownTaskException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;
  private final Dependency dependency;

  UnknownTaskException(Dependency dependency) {
    super(describe(dependency));
    this.dependency = dependency;
  }

  public Dependency dependency() {
    return dependency;
  }

  private static String describe(Dependency edge) {
    String what =
        edge.provenance() == Provenance.DATA
            ? "Task '%s' uses the output '%s' of a task '%s', and there is none."
                .formatted(edge.to(), edge.detail(), edge.from())
            : "Task '%s' is to come after a task '%s', and there is none."
                .formatted(edge.to(), edge.from());
    return what + " Add a task '%s' or name one that is there.".formatted(edge.from());
  }
}
