package dev.signalbox.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A repository, a plan beside it and a state folder of their own, for tests that run the real
/// thing.
final class Scratch {
  final Path root;
  final Path repository;
  final StateFolders folders;

  Scratch(Path root) throws Exception {
    this.root = root;
    this.repository = Files.createDirectory(root.resolve("repository"));
    this.folders = new StateFolders(root.resolve("state"), root.resolve("config"));
    git("init", "--quiet", "--initial-branch=main");
    git("config", "user.name", "Ada");
    git("config", "user.email", "ada@example.org");
    Files.writeString(repository.resolve("shared.txt"), "one\ntwo\nthree\n");
    git("add", "--all");
    git("commit", "--quiet", "--message=first");
  }

  Path plan(String text) throws IOException {
    Path file = root.resolve("plan.yaml");
    Files.writeString(file, "repository: repository\n" + text);
    return file;
  }

  String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(Arrays.asList(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + ": " + output);
    }
    return output;
  }

  /// What the branch says landed, the first first.
  List<String> landed(String branch) throws Exception {
    return git(
            "log",
            "--reverse",
            "--format=%(trailers:key=Signalbox-Task,valueonly,separator=)",
            "main.." + branch)
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }
}
