package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandNameTest {
  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(CommandName.PROPERTY);
  }

  @Test
  void hintsSayTheCommandAsItWasCalled() {
    assertThat(CommandName.with("resume x")).isEqualTo("signalbox resume x");
    System.setProperty(CommandName.PROPERTY, "target/signalbox/bin/signalbox");
    assertThat(CommandName.with("resume x")).isEqualTo("target/signalbox/bin/signalbox resume x");
    System.setProperty(CommandName.PROPERTY, "/home/ada/my tools/it's");
    assertThat(CommandName.with("runs")).isEqualTo("'/home/ada/my tools/it'\\''s' runs");
  }

  /// With a program in the place of Java that says what it was told.
  @Test
  void theStartScriptPassesOnHowItWasCalled() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("signalbox/bin"));
    Path script = Files.copy(Path.of("src/main/bin/signalbox"), bin.resolve("signalbox"));
    script.toFile().setExecutable(true);
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho \"$@\" | grep -o 'signalbox.command=[^ ]*'\n");
    java.toFile().setExecutable(true);
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
    assertThat(said("signalbox/bin/signalbox runs")).isEqualTo("signalbox/bin/signalbox");
    assertThat(said(script + " runs")).isEqualTo(script.toString());
    assertThat(said("PATH=" + bin + ":$PATH; signalbox runs")).isEqualTo("signalbox");
  }

  private String said(String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    String said = new String(builder.start().getInputStream().readAllBytes());
    return said.strip().replace("signalbox.command=", "");
  }
}
