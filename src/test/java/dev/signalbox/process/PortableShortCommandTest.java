package dev.signalbox.process;

class PortableShortCommandTest extends ShortCommandContract {
  @Override
  Launcher launcher() {
    return new PortableLauncher(OwnSession::words);
  }
}
