package dev.signalbox.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What this process opens itself is not the task's read; what the task opens meanwhile is.
@EnabledOnOs(OS.LINUX)
class OwnLookTest {
  @TempDir Path folder;
  private WatchedFolder tree;

  @BeforeEach
  void watch() throws Exception {
    tree = WatchedFolder.small(folder).watched();
  }

  @AfterEach
  void close() {
    tree.close();
  }

  private void copy(String path) throws Exception {
    Files.copy(tree.root.resolve(path), folder.resolve("copy-" + path.replace('/', '-')));
  }

  private void list(String path) throws Exception {
    try (var entries = Files.newDirectoryStream(tree.root.resolve(path))) {
      entries.forEach(entry -> {});
    }
  }

  @Test
  void whatWeOpenIsNoRead() throws Exception {
    tree.run("echo x >> a; chmod 600 b; mv src lib");
    tree.watch.looking();
    copy("a");
    copy("b");
    copy("empty");
    copy("lib/c");
    list("lib/deep");
    tree.watch.looked(List.of("a", "b", "empty", "lib/c", "lib/deep"));
    assertThat(tree.watch.reads()).isEqualTo(Reads.NONE);
  }

  @Test
  void whatTheTaskOpensMeanwhileIs() throws Exception {
    tree.watch.looking();
    copy("a");
    tree.run("cat a; cat b; ls src/deep");
    list("src/deep");
    tree.watch.looked(List.of("a", "src/deep"));
    assertThat(tree.watch.reads().files()).containsExactly("a", "b");
    assertThat(tree.watch.reads().folders()).containsExactly("src/deep");
  }

  @Test
  void whatTheTaskHadOpenIsReadWhenItClosesIt() throws Exception {
    Process reader = tree.start("exec 3< a; echo ready; read x; head -c 1 <&3; echo; read x");
    assertThat(reader.getInputStream().read()).isEqualTo('r');
    tree.watch.looking();
    reader.getOutputStream().write('\n');
    reader.getOutputStream().flush();
    reader.inputReader().readLine();
    reader.inputReader().readLine();
    copy("a");
    tree.watch.looked(List.of("a"));
    reader.getOutputStream().close();
    reader.waitFor();
    assertThat(tree.watch.reads().files()).containsExactly("a");
  }

  @Test
  void whatTheTaskWritesMeanwhileIsAWriteAndNoRead() throws Exception {
    tree.watch.looking();
    tree.run("echo x >> a");
    copy("b");
    tree.watch.looked(List.of("b"));
    assertThat(tree.watch.reads()).isEqualTo(Reads.NONE);
    assertThat(tree.watch.takeChanged().paths()).containsExactly("a");
  }

  @Test
  void aLookThatTheEndCutsShortHidesNothing() throws Exception {
    tree.watch.looking();
    tree.run("cat a");
    tree.watch.close();
    assertThat(tree.watch.reads().files()).containsExactly("a");
  }
}
