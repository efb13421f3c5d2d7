package dev.signalbox.process;

class PortableLauncherTest extends ProcessGroupContract {
  @Override
  Launcher launcher() {
    return new PortableLauncher(OwnSession::words);
  }
}
