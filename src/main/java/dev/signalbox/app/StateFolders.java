package dev.signalbox.app;

import dev.signalbox.conflict.certificate.CertificateKey;
import dev.signalbox.service.ControlFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/// Where Signalbox keeps what is not in the user's repository.
///
/// @param state the journal, work trees and logs
/// @param config settings
public record StateFolders(Path state, Path config) {

  /// As the XDG base directory specification has it: `$XDG_STATE_HOME/signalbox`, else
  /// `~/.local/state/signalbox`; `$XDG_CONFIG_HOME/signalbox`, else `~/.config/signalbox`.
  public static StateFolders of(Map<String, String> environment, Path home) {
    return new StateFolders(
        folder(environment.get("XDG_STATE_HOME"), home.resolve(".local/state")),
        folder(environment.get("XDG_CONFIG_HOME"), home.resolve(".config")));
  }

  private static Path folder(@org.jspecify.annotations.Nullable String value, Path otherwise) {
    // The specification says to ignore a relative path.
    boolean usable = value != null && Path.of(value).isAbsolute();
    return (usable ? Path.of(value) : otherwise).resolve("signalbox");
  }

  public Path journal() {
    return state.resolve("journal.db");
  }

  /// Signs what this user's runs certify.
  public CertificateKey certificateKey() throws IOException {
    return CertificateKey.in(state.resolve("keys"));
  }

  /// Where other processes reach the runs that are open.
  public ControlFolder control() {
    return ControlFolder.of(state.resolve("control"), System.getenv());
  }

  /// Everything of one run that lies on disk outside the journal.
  public Path run(String run) {
    return state.resolve("runs").resolve(run);
  }
}
