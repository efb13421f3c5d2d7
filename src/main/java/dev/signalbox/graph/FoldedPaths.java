package dev.signalbox.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Paths that one task may write, many of one folder folded into the folder.
final class FoldedPaths {
  /// More than these of one folder, and the folder is what a person would write.
  private static final int MOST_SIBLINGS = 4;

  /// Where a path is known from.
  enum Source {
    COMMAND("its command names"),
    DESCRIPTION("its description names"),
    EARLIER_RUN("an earlier run changed");

    private final String words;

    Source(String words) {
      this.words = words;
    }

    String reason(int paths, boolean folded) {
      return words + (folded ? paths == 1 ? " a path in it" : " " + paths + " paths in it" : " it");
    }
  }

  /// @param sources how many paths of each source came together here
  /// @param folded whether it stands for paths below it
  private record Entry(Map<Source, Integer> sources, boolean folded) {

    Entry and(Entry other) {
      Map<Source, Integer> sum = new EnumMap<>(sources);
      other.sources.forEach((source, count) -> sum.merge(source, count, Integer::sum));
      return new Entry(sum, folded || other.folded);
    }

    String reason() {
      List<String> reasons = new ArrayList<>();
      sources.forEach((source, count) -> reasons.add(source.reason(count, folded)));
      return String.join(", ", reasons);
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  void add(String glob, Source source) {
    Map<Source, Integer> one = new EnumMap<>(Source.class);
    one.put(source, 1);
    entries.merge(
        glob,
        new Entry(one, false),
        (known, more) -> known.sources.containsKey(source) ? known : known.and(more));
  }

  /// Globs with their reasons, in the order in which the first of each was added.
  Map<String, String> fold() {
    for (Optional<String> folder = crowded(); folder.isPresent(); folder = crowded()) {
      foldInto(folder.get());
    }
    List.copyOf(entries.keySet()).stream()
        .filter(glob -> glob.endsWith("/**"))
        .map(FoldedPaths::folder)
        .forEach(this::foldInto);
    Map<String, String> reasons = new LinkedHashMap<>();
    entries.forEach((glob, entry) -> reasons.put(glob, entry.reason()));
    return reasons;
  }

  /// The deepest folder that more than a few lie directly in. Never the root: that would claim all.
  private Optional<String> crowded() {
    Map<String, Integer> children = new TreeMap<>();
    for (String glob : entries.keySet()) {
      String path = glob.endsWith("/**") ? folder(glob) : glob;
      int slash = path.lastIndexOf('/');
      if (slash > 0) {
        children.merge(path.substring(0, slash), 1, Integer::sum);
      }
    }
    return children.entrySet().stream()
        .filter(e -> e.getValue() > MOST_SIBLINGS && !e.getKey().contains("*"))
        .map(Map.Entry::getKey)
        .max(Comparator.comparingLong(path -> path.chars().filter(c -> c == '/').count()));
  }

  private void foldInto(String folder) {
    String whole = folder + "/**";
    Map<String, Entry> kept = new LinkedHashMap<>();
    entries.forEach(
        (glob, entry) -> {
          boolean below = glob.startsWith(folder + "/") && !glob.equals(whole);
          kept.merge(
              below ? whole : glob, below ? new Entry(entry.sources, true) : entry, Entry::and);
        });
    entries.clear();
    entries.putAll(kept);
  }

  private static String folder(String glob) {
    return glob.substring(0, glob.length() - "/**".length());
  }
}
