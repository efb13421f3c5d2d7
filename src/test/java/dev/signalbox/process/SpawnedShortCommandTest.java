package dev.signalbox.process;

import static org.assertj.core.api.Assumptions.assumeThat;

class SpawnedShortCommandTest extends ShortCommandContract {
  @Override
  Launcher launcher() {
    Launcher launcher = Launcher.ofThisMachine();
    assumeThat(launcher).isInstanceOf(PosixSpawn.class);
    return launcher;
  }
}
