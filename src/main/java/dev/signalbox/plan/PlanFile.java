package dev.signalbox.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A plan file as it was read.
///
/// @param path the file
/// @param text its text
/// @param plan the plan, or null where an error keeps it from being used
/// @param problems errors and warnings, in the order of the file
/// @param places where things stand in the text: `tasks.ID` the task's id,
///   `tasks.ID.depends_on.OTHER` one entry of its list, `base`, `into`, `repository`, `check`
public record PlanFile(
    Path path,
    String text,
    @Nullable Plan plan,
    List<Problem> problems,
    Map<String, Place> places) {

  /// A place in the text.
  ///
  /// @param line from 1
  /// @param column from 1
  public record Place(int line, int column) {
    public static final Place FILE = new Place(0, 0);
  }

  public PlanFile {
    problems = List.copyOf(problems);
    places = Map.copyOf(places);
  }

  /// Where `key` stands, or the whole file where it is not written.
  public Place place(String key) {
    return places.getOrDefault(key, Place.FILE);
  }

  /// An error at `key` of this file.
  public Problem error(String key, String message, String remedy) {
    return problem(Problem.Severity.ERROR, key, message, remedy);
  }

  /// A warning at `key` of this file.
  public Problem warning(String key, String message, String remedy) {
    return problem(Problem.Severity.WARNING, key, message, remedy);
  }

  private Problem problem(Problem.Severity severity, String key, String message, String remedy) {
    Place at = place(key);
    return new Problem(severity, path.toString(), at.line(), at.column(), message, remedy);
  }
}
