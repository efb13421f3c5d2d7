package dev.signalbox.workspace;

import java.util.regex.Pattern;

/// Two commits to merge, by their full ids: anything else may end the process that is asked, or
/// mean something else in it.
public record MergePair(String left, String right) {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  public MergePair {
    if (!isId(left) || !isId(right)) {
      throw new IllegalArgumentException("Not two full commit ids: " + left + ", " + right);
    }
  }

  /// Whether `text` can be the full id of an object.
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
