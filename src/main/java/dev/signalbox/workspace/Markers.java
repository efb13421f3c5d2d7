package dev.signalbox.workspace;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// git's conflict markers in a text.
final class Markers {
  private static final List<Pattern> KINDS =
      List.of(
          Pattern.compile("^<{7}(?: .*)?$", Pattern.MULTILINE),
          Pattern.compile("^\\|{7}(?: .*)?$", Pattern.MULTILINE),
          Pattern.compile("^={7}$", Pattern.MULTILINE),
          Pattern.compile("^>{7}(?: .*)?$", Pattern.MULTILINE));

  private Markers() {}

  /// The first line of `text` that is a marker, of a kind that no version of the file had of its
  /// own.
  static Optional<String> leftIn(String text, ConflictedMerge.@Nullable File file) {
    for (Pattern kind : KINDS) {
      var found = kind.matcher(text);
      if (found.find() && !hadOne(file, kind)) {
        return Optional.of(found.group());
      }
    }
    return Optional.empty();
  }

  private static boolean hadOne(ConflictedMerge.@Nullable File file, Pattern kind) {
    return file != null
        && file.versions()
            .map(version -> Objects.requireNonNullElse(version.text(), ""))
            .anyMatch(text -> kind.matcher(text).find());
  }
}
