package dev.signalbox.claim;

import java.util.ArrayList;
import java.util.List;

/// The same language by other means, slow and plain: braces written out, names compared one by one
/// by backtracking over the text of the pattern. Knows only patterns that [Glob] accepts.
final class NaiveGlob {
  private static final String FOLDERS = "\u0001";

  private final List<List<String>> alternatives = new ArrayList<>();

  NaiveGlob(String pattern) {
    // Marked before the braces are written out: `*{*,a}` never makes a `**`.
    for (String plain : expand(pattern.replace("**", FOLDERS))) {
      String whole = plain.endsWith("/") ? plain + FOLDERS : plain;
      alternatives.add(List.of(whole.split("/", -1)));
    }
  }

  boolean matches(String path) {
    List<String> names = List.of(path.split("/", -1));
    return names.stream().allMatch(NaiveGlob::isName)
        && alternatives.stream().anyMatch(a -> namesMatch(a, names));
  }

  static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && !name.equalsIgnoreCase(".git");
  }

  private static boolean namesMatch(List<String> patterns, List<String> names) {
    if (patterns.isEmpty()) {
      return names.isEmpty();
    }
    List<String> rest = patterns.subList(1, patterns.size());
    if (!patterns.getFirst().equals(FOLDERS)) {
      return !names.isEmpty()
          && nameMatches(patterns.getFirst(), names.getFirst())
          && namesMatch(rest, names.subList(1, names.size()));
    }
    int least = rest.isEmpty() ? 1 : 0;
    for (int folders = least; folders <= names.size(); folders++) {
      if (namesMatch(rest, names.subList(folders, names.size()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean nameMatches(String pattern, String name) {
    if (pattern.isEmpty()) {
      return name.isEmpty();
    }
    char p = pattern.charAt(0);
    if (p == '*') {
      return nameMatches(pattern.substring(1), name)
          || (!name.isEmpty() && nameMatches(pattern, name.substring(1)));
    }
    if (name.isEmpty()) {
      return false;
    }
    String restOfName = name.substring(1);
    char c = name.charAt(0);
    return switch (p) {
      case '?' -> nameMatches(pattern.substring(1), restOfName);
      case '\\' -> c == pattern.charAt(1) && nameMatches(pattern.substring(2), restOfName);
      case '[' -> {
        int close = pattern.indexOf(']', pattern.charAt(1) == '!' ? 3 : 2);
        yield inClass(pattern.substring(1, close), c)
            && nameMatches(pattern.substring(close + 1), restOfName);
      }
      default -> c == p && nameMatches(pattern.substring(1), restOfName);
    };
  }

  private static boolean inClass(String content, char c) {
    boolean negated = content.startsWith("!");
    String members = negated ? content.substring(1) : content;
    boolean in =
        members.length() == 3 && members.charAt(1) == '-'
            ? c >= members.charAt(0) && c <= members.charAt(2)
            : members.indexOf(c) >= 0;
    return in != negated;
  }

  /// All ways to choose from the braces.
  private static List<String> expand(String pattern) {
    int open = pattern.indexOf('{');
    if (open < 0) {
      return List.of(pattern);
    }
    List<String> options = new ArrayList<>();
    int depth = 0;
    int from = open + 1;
    int i = open;
    for (; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == ',' && depth == 1) {
        options.add(pattern.substring(from, i));
        from = i + 1;
      } else if (c == '}' && --depth == 0) {
        break;
      }
    }
    options.add(pattern.substring(from, i));
    List<String> all = new ArrayList<>();
    for (String option : options) {
      all.addAll(expand(pattern.substring(0, open) + option + pattern.substring(i + 1)));
    }
    return all;
  }
}
