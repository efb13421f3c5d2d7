package dev.signalbox.conflict.resolve;

import dev.signalbox.conflict.resolve.ThreeWay.Hunk;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Both sides changed what a file imports: what either added stays, what either took out goes. Only
/// where every line that does not fit imports something, and no name would then mean two things.
final class ImportsUnion implements TextResolver {

  @Override
  public Rung rung() {
    return Rung.IMPORTS;
  }

  @Override
  public Optional<Result> resolve(String path, ThreeWay merge) {
    ImportSyntax syntax = ImportSyntax.of(path).orElse(null);
    if (syntax == null
        || !merge.hunks().stream().allMatch(hunk -> isImports(syntax, merge, hunk))
        || isAmbiguous(syntax, merge)) {
      return Optional.empty();
    }
    return merge.settled(hunk -> Optional.of(union(hunk))).map(text -> new Result(text, ""));
  }

  private static boolean isImports(ImportSyntax syntax, ThreeWay merge, Hunk hunk) {
    List<String> before = merge.before(hunk);
    return sides(hunk).stream()
        .allMatch(
            side ->
                side.stream().allMatch(l -> l.isBlank() || syntax.isImport(l.strip(), l, before)));
  }

  private static List<List<String>> sides(Hunk hunk) {
    return List.of(hunk.base(), hunk.left(), hunk.right());
  }

  /// Whether one name would be bound by two different imports.
  private static boolean isAmbiguous(ImportSyntax syntax, ThreeWay merge) {
    Map<String, String> bound = new HashMap<>();
    List<String> before = new ArrayList<>();
    Set<String> imports = new LinkedHashSet<>();
    for (ThreeWay.Part part : merge.parts()) {
      List<String> lines =
          switch (part) {
            case ThreeWay.Same same -> same.lines();
            case Hunk hunk -> union(hunk);
          };
      for (String line : lines) {
        if (!line.isBlank() && syntax.isImport(line.strip(), line, before)) {
          imports.add(line.strip());
        }
        before.add(line);
      }
    }
    for (String line : imports) {
      for (Map.Entry<String, String> name : syntax.names(line).entrySet()) {
        String other = bound.put(name.getKey(), name.getValue());
        if (other != null && (syntax.bindsOnce() || !other.equals(name.getValue()))) {
          return true;
        }
      }
    }
    return false;
  }

  /// Sorted where both sides are; else as what landed has them, and what the task added behind.
  private static List<String> union(Hunk hunk) {
    Set<String> base = stripped(hunk.base());
    Set<String> left = stripped(hunk.left());
    Set<String> right = stripped(hunk.right());
    List<String> lines = new ArrayList<>();
    for (String line : hunk.left()) {
      String text = line.strip();
      boolean takenOut = base.contains(text) && !right.contains(text);
      if (text.isEmpty() || !takenOut) {
        lines.add(ended(line));
      }
    }
    Set<String> there = new LinkedHashSet<>(left);
    for (String line : hunk.right()) {
      String text = line.strip();
      if (!text.isEmpty() && !base.contains(text) && there.add(text)) {
        lines.add(ended(line));
      }
    }
    if (isSorted(hunk.left()) && isSorted(hunk.right())) {
      Collections.sort(lines);
    }
    return lines;
  }

  private static String ended(String line) {
    return line.endsWith("\n") ? line : line + "\n";
  }

  private static Set<String> stripped(List<String> lines) {
    Set<String> texts = new LinkedHashSet<>();
    lines.stream().map(String::strip).filter(text -> !text.isEmpty()).forEach(texts::add);
    return texts;
  }

  /// A blank line parts groups, of which each has an order of its own.
  private static boolean isSorted(List<String> lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank() || i > 0 && lines.get(i - 1).compareTo(lines.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }
}
