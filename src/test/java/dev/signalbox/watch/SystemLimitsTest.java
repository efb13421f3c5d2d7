package dev.signalbox.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the system does not allow is said. Limits are those of a user namespace of its own, so that
/// nobody else meets them.
@EnabledOnOs(OS.LINUX)
class SystemLimitsTest {
  @TempDir Path folder;

  private List<String> crampedBy(String limits) throws Exception {
    WatchedFolder tree = WatchedFolder.in(folder);
    for (int i = 0; i < 20; i++) {
      Files.createDirectory(tree.root.resolve("f" + i));
    }
    String namespace = "unshare --user --map-root-user true 2> /dev/null && echo yes || echo no";
    assumeThat(tree.run(namespace)).isEqualTo("yes");
    String java =
        "%s -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp %s %s %s"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Cramped.class.getName(),
                tree.root);
    return tree.run(
            "unshare --user --map-root-user sh -ec '"
                + limits.replace("LIMITS", "/proc/sys/user/max_inotify")
                + "; exec "
                + java
                + "'")
        .lines()
        .toList();
  }

  @Test
  void whereNoMoreFoldersMayBeWatchedEverythingCountsAsRead() throws Exception {
    assertThat(crampedBy("echo 30 > LIMITS_watches"))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("WATCHED false false "),
            second ->
                assertThat(second)
                    .startsWith("WATCHED true true The system allows no more folders")
                    .contains("max_user_watches"),
            afterBoth -> assertThat(afterBoth).isEqualTo("WATCHED"));
  }

  @Test
  void whereNoMoreTreesMayBeWatchedWhatIsReadIsUnknown() throws Exception {
    assertThat(crampedBy("echo 1 > LIMITS_instances"))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("WATCHED false false "),
            second ->
                assertThat(second)
                    .startsWith("UNKNOWN false true The system allows no more work trees")
                    .contains("max_user_instances"),
            afterBoth -> assertThat(afterBoth).isEqualTo("WATCHED"));
  }
}
