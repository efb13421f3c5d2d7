package dev.signalbox.report;

import dev.signalbox.conflict.certificate.CertificateFile;
import dev.signalbox.conflict.certificate.CertificateKey;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

/// What a run leaves for people and programs, made from its entries alone.
public final class RunReport {
  private static final String STYLE_SHEET = "report.css";

  private final RunState state;
  private final Timeline timeline;
  private final Figures figures;
  private final ZoneId zone;
  private final boolean open;

  private RunReport(RunState state, Timeline timeline, Figures figures, ZoneId zone, boolean open) {
    this.open = open;
    this.state = state;
    this.timeline = timeline;
    this.figures = figures;
    this.zone = zone;
  }

  /// The report of a run as far as `entries` go, with times of day as this machine has them.
  ///
  /// @param entries from the run's first on
  /// @param open whether a process has the run open; where none does and it has not ended, that
  ///   process died
  /// @throws IllegalArgumentException where there is no entry
  public static RunReport of(List<Entry> entries, boolean open) {
    return of(entries, open, ZoneId.systemDefault());
  }

  /// @param zone whose times of day the page shows; the JSON has UTC
  public static RunReport of(List<Entry> entries, boolean open, ZoneId zone) {
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("A run without entries has no report");
    }
    RunState state = new RunState();
    entries.forEach(state::apply);
    Timeline timeline = Timeline.of(entries, state);
    return new RunReport(state, timeline, Figures.of(entries, state, timeline), zone, open);
  }

  /// One self-contained page that needs no script; well-formed XML too.
  public String toHtml() {
    return new ReportPage(state, timeline, figures, zone, open).write(styleSheet());
  }

  /// One JSON object; the guide's page on the report says what it holds.
  public String toJson() {
    return new ReportJson(state, timeline, figures, open).write();
  }

  public void writeHtml(Path file) throws IOException {
    replace(file, toHtml());
  }

  public void writeJson(Path file) throws IOException {
    replace(file, toJson());
  }

  /// Writes `report.html`, `report.json` and `certificate.json` into `directory`, which is made
  /// where there is none.
  ///
  /// @param key signs the certificate
  /// @return the HTML file
  public Path write(Path directory, CertificateKey key) throws IOException {
    Path page = directory.resolve("report.html");
    writeJson(directory.resolve("report.json"));
    replace(
        directory.resolve("certificate.json"), CertificateFile.text(RunCertificate.of(state), key));
    writeHtml(page);
    return page;
  }

  /// Whoever reads while a new one is written sees the old one whole.
  private static void replace(Path file, String text) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Files.createDirectories(folder);
    // Not a temporary file, which nobody else could read.
    Path fresh =
        folder.resolve(".%s.%d.tmp".formatted(file.getFileName(), ProcessHandle.current().pid()));
    try {
      // Unlike writeString this puts a mark where half a character is, and does not fail.
      Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
      move(fresh, file);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void move(Path fresh, Path file) throws IOException {
    try {
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String styleSheet() {
    try (InputStream in = RunReport.class.getResourceAsStream(STYLE_SHEET)) {
      return new String(
          Objects.requireNonNull(in, STYLE_SHEET).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The style sheet of the report cannot be read", e);
    }
  }
}
