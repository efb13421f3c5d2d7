package dev.signalbox.workspace;

import dev.signalbox.claim.Glob;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.WorkspaceSetup;
import dev.signalbox.process.Supervisor;
import dev.signalbox.watch.TreeWatches;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A real repository in a folder of a test, with the settings of a user who is not the tester, and
/// ways to be that user and to be an agent.
final class ScratchRepository {
  /// For all tests of one JVM: what it guards ends with that.
  private static final Supervisor PROCESSES = new Supervisor("run-1", new Random());

  private static final TreeWatches WATCHES = TreeWatches.open();

  final Path folder;
  final Path top;
  final Map<String, String> environment;

  private ScratchRepository(Path folder, Path top, Map<String, String> environment) {
    this.folder = folder;
    this.top = top;
    this.environment = environment;
  }

  static ScratchRepository empty(Path folder) throws Exception {
    Path real = folder.toRealPath();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.keySet().removeIf(name -> name.startsWith("GIT_"));
    Path config = real.resolve("user.gitconfig");
    Files.writeString(
        config,
        "[user]\n\tname = Una User\n\temail = una@example.org\n[init]\n\tdefaultBranch = main\n");
    environment.put("GIT_CONFIG_GLOBAL", config.toString());
    environment.put("GIT_CONFIG_NOSYSTEM", "1");
    Path top = Files.createDirectory(real.resolve("repo"));
    ScratchRepository repository = new ScratchRepository(real, top, environment);
    repository.git("init", "-q");
    return repository;
  }

  /// With a.txt, b.txt (ten lines each) and src/c.txt.
  static ScratchRepository small(Path folder) throws Exception {
    ScratchRepository repository = empty(folder);
    repository.write("a.txt", lines("a", 10));
    repository.write("b.txt", lines("b", 10));
    repository.write("src/c.txt", "c\n");
    repository.commit("first");
    return repository;
  }

  static String lines(String prefix, int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= count; i++) {
      text.append(prefix).append(i).append('\n');
    }
    return text.toString();
  }

  Path write(String path, String text) throws IOException {
    Path file = top.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  String commit(String message) throws Exception {
    git("add", "-A");
    git("commit", "-q", "-m", message);
    return git("rev-parse", "HEAD");
  }

  /// The commit that was to be made, and was.
  static String made(CommitAnswer answer) {
    return ((CommitAnswer.Made) answer).commit();
  }

  /// git as the user runs it.
  String git(String... arguments) throws Exception {
    return gitIn(top, Map.of(), arguments);
  }

  String gitIn(Path directory, Map<String, String> more, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return run(directory, more, command);
  }

  String run(Path directory, Map<String, String> more, String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(more);
    Process process = builder.start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  /// The text of a file at a commit.
  String show(String commit, String path) throws Exception {
    return git("show", commit + ":" + path);
  }

  List<String> files(String commit) throws Exception {
    return git("ls-tree", "-r", "--name-only", commit).lines().toList();
  }

  Settings settings() {
    return new Settings(this);
  }

  Path log() {
    return folder.resolve("log");
  }

  /// Every file of the checkout and of its `.git`, with its content, except objects and what
  /// Signalbox may make.
  Map<String, String> listing() throws IOException {
    Map<String, String> listing = new TreeMap<>();
    try (var files = Files.walk(top)) {
      for (Path file : files.toList()) {
        String path = top.relativize(file).toString();
        if (path.matches(
            "\\.git/(objects|refs/signalbox|refs/heads/signalbox|logs/refs/heads/signalbox"
                + "|logs/refs/signalbox)(/.*)?")) {
          continue;
        }
        if (Files.isSymbolicLink(file)) {
          listing.put(path, "-> " + Files.readSymbolicLink(file));
        } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          listing.put(path, "folder");
        } else {
          listing.put(
              path,
              Files.getLastModifiedTime(file)
                  + " "
                  + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return listing;
  }

  /// Settings of a workspace on it, to be changed one by one.
  static final class Settings {
    private final ScratchRepository repository;
    Path path;
    @Nullable String base;
    String into = "signalbox/test";
    boolean restart;
    CheckPolicy check = CheckPolicy.NONE;
    CommitSettings commits = CommitSettings.DEFAULT;
    WorkspaceSetup setup = WorkspaceSetup.NONE;
    List<String> keepIgnored = List.of();
    List<Glob> readsIgnore = List.of();
    TreeWatches watches = WATCHES;
    boolean undo = true;
    FreeSpace space = FreeSpace.unlimited();
    Path trees;

    private Settings(ScratchRepository repository) {
      this.repository = repository;
      this.path = repository.top;
      this.trees = repository.folder.resolve("state/trees");
    }

    Settings base(String name) {
      base = name;
      return this;
    }

    Settings into(String name) {
      into = name;
      return this;
    }

    Settings restart() {
      restart = true;
      return this;
    }

    Settings check(String command) {
      check = new CheckPolicy(command, true, false, null);
      return this;
    }

    Settings setup(WorkspaceSetup what) {
      setup = what;
      return this;
    }

    Settings keepIgnored(String... globs) {
      keepIgnored = List.of(globs);
      return this;
    }

    Settings readsIgnore(String... globs) {
      readsIgnore = Stream.of(globs).map(Glob::parse).toList();
      return this;
    }

    Settings watches(TreeWatches what) {
      watches = what;
      return this;
    }

    Settings space(FreeSpace what) {
      space = what;
      return this;
    }

    Settings withoutUndo() {
      undo = false;
      return this;
    }

    GitWorkspace workspace() {
      return new GitWorkspace(
          new WorkspaceSettings(
              path,
              base,
              base,
              into,
              restart,
              check,
              commits,
              setup,
              keepIgnored,
              readsIgnore,
              undo,
              trees,
              "run-1",
              space,
              repository.environment,
              Places.inProcess(),
              watches),
          PROCESSES);
    }

    GitWorkspace opened() throws Exception {
      GitWorkspace workspace = workspace();
      workspace.open();
      return workspace;
    }
  }
}
