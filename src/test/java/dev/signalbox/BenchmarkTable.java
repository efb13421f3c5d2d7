package dev.signalbox;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What a benchmark measured: a table for people, and the same with the machine and the moment as
/// JSON under `target/benchmarks`.
public final class BenchmarkTable {
  private final String title;
  private final List<Map<String, Object>> rows = new ArrayList<>();
  private final double loadBefore = load();

  public BenchmarkTable(String title) {
    this.title = title;
  }

  /// Adds a row: names and values by turns, the same names in each.
  public void row(Object... namesAndValues) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      row.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    rows.add(row);
  }

  /// Prints the table and keeps it as `target/benchmarks/NAME.json`.
  public void write(String name) throws IOException {
    StringBuilder text = new StringBuilder("\n" + title + "\n");
    text.append(machine()).append('\n');
    List<String> names = List.copyOf(rows.getFirst().keySet());
    List<List<String>> lines = new ArrayList<>();
    lines.add(names);
    rows.forEach(row -> lines.add(row.values().stream().map(BenchmarkTable::word).toList()));
    for (List<String> line : lines) {
      for (int column = 0; column < names.size(); column++) {
        int at = column;
        int width = lines.stream().mapToInt(l -> l.get(at).length()).max().orElse(0);
        boolean isText = rows.getFirst().get(names.get(column)) instanceof String;
        text.append(("%" + (isText ? "-" : "") + width + "s  ").formatted(line.get(column)));
      }
      text.append('\n');
    }
    System.out.println(text);
    Path file = Path.of("target", "benchmarks", name + ".json");
    Files.createDirectories(file.getParent());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("title", title);
    all.put("at", Instant.now().toString());
    all.put("machine", machine());
    all.put("rows", rows);
    Files.writeString(
        file,
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(all));
  }

  private static String word(Object value) {
    return switch (value) {
      case Double d when d >= 1_000 -> String.format(Locale.ROOT, "%,.0f", d);
      case Double d -> String.format(Locale.ROOT, d >= 100 ? "%.0f" : d >= 10 ? "%.1f" : "%.2f", d);
      case Integer i -> String.format(Locale.ROOT, "%,d", i);
      case Long l -> String.format(Locale.ROOT, "%,d", l);
      default -> String.valueOf(value);
    };
  }

  /// Figures of a machine that had other things to do are worth less: so the load is told.
  private String machine() {
    return "%d processors, %s, %s %s, Java %s; load %.1f before, %.1f after"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version().feature(),
            loadBefore,
            load());
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
