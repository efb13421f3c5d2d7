package dev.signalbox.process;

import static org.assertj.core.api.Assumptions.assumeThat;

class PosixSpawnTest extends ProcessGroupContract {
  @Override
  Launcher launcher() {
    Launcher launcher = Launcher.ofThisMachine();
    assumeThat(launcher).isInstanceOf(PosixSpawn.class);
    return launcher;
  }
}
