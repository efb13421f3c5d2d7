package dev.signalbox.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what looks like a path in a task's words. Whether there is such a path is not asked here.
///
/// A command is read roughly: the program itself, what it is fed by `<`, and the arguments of
/// programs that only read are no writes, the target of `>` is one whoever writes it.
final class NamedPaths {
  private static final Pattern PATH =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_./:@~*$+-])(?:\\./)?[\\p{L}\\p{N}_.*][\\p{L}\\p{N}_.*+@-]*"
              + "(?:/[\\p{L}\\p{N}_.*+@-]+)*/?");

  private static final Pattern WORDS =
      Pattern.compile(
          "(?<end>[;&|\\n()])|(?<to>>>?)|(?<from><)|(?<word>(?:\"[^\"]*\"|'[^']*'|[^\\s;&|()<>\"'])+)");

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{(?<name>[^}]*)}|\\$[A-Za-z_][A-Za-z0-9_]*");

  private static final Pattern EXTENSION = Pattern.compile("[^/]\\.[\\p{L}\\p{N}]{1,12}$");

  /// Programs whose arguments are read, if they are files at all.
  private static final Set<String> READERS =
      Set.of(
          "[", "awk", "cat", "cd", "cmp", "cut", "diff", "echo", "export", "find", "grep", "head",
          "jq", "ls", "printf", "rg", "set", "source", "stat", "tail", "test", "wc");

  /// Programs that run the file that is named first.
  private static final Set<String> INTERPRETERS =
      Set.of(
          "bash", "bun", "deno", "env", "exec", "node", "perl", "php", "python", "python3", "ruby",
          "sh", "sudo", "time", "timeout", "zsh");

  private static final Set<String> EXTENSIONS =
      Set.of(
          "adoc",
          "bat",
          "bash",
          "c",
          "cc",
          "cfg",
          "clj",
          "cmake",
          "conf",
          "cpp",
          "cs",
          "css",
          "csv",
          "dart",
          "env",
          "ex",
          "exs",
          "fs",
          "go",
          "gradle",
          "graphql",
          "groovy",
          "h",
          "hpp",
          "hs",
          "html",
          "ini",
          "ipynb",
          "java",
          "jpg",
          "js",
          "json",
          "jsx",
          "kt",
          "kts",
          "less",
          "lock",
          "lua",
          "m",
          "md",
          "mjs",
          "ml",
          "php",
          "pl",
          "png",
          "properties",
          "proto",
          "ps1",
          "py",
          "r",
          "rb",
          "rs",
          "rst",
          "sass",
          "scala",
          "scss",
          "sh",
          "sql",
          "svelte",
          "svg",
          "swift",
          "tex",
          "tf",
          "toml",
          "ts",
          "tsv",
          "tsx",
          "txt",
          "vue",
          "xml",
          "yaml",
          "yml",
          "zig");

  private NamedPaths() {}

  static List<String> inProse(String text) {
    Set<String> paths = new LinkedHashSet<>();
    collect(text, paths);
    return new ArrayList<>(paths);
  }

  /// @param input the task's input: its values stand where the command refers to them
  static List<String> inCommand(String command, Map<String, Object> input) {
    Set<String> paths = new LinkedHashSet<>();
    String program = "";
    String next = "";
    Matcher words = WORDS.matcher(withValues(command, input));
    while (words.find()) {
      String word = words.group("word");
      if (words.group("end") != null) {
        program = "";
        next = "";
      } else if (word == null) {
        next = words.group();
      } else {
        boolean isProgram = next.isEmpty() && program.isEmpty();
        if (next.startsWith(">") || (next.isEmpty() && !isProgram && !READERS.contains(program))) {
          // What mkdir makes is a folder, whatever its name.
          collect(program.equals("mkdir") ? word + "/" : word, paths);
        }
        // What follows `sudo` or `python` is a program again; `a=b` before one is none yet.
        if (isProgram && !INTERPRETERS.contains(word) && !word.contains("=")) {
          program = word;
        }
        next = "";
      }
    }
    return new ArrayList<>(paths);
  }

  static boolean hasExtension(String path) {
    return EXTENSION.matcher(path).find();
  }

  static boolean hasKnownExtension(String path) {
    return EXTENSIONS.contains(path.substring(path.lastIndexOf('.') + 1)) && hasExtension(path);
  }

  private static String withValues(String command, Map<String, Object> input) {
    return VARIABLE
        .matcher(command)
        .replaceAll(
            found -> {
              String name = found.group("name");
              Object value =
                  name == null || !name.startsWith("input.")
                      ? null
                      : input.get(name.substring("input.".length()));
              return Matcher.quoteReplacement(
                  value instanceof String || value instanceof Number ? value.toString() : "*");
            });
  }

  private static void collect(String text, Set<String> paths) {
    Matcher matcher = PATH.matcher(text);
    while (matcher.find()) {
      String path = matcher.group().replaceAll("[.]+$", "");
      if (path.contains("/") || hasExtension(path)) {
        paths.add(path.startsWith("./") ? path.substring(2) : path);
      }
    }
  }
}
