package dev.signalbox.plan;

import dev.signalbox.plan.Value.Scalar;
import java.util.regex.Pattern;

/// The names that tasks, agents and resources can have. They become parts of refs and file names,
/// so what git or a file system would trip over is refused here.
final class Ids {
  static final int MAX_LENGTH = 80;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private Ids() {}

  /// @param whose "a task", "an agent", "a resource"
  static boolean check(Scalar id, String whose, Problems problems) {
    String text = id.text();
    String what = "`" + text + "` cannot be the id of " + whose;
    if (!FORM.matcher(text).matches()) {
      problems.error(
          id.start(),
          what + ".",
          "Use letters, digits, `-`, `_` and `.`, and start with a letter or a digit.");
      return false;
    }
    if (text.length() > MAX_LENGTH) {
      problems.error(
          id.start(),
          what.replace(text, text.substring(0, 20) + "…") + ": it is longer than 80 characters.",
          "Shorten it; `description` has room for more.");
      return false;
    }
    if (text.contains("..") || text.endsWith(".") || text.endsWith(".lock")) {
      problems.error(
          id.start(),
          what + ": git could not name a ref so.",
          "Leave out `..`, and a `.` or `.lock` at the end.");
      return false;
    }
    return true;
  }
}
