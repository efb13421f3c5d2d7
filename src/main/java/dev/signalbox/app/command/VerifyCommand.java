package dev.signalbox.app.command;

import dev.signalbox.app.Runs;
import dev.signalbox.app.SetupException;
import dev.signalbox.conflict.certificate.Certificate;
import dev.signalbox.conflict.certificate.Certificate.Step;
import dev.signalbox.conflict.certificate.CertificateCheck;
import dev.signalbox.conflict.certificate.CertificateFile;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.RunState;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.report.RunCertificate;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;

/// `signalbox verify RUN|FILE`.
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a run's certificate with git alone: that the branch went as it says, that what landed"
          + " is git's merge of what the tasks had left, and that the tasks, one after the other in"
          + " the certificate's order, give the same tree, each reading there what it had read.",
      "Nothing is written into the repository."
    },
    footer = {"", "Exit codes: 0 all of it holds, 4 some of it does not, 2 it cannot be told."})
final class VerifyCommand implements Callable<Integer> {
  private static final int BROKEN = 4;

  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(
      paramLabel = "RUN|FILE",
      arity = "0..1",
      description =
          "A certificate.json from a report, or a run, whose certificate is made from the journal;"
              + " otherwise the latest run.")
  private String what = "";

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      description = "The repository (default: the one that the run worked on).")
  private @Nullable Path repository;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "Who must have signed the file (default: this user's key).")
  private @Nullable String key;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "How to print what was found.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws SetupException, InterruptedException {
    List<String> steps = new ArrayList<>();
    Path file = Path.of(what);
    Certificate certificate;
    if (!what.isEmpty() && Files.isRegularFile(file)) {
      CertificateFile read = read(file);
      String refused = signature(read);
      certificate = read.certificate();
      if (certificate == null || refused != null) {
        print(null, steps, refused);
        return BROKEN;
      }
      steps.add("It is signed, and unchanged since.");
    } else {
      certificate = RunCertificate.of(state(what));
    }
    CertificateCheck.Verdict verdict = check(certificate);
    steps.addAll(verdict.steps());
    print(certificate, steps, verdict.failure());
    return verdict.holds() ? 0 : BROKEN;
  }

  private static CertificateFile read(Path file) throws SetupException {
    try {
      return CertificateFile.read(file);
    } catch (IOException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable String signature(CertificateFile read) throws SetupException {
    if (read.certificate() == null) {
      return "It was changed after it had been signed.";
    }
    try {
      String expected =
          key == null ? Objects.requireNonNull(root).folders().certificateKey().publicText() : key;
      return read.key().equals(expected)
          ? null
          : "It is signed by another key than %s (%s); name that with --key if you trust it."
              .formatted(key == null ? "this user's" : "the one named", read.key());
    } catch (IOException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
  }

  private RunState state(String run) throws SetupException {
    try (Journal journal = Objects.requireNonNull(root).journal()) {
      RunState state = new RunState();
      for (Entry entry : journal.read(Runs.find(journal, run).id())) {
        state.apply(entry);
      }
      return state;
    } catch (JournalException e) {
      throw new SetupException(e.getMessage(), e);
    }
  }

  private CertificateCheck.Verdict check(Certificate certificate)
      throws SetupException, InterruptedException {
    Path where = repository == null ? Path.of(state(certificate.run()).repository()) : repository;
    try {
      return CertificateCheck.of(
          certificate, where, Objects.requireNonNull(root).terminal().environment());
    } catch (WorkspaceException e) {
      throw new SetupException(e.getMessage(), e);
    }
  }

  private void print(
      @Nullable Certificate certificate, List<String> steps, @Nullable String failure) {
    Terminal terminal = Objects.requireNonNull(root).terminal();
    if (format == Format.JSON) {
      Map<String, Object> found = new LinkedHashMap<>();
      found.put("run", certificate == null ? "" : certificate.run());
      found.put("holds", failure == null);
      found.put("failure", failure == null ? "" : failure);
      found.put("steps", steps);
      found.put("isolation", certificate == null ? Map.of() : levels(certificate));
      found.put("order", certificate == null ? List.of() : certificate.order());
      found.put("notCovered", certificate == null ? List.of() : certificate.notCovered());
      terminal.print(
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(found));
      return;
    }
    steps.forEach(step -> terminal.print("✓ " + step));
    if (failure != null) {
      terminal.print("✕ " + failure);
    } else if (certificate != null) {
      told(terminal, certificate);
    }
  }

  private static void told(Terminal terminal, Certificate certificate) {
    Map<String, Long> levels = levels(certificate);
    levels.forEach((word, tasks) -> terminal.print("  %d %s".formatted(tasks, word)));
    terminal.print("Serial order: " + String.join(", ", certificate.order()));
    if (certificate.check().isEmpty()) {
      terminal.print("The plan had no check: only git's word stands for what the merges mean.");
    }
    terminal.print("Not covered:");
    certificate.notCovered().forEach(not -> terminal.print("  " + not));
    if (levels.keySet().stream().anyMatch(w -> !isClaim(w))) {
      terminal.print("The order is claimed only of the serializable and the commuting ones.");
    }
  }

  private static Map<String, Long> levels(Certificate certificate) {
    return certificate.steps().stream()
        .map(Step::landing)
        .filter(Objects::nonNull)
        .collect(
            Collectors.groupingBy(
                landing -> landing.isolation().word(), LinkedHashMap::new, Collectors.counting()));
  }

  private static boolean isClaim(String word) {
    return word.equals(Isolation.SERIALIZABLE.word()) || word.equals(Isolation.COMMUTING.word());
  }
}
