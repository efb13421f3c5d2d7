package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.workspace.FreeFloor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppSettingsTest {
  @TempDir Path folder;

  @Test
  void theUsualFloorWhereNothingIsSaid() throws Exception {
    assertThat(settings(Map.of()).diskFloor()).isEqualTo(FreeFloor.DEFAULT);
  }

  @Test
  void theFileSaysHowMuchStaysFree() throws Exception {
    write("# for every run\ndisk_floor: 5%\n");
    assertThat(settings(Map.of()).diskFloor()).isEqualTo(FreeFloor.parse("5%"));
    write("disk_floor: 0\n");
    assertThat(settings(Map.of()).diskFloor()).isEqualTo(FreeFloor.parse("0"));
  }

  @Test
  void theEnvironmentGoesBeforeTheFile() throws Exception {
    write("disk_floor: 5%\n");
    assertThat(settings(Map.of(AppSettings.FREE_FLOOR, "2G")).diskFloor())
        .isEqualTo(FreeFloor.parse("2G"));
  }

  @Test
  void whatIsWrongIsSaidWithItsPlaceAndWhatToDo() throws Exception {
    write("disk_floor: much\n");
    assertThatThrownBy(() -> settings(Map.of()))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("settings.yaml:1:13: error: \"much\" is no amount of disk")
        .hasMessageContaining("write 2G, 500M or 5%");
    write("\ndisk_flor: 2G\n");
    assertThatThrownBy(() -> settings(Map.of()))
        .hasMessageContaining("settings.yaml:2:1")
        .hasMessageContaining("`disk_flor` is not a key of the settings")
        .hasMessageContaining("disk_floor");
    write("- 2G\n");
    assertThatThrownBy(() -> settings(Map.of())).hasMessageContaining("This is a list.");
    write("disk_floor: [2G]\n");
    assertThatThrownBy(() -> settings(Map.of())).hasMessageContaining("`disk_floor` is a list.");
  }

  @Test
  void aVariableThatIsNoAmountIsNamed() {
    assertThatThrownBy(() -> settings(Map.of(AppSettings.FREE_FLOOR, "much")))
        .hasMessageContaining("SIGNALBOX_FREE_FLOOR: \"much\" is no amount of disk");
  }

  private AppSettings settings(Map<String, String> environment) throws SetupException {
    return AppSettings.of(new StateFolders(folder.resolve("state"), folder), environment);
  }

  private void write(String text) throws IOException {
    Files.writeString(folder.resolve(AppSettings.FILE), text);
  }
}
