package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThisMachineTest {
  @TempDir Path root;

  private void file(String path, String text) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void memoryThatRunsOutIsSaid() throws Exception {
    file("proc/meminfo", "MemTotal:  16000000 kB\nMemFree: 10 kB\nMemAvailable:  8000000 kB\n");
    assertThat(new ThisMachine(root).shortage()).isEmpty();
    file("proc/meminfo", "MemTotal:  16000000 kB\nMemAvailable:  204800 kB\n");
    assertThat(new ThisMachine(root).shortage()).isEqualTo("only 200 MiB of memory are left");
  }

  @Test
  void processesThatRunOutAreSaid() throws Exception {
    file("sys/fs/cgroup/pids.max", "max\n");
    file("sys/fs/cgroup/pids.current", "99\n");
    assertThat(new ThisMachine(root).shortage()).isEmpty();
    file("sys/fs/cgroup/pids.max", "100\n");
    assertThat(new ThisMachine(root).shortage()).isEqualTo("99 of 100 processes are in use");
  }

  @Test
  void aSystemThatTellsNothingIsNotShort() {
    assertThat(new ThisMachine(root).shortage()).isEmpty();
  }
}
