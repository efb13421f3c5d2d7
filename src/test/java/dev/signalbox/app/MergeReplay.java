package dev.signalbox.app;

import dev.signalbox.workspace.PathText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The merges of a real repository, in a clone that borrows its objects, and what git says of them
/// by a process each.
final class MergeReplay {
  final String name;
  final Path clone;
  private final Path folder;

  /// What one process printed.
  record Ended(int exit, String out, String err) {}

  MergeReplay(Path repository, Path folder) throws Exception {
    this.folder = folder;
    this.name =
        repository.getFileName().toString().equals("repo")
            ? String.valueOf(repository.getParent().getFileName())
            : String.valueOf(repository.getFileName());
    this.clone = folder.resolve(name + ".git");
    run(
        folder,
        Map.of(),
        "git",
        "clone",
        "-q",
        "--mirror",
        "--shared",
        repository.toString(),
        clone.toString());
  }

  static Ended run(Path where, Map<String, String> more, String... command) throws Exception {
    Path out = Files.createTempFile("out", "");
    Path err = Files.createTempFile("err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(where.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("GIT_"));
    builder.environment().putAll(more);
    int exit = builder.start().waitFor();
    Ended ended =
        new Ended(
            exit,
            new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1),
            Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return ended;
  }

  String git(String... arguments) throws Exception {
    return gitIn(clone, Map.of(), arguments);
  }

  static String gitIn(Path where, Map<String, String> more, String... arguments) throws Exception {
    Ended ended =
        run(
            where,
            more,
            Stream.concat(Stream.of("git"), Arrays.stream(arguments)).toArray(String[]::new));
    if (ended.exit() != 0) {
      throw new IllegalStateException("git " + String.join(" ", arguments) + ": " + ended.err());
    }
    return ended.out().strip();
  }

  /// The parents of every merge of two.
  List<String> merges() throws Exception {
    return git("rev-list", "--all", "--min-parents=2", "--max-parents=2", "--parents")
        .lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .distinct()
        .toList();
  }

  Path file(List<String> pairs) throws IOException {
    return Files.write(folder.resolve(name + ".pairs"), pairs);
  }

  /// As `signalbox conflicts` prints it, but by a `git merge-tree` of its own.
  String expected(String left, String right) throws Exception {
    Ended ended =
        run(
            clone,
            Map.of(),
            "git",
            "merge-tree",
            "--write-tree",
            "--allow-unrelated-histories",
            "-z",
            "--name-only",
            "--messages",
            left,
            right);
    if (ended.exit() > 1) {
      return left + "\t" + right + "\tunusable\t-\t";
    }
    List<String> fields = new ArrayList<>(Arrays.asList(ended.out().split("\0", -1)));
    int end = fields.indexOf("");
    List<String> paths = new ArrayList<>(fields.subList(1, ended.exit() == 0 ? 1 : end));
    if (ended.exit() == 1 && paths.isEmpty()) {
      // Only a message says where.
      for (int at = end + 1; at < fields.size() && !fields.get(at).isEmpty(); ) {
        int count = Integer.parseInt(fields.get(at));
        if (fields.get(at + 1 + count).startsWith("CONFLICT")) {
          paths.addAll(fields.subList(at + 1, at + 1 + count));
        }
        at += count + 3;
      }
    }
    return "%s\t%s\t%s\t%s\t%s"
        .formatted(
            left,
            right,
            ended.exit() == 0 ? "clean" : "conflict",
            fields.getFirst(),
            paths.stream()
                .distinct()
                .map(path -> PathText.quoted(utf8(path)))
                .collect(Collectors.joining(" ")));
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /// What lies in the clone beside its objects' content.
  String objects() throws Exception {
    return git("count-objects", "-v");
  }
}
