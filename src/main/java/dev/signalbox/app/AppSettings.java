package dev.signalbox.app;

import dev.signalbox.plan.KeyFile;
import dev.signalbox.plan.Problem;
import dev.signalbox.workspace.FreeFloor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/// What a person sets for every run on this machine, in `settings.yaml` in the folder for settings.
/// The environment goes before the file, for one run that needs something else.
///
/// @param diskFloor how much of the disk stays free
public record AppSettings(FreeFloor diskFloor) {
  public static final String FILE = "settings.yaml";

  /// The environment variable that goes before `disk_floor`.
  public static final String FREE_FLOOR = "SIGNALBOX_FREE_FLOOR";

  /// Reads them.
  ///
  /// @throws SetupException where something is wrong with them; the message says where
  public static AppSettings of(StateFolders folders, Map<String, String> environment)
      throws SetupException {
    Path file = folders.config().resolve(FILE);
    AtomicReference<FreeFloor> floor = new AtomicReference<>(FreeFloor.DEFAULT);
    List<Problem> problems;
    try {
      problems =
          KeyFile.read(
              file, "the settings", Map.of("disk_floor", text -> floor.set(FreeFloor.parse(text))));
    } catch (IOException e) {
      throw new SetupException("The settings %s cannot be read: %s.".formatted(file, e), e);
    }
    if (!problems.isEmpty()) {
      throw new SetupException(problems.getFirst().toString());
    }
    String text = environment.get(FREE_FLOOR);
    if (text != null) {
      try {
        floor.set(FreeFloor.parse(text));
      } catch (IllegalArgumentException e) {
        throw new SetupException(FREE_FLOOR + ": " + e.getMessage(), e);
      }
    }
    return new AppSettings(Objects.requireNonNull(floor.get()));
  }
}
