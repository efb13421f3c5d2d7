package dev.signalbox.console.model;

import dev.signalbox.conflict.Conflict;
import java.util.ArrayList;
import java.util.List;

/// Words for people in which tasks can be followed and paths stand in the type of code.
public record Sentence(List<Part> parts) {
  public static final Sentence EMPTY = new Sentence(List.of());

  public Sentence {
    parts = List.copyOf(parts);
  }

  public sealed interface Part {
    String text();
  }

  public record Words(String text) implements Part {}

  /// Words of second rank.
  public record Soft(String text) implements Part {}

  /// Words that carry the sentence.
  public record Strong(String text) implements Part {}

  /// @param text the task's id
  public record TaskLink(String text) implements Part {}

  /// A path, a glob, a command.
  public record Code(String text) implements Part {}

  public static Sentence of(String words) {
    return EMPTY.words(words);
  }

  /// Words in which what stands between backticks is code.
  public static Sentence marked(String text) {
    Sentence sentence = EMPTY;
    String[] pieces = text.split("`", -1);
    // An odd number of backticks is no mark-up: somebody's text has one in it.
    if (pieces.length % 2 == 0) {
      return of(text);
    }
    for (int i = 0; i < pieces.length; i++) {
      if (!pieces[i].isEmpty()) {
        sentence = i % 2 == 0 ? sentence.words(pieces[i]) : sentence.code(pieces[i]);
      }
    }
    return sentence;
  }

  public Sentence words(String text) {
    return with(new Words(text));
  }

  public Sentence soft(String text) {
    return with(new Soft(text));
  }

  public Sentence strong(String text) {
    return with(new Strong(text));
  }

  public Sentence task(String id) {
    return with(new TaskLink(id));
  }

  public Sentence code(String text) {
    return with(new Code(text));
  }

  /// One of those whom a conflict is between: a task, or the base, which nobody can follow.
  public Sentence party(String name) {
    return Conflict.isBase(name) ? words(name) : task(name);
  }

  /// This sentence and another after it.
  public Sentence then(Sentence more) {
    List<Part> all = new ArrayList<>(parts);
    all.addAll(more.parts);
    return new Sentence(all);
  }

  /// `a`, `a and b`, `a, b and 3 more`.
  public Sentence tasks(List<String> ids, int most) {
    Sentence result = this;
    int shown = ids.size() <= most ? ids.size() : most - 1;
    for (int i = 0; i < shown; i++) {
      boolean last = i == shown - 1 && shown == ids.size();
      result = i == 0 ? result : result.words(last ? " and " : ", ");
      result = result.party(ids.get(i));
    }
    return shown == ids.size()
        ? result
        : result.words(" and %d more".formatted(ids.size() - shown));
  }

  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /// As plain text.
  public String text() {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.text()));
    return text.toString();
  }

  private Sentence with(Part part) {
    List<Part> more = new ArrayList<>(parts);
    more.add(part);
    return new Sentence(more);
  }

  @Override
  public String toString() {
    return text();
  }
}
