package dev.signalbox.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what is wrong with one plan file.
final class Problems {
  /// Beyond this many the rest is not worth reading.
  private static final int MAX = 200;

  private final String file;
  private final TextPlaces places;

  /// A set, as two questions about one value may find the same.
  private final Set<Problem> found = new LinkedHashSet<>();

  Problems(Path file, String text) {
    this.file = file.toString();
    this.places = new TextPlaces(text);
  }

  void error(int offset, String message, String remedy) {
    add(Problem.Severity.ERROR, places.at(offset), message, remedy);
  }

  void warning(int offset, String message, String remedy) {
    add(Problem.Severity.WARNING, places.at(offset), message, remedy);
  }

  void fileError(String message, String remedy) {
    add(Problem.Severity.ERROR, PlanFile.Place.FILE, message, remedy);
  }

  void fileWarning(String message, String remedy) {
    add(Problem.Severity.WARNING, PlanFile.Place.FILE, message, remedy);
  }

  private void add(Problem.Severity how, PlanFile.Place at, String message, String remedy) {
    if (found.size() < MAX) {
      found.add(new Problem(how, file, at.line(), at.column(), message, remedy));
    }
  }

  TextPlaces places() {
    return places;
  }

  boolean hasErrors() {
    return found.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }

  /// All of them, in the order of the file.
  List<Problem> inOrder() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    return sorted;
  }
}
