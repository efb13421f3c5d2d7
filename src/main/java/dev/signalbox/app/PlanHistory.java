package dev.signalbox.app;

import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.plan.PastLengths;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What earlier runs of a plan tell of its tasks.
///
/// @param lengths how long attempts took
/// @param changed which paths it changed, by task
public record PlanHistory(PastLengths lengths, Map<String, Set<String>> changed) {
  public static final PlanHistory NONE = new PlanHistory(PastLengths.NONE, Map.of());

  /// Reads it from the journal; nothing where no run was ever made.
  public static PlanHistory of(StateFolders folders, PlanFile file) throws SetupException {
    Plan plan = file.plan();
    if (plan == null || !Files.exists(folders.journal())) {
      return NONE;
    }
    String path = name(file);
    try (Journal journal = Journal.open(folders.journal())) {
      return new PlanHistory(
          journal.history(path, plan.name()),
          new HashMap<>(journal.changedPaths(path, plan.name())));
    } catch (JournalException e) {
      throw new SetupException(e.getMessage(), e);
    }
  }

  /// The plan file as the journal names it.
  static String name(PlanFile file) {
    return file.path().toAbsolutePath().normalize().toString();
  }

  /// The folder whose files the plan's claims are about.
  public static Path root(PlanFile file) {
    Path here = file.path().toAbsolutePath().normalize().resolveSibling("");
    Plan plan = file.plan();
    if (plan == null) {
      return here;
    }
    String folder = plan.sample() == null ? plan.repository() : plan.sample();
    if (folder != null) {
      return here.resolve(folder).normalize();
    }
    // The repository the file lies in: the nearest folder above with a `.git`.
    for (Path above = here; above != null; above = above.getParent()) {
      if (Files.exists(above.resolve(".git"))) {
        return above;
      }
    }
    return here;
  }
}
