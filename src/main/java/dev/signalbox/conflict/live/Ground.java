package dev.signalbox.conflict.live;

import dev.signalbox.workspace.Git;
import dev.signalbox.workspace.Quarantine;

/// What git needs to tell how changes stand to each other.
///
/// @param git on the repository, whose objects go to the quarantine
record Ground(Quarantine quarantine, Git git, PairVerdicts verdicts) {}
