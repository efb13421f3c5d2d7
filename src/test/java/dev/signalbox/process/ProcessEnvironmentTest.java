package dev.signalbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessEnvironmentTest {
  @Test
  void whatNamesARepositoryGoesAndTheRestStays() throws Exception {
    assertThat(
            ProcessEnvironment.withoutRepository(
                Map.of("PATH", "/bin", "GIT_DIR", "/r/.git", "GIT_SSH", "ssh", "GIT_PREFIX", "x")))
        .containsOnly(Map.entry("PATH", "/bin"), Map.entry("GIT_SSH", "ssh"));
  }

  @Test
  void everyVariableThatGitSaysIsOfOneRepositoryGoes() throws Exception {
    Process git = new ProcessBuilder("git", "rev-parse", "--local-env-vars").start();
    var names =
        new String(git.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(names).contains("GIT_DIR");
    for (String name : names) {
      assertThat(ProcessEnvironment.withoutRepository(Map.of(name, "x"))).as(name).isEmpty();
    }
  }
}
