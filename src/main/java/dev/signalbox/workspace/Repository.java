package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The user's repository: where its parts are, and whether a run can work in it.
///
/// @param top the root of the user's checkout
/// @param gitDir the git folder of that checkout
/// @param commonDir the git folder that all work trees share
/// @param git git in the user's checkout; of use only for what does not write there
record Repository(Path top, Path gitDir, Path commonDir, Git git) {
  private static final Pattern VERSION = Pattern.compile("git version (\\d+)\\.(\\d+)");
  private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final int OLDEST_MINOR = 39;

  /// What a run starts from.
  ///
  /// @param name as people say it
  record Base(String name, String commit) {}

  static Repository open(Path folder, Map<String, String> environment)
      throws WorkspaceException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      throw WorkspaceException.at(
          "repository",
          "There is no folder " + folder + "; `repository:` must name a folder in a git checkout.");
    }
    Git git = Git.in(folder, environment);
    requireVersion(git);
    GitOutput found =
        git.attempt(
            "rev-parse",
            "--path-format=absolute",
            "--is-bare-repository",
            "--git-dir",
            "--git-common-dir",
            "--show-toplevel");
    List<String> lines = found.text().lines().toList();
    if (!lines.isEmpty() && lines.getFirst().equals("true")) {
      throw WorkspaceException.at(
          "repository",
          folder + " is a bare repository; `repository:` must name a checkout (git clone it).");
    }
    if (!found.succeeded() || lines.size() != 4) {
      throw WorkspaceException.at(
          "repository",
          folder
              + " is not a git checkout ("
              + found.lastError()
              + "); name one under `repository:`, or make one of it with `git init` and a commit.");
    }
    Path top = Path.of(lines.get(3));
    return new Repository(top, Path.of(lines.get(1)), Path.of(lines.get(2)), git.in(top));
  }

  static void requireVersion(Git git) throws WorkspaceException, InterruptedException {
    String said = git.line("--version");
    Matcher version = VERSION.matcher(said);
    if (!version.find() || !supported(version.group(1), version.group(2))) {
      throw new WorkspaceException(
          "Signalbox needs git 2." + OLDEST_MINOR + " or newer, and this is \"" + said + "\".");
    }
  }

  static boolean supported(String major, String minor) {
    int first = Integer.parseInt(major);
    return first > 2 || first == 2 && Integer.parseInt(minor) >= OLDEST_MINOR;
  }

  /// The commit that `name` stands for; that of HEAD where it is null.
  Base base(@Nullable String name) throws WorkspaceException, InterruptedException {
    String wanted = name == null ? "HEAD" : name;
    GitOutput found =
        git.attempt("rev-parse", "-q", "--verify", "--end-of-options", wanted + "^{commit}");
    if (found.succeeded()) {
      return new Base(name == null ? branchOfHead() : name, found.line());
    }
    if (git.line("rev-list", "--all", "--max-count=1").isEmpty()) {
      throw WorkspaceException.at(
          "repository", top + " has no commit yet; make a first one with `git commit`.");
    }
    if (name == null) {
      throw WorkspaceException.at(
          "repository",
          "The branch that is checked out in "
              + top
              + " has no commit yet; name another one under `base:`.");
    }
    boolean remote =
        git.attempt("rev-parse", "-q", "--verify", "refs/remotes/origin/" + name).succeeded();
    throw WorkspaceException.at(
        "base",
        "There is no branch or commit "
            + name
            + " in "
            + top
            + (remote
                ? "; origin has one: say `base: origin/" + name + "`."
                : "; name one that is there under `base:`."));
  }

  private String branchOfHead() throws WorkspaceException, InterruptedException {
    GitOutput branch = git.attempt("symbolic-ref", "-q", "--short", "HEAD");
    return branch.succeeded() ? branch.line() : "the commit that is checked out";
  }

  /// What is checked out, in every work tree there is. Others come and go meanwhile: one of which
  /// nothing is there any more, or not yet, has nothing checked out.
  List<CheckedOut> checkedOut() throws WorkspaceException {
    List<CheckedOut> all = new ArrayList<>();
    try {
      add(all, commonDir, mainFolder());
      for (Path admin : linked()) {
        Path at = read(admin.resolve("gitdir")).map(Path::of).map(Path::getParent).orElse(admin);
        add(all, admin, at);
      }
    } catch (IOException e) {
      throw new WorkspaceException("The work trees of " + top + " could not be listed.", e);
    }
    return all;
  }

  /// The folders in which git keeps what belongs to one linked work tree.
  private List<Path> linked() throws IOException {
    List<Path> linked = new ArrayList<>();
    try (var folders =
        Files.newDirectoryStream(commonDir.resolve("worktrees"), Files::isDirectory)) {
      folders.forEach(linked::add);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return linked;
  }

  /// A file of git's, which may go at any time.
  private static Optional<String> read(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /// The commit that a branch is at, where git keeps it in a file of its own: as it does since the
  /// branch last moved, until its refs are packed.
  Optional<String> loose(String branch) throws WorkspaceException {
    Path file = commonDir.resolve(branch);
    try {
      return Files.isRegularFile(file)
          ? read(file).filter(text -> OBJECT.matcher(text).matches())
          : Optional.empty();
    } catch (IOException e) {
      throw new WorkspaceException("The branch " + branch + " could not be read.", e);
    }
  }

  /// A branch that is checked out, or is being rebased, in a folder.
  record CheckedOut(String ref, Path folder) {}

  private Path mainFolder() {
    Path parent = commonDir.getParent();
    return commonDir.endsWith(".git") && parent != null ? parent : commonDir;
  }

  private static void add(List<CheckedOut> all, Path admin, Path folder) throws IOException {
    Optional<String> head = read(admin.resolve("HEAD"));
    if (head.isPresent() && head.get().startsWith("ref: ")) {
      all.add(new CheckedOut(head.get().substring("ref: ".length()), folder));
    }
    for (String rebase : List.of("rebase-merge", "rebase-apply")) {
      read(admin.resolve(rebase).resolve("head-name"))
          .ifPresent(name -> all.add(new CheckedOut(name, folder)));
    }
  }

  /// What a person should know of the checkout before a run starts from `base`.
  List<String> notes(Base base) throws WorkspaceException, InterruptedException {
    List<String> notes = new ArrayList<>();
    GitOutput status =
        git.attempt(
            "status",
            "--porcelain",
            "-z",
            "--no-renames",
            "--untracked-files=normal",
            "--ignore-submodules=all");
    if (status.succeeded()) {
      dirty(status.fields().size(), base).ifPresent(notes::add);
    } else {
      notes.add(
          "git cannot tell what is changed in your checkout (%s); the agents start from %s."
              .formatted(status.lastError(), base.name()));
    }
    if (git.attempt("cat-file", "-e", base.commit() + ":.gitmodules").succeeded()) {
      notes.add(
          "Submodules are not checked out in work trees; where tasks need them, say"
              + " `workspace: { setup: git submodule update --init }`.");
    }
    return notes;
  }

  private static Optional<String> dirty(int files, Base base) {
    return files == 0
        ? Optional.empty()
        : Optional.of(
            (files == 1 ? "1 uncommitted file is" : files + " uncommitted files are")
                + " not seen by the agents, which start from "
                + base.name()
                + ".");
  }
}
