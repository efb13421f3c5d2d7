package dev.signalbox.console.model;

import dev.signalbox.plan.PlanFile;
import java.nio.file.Path;

/// Reads plan files; what is wrong with one is among its problems. The call blocks.
@FunctionalInterface
public interface PlanSource {

  PlanFile read(Path file);
}
