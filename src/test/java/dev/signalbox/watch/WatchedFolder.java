package dev.signalbox.watch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A folder of a test with files in it, and real processes that work there.
final class WatchedFolder implements AutoCloseable {
  /// For all tests of one JVM, as for all work trees of one process.
  static final TreeWatches WATCHES = TreeWatches.open();

  final Path root;
  TreeWatch watch;

  private WatchedFolder(Path root) {
    this.root = root;
    this.watch = TreeWatches.none().begin(root, Unwatched.NOTHING, () -> {});
  }

  static WatchedFolder in(Path folder) throws IOException {
    return new WatchedFolder(Files.createDirectories(folder.toRealPath().resolve("tree")));
  }

  /// With a, b, empty, src/c and src/deep/d.
  static WatchedFolder small(Path folder) throws IOException {
    WatchedFolder tree = in(folder);
    tree.write("a", "a\n");
    tree.write("b", "b\n");
    tree.write("empty", "");
    tree.write("src/c", "c\n");
    tree.write("src/deep/d", "d\n");
    return tree;
  }

  void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  WatchedFolder watched() {
    return watched(Unwatched.NOTHING, () -> {});
  }

  WatchedFolder watched(Unwatched unwatched, Runnable written) {
    watch = WATCHES.begin(root, unwatched, written);
    return this;
  }

  /// What was read once `script` has run.
  Reads after(String script) throws Exception {
    run(script);
    return watch.reads();
  }

  String run(String script) throws Exception {
    return finish(start(script));
  }

  Process start(String script) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-ec", script).directory(root.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(Map.of("GIT_CONFIG_NOSYSTEM", "1", "GIT_CONFIG_GLOBAL", "/dev/null"));
    return builder.start();
  }

  static String finish(Process process) throws Exception {
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("Exit " + process.exitValue() + ": " + output);
    }
    return output;
  }

  @Override
  public void close() {
    watch.close();
  }
}
