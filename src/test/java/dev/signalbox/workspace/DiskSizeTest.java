package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiskSizeTest {
  @TempDir Path folder;

  @Test
  void aFolderIsTheSumOfItsFilesAndLinksAreNotFollowed() throws Exception {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Files.writeString(inside.resolve("a"), "x".repeat(1000));
    Files.writeString(inside.resolve("b"), "x".repeat(500));
    Path outside = Files.writeString(folder.resolve("outside"), "x".repeat(100_000));
    Files.createSymbolicLink(inside.resolve("link"), outside);
    assertThat(DiskSize.of(inside).bytes()).isBetween(1500L, 1999L);
    assertThat(DiskSize.of(inside).whole()).isTrue();
    assertThat(DiskSize.of(inside, path -> false, 1).words()).startsWith("more than ");
    assertThat(DiskSize.of(folder.resolve("nowhere"))).isEqualTo(DiskSize.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 bytes",
    "1023,1023 bytes",
    "1536,1.5 KiB",
    "1048576,1.0 MiB",
    "57671680,55 MiB",
    "3221225472,3.0 GiB"
  })
  void bytesAreSaidInFewDigits(long bytes, String words) {
    assertThat(DiskSize.words(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"2G,2147483648", "500 M,524288000", "1.5KiB,1536", "10,10", "0,0", "5%,50000000000"})
  void aFloorIsReadAsPeopleWriteIt(String text, long needed) {
    assertThat(FreeFloor.parse(text).of(1_000_000_000_000L)).isEqualTo(needed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "much", "-1", "200%", "2 Giga", "1e9"})
  void whatIsNoFloorIsRefused(String text) {
    assertThatThrownBy(() -> FreeFloor.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no amount of disk");
  }

  @Test
  void theDefaultFloorIsAGibibyteOrAFiftiethOfASmallDisk() {
    assertThat(FreeFloor.DEFAULT.of(1L << 40)).isEqualTo(1L << 30);
    assertThat(FreeFloor.DEFAULT.of(1L << 30)).isEqualTo((long) ((1L << 30) * 0.02));
  }
}
