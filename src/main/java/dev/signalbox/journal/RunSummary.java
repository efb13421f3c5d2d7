package dev.signalbox.journal;

import dev.signalbox.engine.RunOutcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One line of the list of runs.
///
/// @param id the run's id
/// @param plan the plan's name
/// @param planFile where the plan was read from; empty where it was handed over in code
/// @param repository the repository's folder; empty where there is none
/// @param started when its first session began
/// @param ended when its last session ended, or null while one is under way or where it died
/// @param outcome how its last session ended, or null likewise
/// @param landed how many tasks have landed
/// @param tasks how many there are
public record RunSummary(
    String id,
    String plan,
    String planFile,
    String repository,
    Instant started,
    @Nullable Instant ended,
    @Nullable RunOutcome outcome,
    int landed,
    int tasks) {}
