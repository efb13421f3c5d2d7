package dev.signalbox.conflict.resolve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a language writes an import on a line of its own, and which names it binds.
enum ImportSyntax {
  JAVA(Set.of("java"), "import\\s+(?:static\\s+)?(?<path>[\\w.]+?)(?:\\.(?<name>\\w+|\\*))\\s*;"),
  KOTLIN(
      Set.of("kt", "kts"),
      "import\\s+(?<path>[\\w.`]+?)(?:\\.(?<name>[\\w`]+|\\*))(?:\\s+as\\s+(?<alias>\\w+))?"),
  PYTHON(
      Set.of("py", "pyi"),
      "import\\s+(?<path>[\\w.]+)(?:\\s+as\\s+(?<alias>\\w+))?"
          + "|from\\s+(?<from>[\\w.]+)\\s+import\\s+(?<names>[\\w*][\\w \\t,]*)"),
  JAVASCRIPT(
      Set.of("js", "jsx", "mjs", "cjs", "ts", "tsx", "mts", "cts"),
      "import\\s+(?:(?<names>[\\w$*{}, \\t]+?)\\s+from\\s+)?(?<path>'[^']+'|\"[^\"]+\")\\s*;?"),
  GO(Set.of("go"), "(?:import\\s+)?(?:(?<alias>[\\w.]+)\\s+)?\"(?<path>[^\"]+)\""),
  RUST(
      Set.of("rs"),
      "(?:pub(?:\\([\\w: ]+\\))?\\s+)?use\\s+(?<path>[\\w:]+?)(?:::(?<name>\\w+|\\*))?(?:\\s+as\\s+(?<alias>\\w+))?\\s*;"),
  C(
      Set.of("c", "h", "cc", "hh", "cpp", "hpp", "cxx", "hxx", "m", "mm"),
      "#\\s*(?:include|import)\\s*(?<path><[^>]+>|\"[^\"]+\")"),
  CSHARP(
      Set.of("cs"),
      "(?:global\\s+)?using\\s+(?:static\\s+)?(?:(?<alias>\\w+)\\s*=\\s*)?(?<path>[\\w.]+)\\s*;");

  private static final Pattern COMMENT =
      Pattern.compile("\\s*(?://|#(?!\\s*(?:include|import))).*$");

  private final Set<String> endings;
  private final Pattern line;

  ImportSyntax(Set<String> endings, String line) {
    this.endings = endings;
    this.line = Pattern.compile(line);
  }

  /// By the end of a file's name.
  static Optional<ImportSyntax> of(String path) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    for (ImportSyntax syntax : values()) {
      if (syntax.endings.contains(ending)) {
        return Optional.of(syntax);
      }
    }
    return Optional.empty();
  }

  /// @param text without the space around it
  /// @param whole as it stands
  /// @param before what stands before it
  boolean isImport(String text, String whole, List<String> before) {
    if (!matcher(text).matches()) {
      return false;
    }
    // An indented one is one only under some condition, or within something else.
    return this == GO && !text.startsWith("import")
        ? isInBlock(before)
        : !Character.isWhitespace(whole.charAt(0));
  }

  private Matcher matcher(String text) {
    return line.matcher(
        this == JAVASCRIPT || this == GO ? text : COMMENT.matcher(text).replaceFirst(""));
  }

  /// Go alone lists its imports between brackets.
  private static boolean isInBlock(List<String> before) {
    for (int i = before.size() - 1; i >= 0; i--) {
      String text = before.get(i).strip();
      if (text.startsWith("import (")) {
        return true;
      }
      if (text.contains(")") || text.contains("{")) {
        return false;
      }
    }
    return false;
  }

  /// Whether to bind a name a second time is an error even where it means the same.
  boolean bindsOnce() {
    return this == JAVASCRIPT || this == RUST || this == GO;
  }

  /// Each name that an import binds, and what it means.
  Map<String, String> names(String text) {
    Matcher found = matcher(text);
    Map<String, String> names = new LinkedHashMap<>();
    if (!found.matches()) {
      return names;
    }
    switch (this) {
      case JAVA -> {
        if (!text.contains(" static ") && !found.group("name").equals("*")) {
          names.put(found.group("name"), text);
        }
      }
      case KOTLIN -> {
        String name = found.group("alias") == null ? found.group("name") : found.group("alias");
        if (!name.equals("*") && Character.isUpperCase(name.charAt(0))) {
          names.put(name, text);
        }
      }
      case PYTHON -> python(found, names);
      case JAVASCRIPT -> listed(found.group("names"), found.group("path"), names);
      case GO -> {
        String path = found.group("path");
        String alias = found.group("alias");
        String name = alias == null ? path.substring(path.lastIndexOf('/') + 1) : alias;
        if (!name.equals("_") && !name.equals(".")) {
          names.put(name, path);
        }
      }
      case RUST -> {
        String last = found.group("name") == null ? found.group("path") : found.group("name");
        String name = found.group("alias") == null ? last : found.group("alias");
        if (!name.equals("*") && !name.equals("_")) {
          names.put(name, text);
        }
      }
      case CSHARP -> {
        if (found.group("alias") != null) {
          names.put(found.group("alias"), found.group("path"));
        }
      }
      case C -> {}
    }
    return names;
  }

  private static void python(Matcher found, Map<String, String> names) {
    String from = found.group("from");
    if (from != null) {
      listed(found.group("names"), from, names);
    } else if (found.group("alias") != null) {
      names.put(found.group("alias"), found.group("path"));
    } else {
      String path = found.group("path");
      String first = path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
      names.put(first, first);
    }
  }

  private static void listed(String list, String from, Map<String, String> names) {
    if (list == null) {
      return;
    }
    String values = list.strip().replaceFirst("^type\\s+(?=[{*])", "");
    for (String each : values.replaceAll("[{}]", ",").split(",")) {
      String one = each.strip().replaceFirst("^type\\s+", "");
      String[] parts = one.split("\\s+as\\s+");
      String name = parts[parts.length - 1];
      if (!name.isEmpty() && !name.equals("*")) {
        names.put(name, from + " " + parts[0]);
      }
    }
  }
}
