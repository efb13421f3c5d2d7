package dev.signalbox.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What becomes of changes that do not fit together.
///
/// @param onConflict where nothing has put them together
/// @param regenerate the command that makes a generated file anew, by its path or its name; an
///   empty one where none is to
/// @param sequence the numbered files of which each number is there once, see [Sequence]
public record ConflictPolicy(
    OnConflict onConflict, Map<String, String> regenerate, List<String> sequence) {
  /// What makes the lock files of common tools anew, without installing anything where they can.
  private static final Map<String, String> KNOWN =
      Map.of(
          "package-lock.json", "npm install --package-lock-only --ignore-scripts",
          "pnpm-lock.yaml", "pnpm install --lockfile-only --ignore-scripts",
          "yarn.lock", "yarn install --mode=update-lockfile",
          "Cargo.lock", "cargo update --workspace",
          "uv.lock", "uv lock",
          "go.sum", "go mod tidy",
          "Gemfile.lock", "bundle lock");

  public static final ConflictPolicy DEFAULT =
      new ConflictPolicy(OnConflict.RERUN, Map.of(), List.of());

  public ConflictPolicy {
    regenerate = Collections.unmodifiableMap(new LinkedHashMap<>(regenerate));
    sequence = List.copyOf(sequence);
  }

  /// What makes the file at `path` anew, by its path, else by its name; empty where nothing is
  /// known to.
  public Optional<String> regenerating(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String command = regenerate.getOrDefault(path, regenerate.get(name));
    return Optional.ofNullable(command == null ? KNOWN.get(name) : command)
        .filter(each -> !each.isEmpty());
  }
}
