package dev.signalbox.report;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The report of a run, made from its entries alone.
public final class RunReport {
  private final RunState state = new RunState();

  private RunReport(List<Entry> entries) {
    entries.forEach(state::apply);
  }

  public static RunReport of(List<Entry> entries) {
    return new RunReport(entries);
  }

  /// Writes the report into `directory`.
  ///
  /// @return the HTML file
  public Path write(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("report.json"), toJson());
    return directory.resolve("report.html");
  }

  public String toJson() {
    return "{\"run\":\"" + state.run() + "\"}";
  }
}
