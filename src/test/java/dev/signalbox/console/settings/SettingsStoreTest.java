package dev.signalbox.console.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsStoreTest {
  @TempDir Path folder;

  @Test
  void whatWasChangedIsThereNextTime() {
    Path file = folder.resolve("config/console.json");
    try (SettingsStore store = new SettingsStore(file, Duration.ofHours(1))) {
      store.change(s -> s.withTheme("light").withDividers(Map.of("tasks", 0.2)));
      store.change(s -> s.withRecent("/a.yaml"));
      store.change(s -> s.withRecent("/b.yaml"));
      store.change(s -> s.withRecent("/a.yaml"));
      assertThat(file).doesNotExist(); // not before the pause, or the end
    }
    try (SettingsStore store = new SettingsStore(file)) {
      assertThat(store.get().theme()).isEqualTo("light");
      assertThat(store.get().dividers()).containsEntry("tasks", 0.2);
      assertThat(store.get().recent()).containsExactly("/a.yaml", "/b.yaml");
    }
  }

  @Test
  void aFileThatIsNoJsonIsNoHindrance() throws IOException {
    Path file = folder.resolve("console.json");
    Files.writeString(file, "{ theme: ");
    try (SettingsStore store = new SettingsStore(file)) {
      assertThat(store.get()).isEqualTo(Settings.DEFAULT);
      store.change(s -> s.withTheme("dark"));
    }
    try (SettingsStore store = new SettingsStore(file)) {
      assertThat(store.get().theme()).isEqualTo("dark");
    }
  }

  @Test
  void whatIsStrangeInTheFileIsTakenAsUsual() throws IOException {
    Path file = folder.resolve("console.json");
    Files.writeString(
        file,
        """
        {"theme": "light", "dividers": {"tasks": 7, "inspector": "wide"}, "width": -3,
         "recent": ["", "/a.yaml"], "of-a-later-version": {}}
        """);
    try (SettingsStore store = new SettingsStore(file)) {
      assertThat(store.get().theme()).isEqualTo("light");
      assertThat(store.get().dividers())
          .containsEntry("tasks", 1.0)
          .containsEntry("inspector", 0.0);
      assertThat(store.get().width()).isGreaterThanOrEqualTo(400);
      assertThat(store.get().recent()).containsExactly("/a.yaml");
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoHindrance() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("taken"), "");
    try (SettingsStore store = new SettingsStore(notAFolder.resolve("console.json"))) {
      store.change(s -> s.withTheme("light"));
      assertThat(store.get().theme()).isEqualTo("light");
    }
  }
}
