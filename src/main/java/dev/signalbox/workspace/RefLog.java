package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// git's record of who moved a ref: `OLD NEW NAME <ADDRESS> TIME ZONE<TAB>MESSAGE`, oldest first.
final class RefLog {
  private RefLog() {}

  record Entry(String oldId, String newId, String email, String message) {}

  static List<Entry> read(Path log) throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (!Files.isRegularFile(log)) {
      return entries;
    }
    // Names need not be UTF-8.
    for (String line : Files.readAllLines(log, StandardCharsets.ISO_8859_1)) {
      String[] ids = line.split(" ", 3);
      int open = line.indexOf('<');
      int close = line.indexOf('>', open + 1);
      if (ids.length < 3 || open < 0 || close < 0) {
        continue;
      }
      int tab = line.indexOf('\t', close);
      entries.add(
          new Entry(
              ids[0],
              ids[1],
              line.substring(open + 1, close),
              tab < 0 ? "" : line.substring(tab + 1)));
    }
    return entries;
  }

  /// The addresses of all who had a part in moving it from `from` to `to`, by its last entries;
  /// empty where the log does not tell.
  ///
  /// @param from empty where it did not exist
  static Set<String> movers(Path log, String from, String to) throws IOException {
    List<Entry> entries = read(log);
    Set<String> movers = new LinkedHashSet<>();
    String wanted = to;
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      if (!entry.newId().equals(wanted)) {
        break;
      }
      movers.add(entry.email());
      wanted = entry.oldId();
      boolean fromNothing = wanted.chars().allMatch(c -> c == '0');
      if (wanted.equals(from) || fromNothing && from.isEmpty()) {
        return movers;
      }
    }
    return Set.of();
  }
}
