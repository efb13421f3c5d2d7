package dev.signalbox.app;

import dev.signalbox.engine.RunOutcome;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RunSummary;
import dev.signalbox.plan.Spelling;
import dev.signalbox.report.RunReport;
import dev.signalbox.service.ControlClient;
import dev.signalbox.service.ControlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Finds runs as people name them.
public final class Runs {
  /// The run that was started last, as people name it.
  public static final String LATEST = "latest";

  private static final Logger LOG = Logger.getLogger(Runs.class.getName());

  private Runs() {}

  /// The run whose id is or begins with `name`; the latest where `name` is empty or [#LATEST].
  ///
  /// @throws SetupException where there is none, or more than one
  public static RunSummary find(Journal journal, String name)
      throws JournalException, SetupException {
    if (name.isEmpty() || name.equals(LATEST)) {
      return journal
          .latest()
          .orElseThrow(
              () ->
                  new SetupException(
                      "There is no run yet. Start one: " + CommandName.with("run PLAN")));
    }
    Optional<RunSummary> found = journal.find(name);
    if (found.isPresent()) {
      return found.get();
    }
    List<String> all = journal.runs().stream().map(RunSummary::id).toList();
    throw new SetupException(
        "There is no run %s. %sSee them all: %s"
            .formatted(name, Spelling.suggest(name, all), CommandName.with("runs")));
  }

  /// The id of the run that people name so.
  public static String id(StateFolders folders, String name) throws SetupException {
    try (Journal journal = Journal.open(folders.journal())) {
      return find(journal, name).id();
    } catch (JournalException e) {
      throw new SetupException(e.getMessage(), e);
    }
  }

  /// The runs that other processes have open, the newest first. Those that cannot be asked, or
  /// ended and stay open only to be looked at, are left out.
  public static List<OpenRun> elsewhere(StateFolders folders) {
    List<OpenRun> open = new ArrayList<>();
    if (!Files.exists(folders.journal())) {
      return open;
    }
    try (Journal journal = Journal.open(folders.journal())) {
      for (RunSummary run : journal.runs()) {
        if (run.outcome() == null) {
          process(folders, run.id())
              .filter(process -> process != ProcessHandle.current().pid())
              .ifPresent(process -> open.add(new OpenRun(run.id(), run.plan(), process)));
        }
      }
    } catch (JournalException e) {
      LOG.log(Level.INFO, "The runs of other processes cannot be listed", e);
    }
    return open;
  }

  /// The newest runs that no process has open, the newest first.
  ///
  /// @param over how many of those that are over; those that can go on are all there
  public static List<EarlierRun> earlier(StateFolders folders, int over) {
    List<EarlierRun> earlier = new ArrayList<>();
    if (!Files.exists(folders.journal())) {
      return earlier;
    }
    try (Journal journal = Journal.open(folders.journal())) {
      int found = 0;
      for (RunSummary summary : journal.runs()) {
        EarlierRun run = EarlierRun.of(summary);
        if ((run.canGoOn() || found < over) && !journal.isOpen(run.run())) {
          found += run.canGoOn() ? 0 : 1;
          earlier.add(run);
        }
      }
    } catch (JournalException e) {
      LOG.log(Level.INFO, "Earlier runs cannot be listed", e);
    }
    return earlier;
  }

  /// Writes the report of a run that need not be open.
  ///
  /// @return the HTML file
  public static Path writeReport(StateFolders folders, String run, Path directory)
      throws SetupException {
    try (Journal journal = Journal.open(folders.journal())) {
      String id = find(journal, run).id();
      return RunReport.of(journal.read(id), journal.isOpen(id))
          .write(directory, folders.certificateKey());
    } catch (JournalException e) {
      throw new SetupException(e.getMessage(), e);
    } catch (IOException e) {
      throw new SetupException(
          "The report cannot be written to %s; name a folder you may write to."
              .formatted(directory),
          e);
    }
  }

  /// What was found wrong with the journal since this was last asked, in sentences.
  public static Optional<String> damage(StateFolders folders) {
    return Journal.untold(folders.journal());
  }

  /// The process that has `run` open, as far as it can be asked.
  public static Optional<Long> process(StateFolders folders, String run) {
    try (ControlClient client = ControlClient.connect(folders.control(), run).orElse(null)) {
      return client == null ? Optional.empty() : Optional.of(client.process());
    } catch (ControlException e) {
      LOG.log(Level.INFO, "Listed without its process: " + run, e);
      return Optional.empty();
    }
  }

  /// One sentence on why `run`, for which nobody listens, can be asked nothing, and what to do.
  public static String notOpen(StateFolders folders, String run) {
    try (Journal journal = Journal.open(folders.journal())) {
      RunSummary summary = journal.find(run).orElse(null);
      if (journal.isOpen(run) && summary != null && summary.outcome() != null) {
        return "Run %s is ending this very moment, %d of %d landed, and takes no commands any more. See how: %s"
            .formatted(run, summary.landed(), summary.tasks(), CommandName.with("show " + run));
      }
      if (journal.isOpen(run)) {
        return "A process has run %s open and takes no commands for it; %s may say why."
            .formatted(run, AppLog.file(folders));
      }
      RunOutcome outcome = summary == null ? null : summary.outcome();
      if (summary != null && (outcome == RunOutcome.SUCCEEDED || outcome == RunOutcome.FAILED)) {
        String onward =
            outcome == RunOutcome.SUCCEEDED
                ? "Run its plan again: " + CommandName.with("run " + summary.planFile())
                : "Run again what did not land: "
                    + CommandName.with("resume %s --retry-failed".formatted(run));
        return "Run %s has ended, %d of %d landed, and no process has it open. %s"
            .formatted(run, summary.landed(), summary.tasks(), onward);
      }
      return "No process has run %s open. Go on with it: %s"
          .formatted(run, CommandName.with("resume " + run));
    } catch (JournalException e) {
      return e.getMessage();
    }
  }

  /// What another process answers.
  ///
  /// @throws ControlException where it does not, with a sentence
  public static <T> T await(CompletableFuture<T> answer, long seconds) throws ControlException {
    try {
      return answer.get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ControlException known
          ? known
          : new ControlException("The run could not be asked.", e);
    } catch (TimeoutException e) {
      throw new ControlException(
          "The run’s process has not answered within %d seconds.".formatted(seconds), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlException("Interrupted while waiting for an answer.", e);
    }
  }
}
