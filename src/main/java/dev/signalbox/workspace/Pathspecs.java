package dev.signalbox.workspace;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The plan's globs in git's own notation, so that git does the matching.
final class Pathspecs {
  private Pathspecs() {}

  /// For each glob one pathspec, or several where it has braces, which git does not know.
  static List<String> globs(List<String> globs) {
    List<String> specs = new ArrayList<>();
    for (String glob : globs) {
      for (String plain : withoutBraces(glob)) {
        specs.add(":(top,glob)" + (plain.startsWith("./") ? plain.substring(2) : plain));
      }
    }
    return specs;
  }

  /// Whether a glob stays inside the repository; git matches one that does not with nothing.
  static boolean isInside(String glob) {
    Path path = Path.of(glob);
    return !path.isAbsolute() && !path.normalize().startsWith("..");
  }

  /// Everything but `paths`.
  static List<String> allBut(List<String> paths) {
    List<String> specs = new ArrayList<>();
    specs.add(".");
    for (String path : paths) {
      specs.add(":(top,exclude,literal)" + path);
    }
    return specs;
  }

  static List<String> withoutBraces(String glob) {
    int open = glob.indexOf('{');
    int close = matching(glob, open);
    if (open < 0 || close < 0) {
      return List.of(glob);
    }
    List<String> all = new ArrayList<>();
    for (String choice : choices(glob.substring(open + 1, close))) {
      all.addAll(withoutBraces(glob.substring(0, open) + choice + glob.substring(close + 1)));
    }
    return all;
  }

  private static int matching(String glob, int open) {
    int depth = 0;
    for (int i = Math.max(open, 0); i < glob.length(); i++) {
      if (glob.charAt(i) == '{') {
        depth++;
      } else if (glob.charAt(i) == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static List<String> choices(String inside) {
    List<String> choices = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        choices.add(inside.substring(start, i));
        start = i + 1;
      }
    }
    choices.add(inside.substring(start));
    return choices;
  }
}
