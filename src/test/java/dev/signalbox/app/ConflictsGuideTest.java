package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The hook in the guide does what the guide says.
class ConflictsGuideTest {
  @TempDir Path folder;

  private static String hook() throws Exception {
    String guide = Files.readString(Path.of("src/site/markdown/conflicts.md"));
    String block = guide.substring(guide.indexOf("    #!/bin/sh"));
    return block.substring(0, block.indexOf("\n\n") + 1).replaceAll("(?m)^    ", "");
  }

  private void commit(Scratch scratch, String text) throws Exception {
    Files.writeString(scratch.repository.resolve("shared.txt"), text);
    scratch.git("commit", "-q", "-a", "-m", text);
  }

  @Test
  void aPushThatConflictsIsRefused() throws Exception {
    Scratch scratch = new Scratch(folder.toRealPath());
    Path remote = scratch.root.resolve("remote.git");
    scratch.git("clone", "-q", "--bare", ".", remote.toString());
    scratch.git("remote", "add", "origin", remote.toString());
    commit(scratch, "main\ntwo\nthree\n");
    scratch.git("push", "-q", "origin", "main");
    scratch.git("checkout", "-q", "-b", "topic", "main~1");
    commit(scratch, "topic\ntwo\nthree\n");

    Path bin = Files.createDirectory(scratch.root.resolve("bin"));
    Path signalbox =
        Files.writeString(
            bin.resolve("signalbox"),
            "#!/bin/sh\nXDG_STATE_HOME='%s' exec '%s' -XX:TieredStopAtLevel=1 -classpath '%s' dev.signalbox.Signalbox \"$@\"\n"
                .formatted(
                    scratch.root,
                    Path.of(System.getProperty("java.home"), "bin", "java"),
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))));
    Path hook =
        Files.writeString(
            scratch.repository.resolve(".git/hooks/pre-push"),
            hook().replaceFirst("\n", "\nPATH='%s':\\$PATH\n".formatted(bin)));
    assertThat(signalbox.toFile().setExecutable(true)).isTrue();
    assertThat(hook.toFile().setExecutable(true)).isTrue();

    assertThatThrownBy(() -> scratch.git("push", "origin", "topic"))
        .hasMessageContaining("\trefs/remotes/origin/main\tconflict\t")
        .hasMessageContaining("\tshared.txt")
        .hasMessageContaining("failed to push some refs");
    commit(scratch, "one\ntwo\nthree\n");
    assertThat(scratch.git("push", "origin", "topic"))
        .contains("\trefs/remotes/origin/main\tclean\t");
    scratch.git("push", "-q", "origin", ":topic");
  }
}
