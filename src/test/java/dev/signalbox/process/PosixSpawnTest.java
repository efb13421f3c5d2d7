package dev.signalbox.process;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Optional;

class PosixSpawnTest extends ProcessGroupContract {
  @Override
  Launcher launcher() {
    Optional<PosixSpawn> spawn = PosixSpawn.permitted();
    assumeThat(spawn).isPresent();
    return spawn.orElseThrow();
  }
}
