package dev.signalbox.workspace;

import dev.signalbox.watch.Changed;
import dev.signalbox.watch.TreeWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What an attempt has done in its work tree so far, as a commit on its base. The files that the
/// watch named are copied to a folder of our own, and git looks there and nowhere else: it lists no
/// folder of the work tree, takes no lock in it, and opens no file that the task might be said to
/// have read.
///
/// Not for two threads at once.
public final class TreeMirror implements AutoCloseable {
  /// Each command takes so many arguments and no more.
  private static final int ARGUMENTS = 256;

  /// Rather than more of them, the whole work tree is looked at.
  private static final int MOST_LEFT_OUT = 20_000;

  private static final String IGNORES = ".gitignore";
  private static final String GIT_FOLDER = "/.git/";

  private final Git git;
  private final Path directory;
  private final String base;
  private final Set<String> never;
  private final MirroredFiles files;
  private final Git mirror;
  private final Set<String> named = new TreeSet<>();
  private final Set<String> gone = new TreeSet<>();

  /// Files that git is told to ignore; another rule may let them in.
  private final Set<String> leftOut = new HashSet<>();

  /// What the last look at the whole work tree found.
  private Map<String, String> seen = Map.of();

  private String time = "";
  private String tree = "";
  private Set<String> gitlinks = Set.of();
  private Snapshot last;

  /// What the attempt has done.
  ///
  /// @param commit the base where it has done nothing
  /// @param changes what differs from the base
  public record Snapshot(String base, String commit, ChangedPaths changes) {
    static Snapshot nothing(String base) {
      return new Snapshot(base, base, ChangedPaths.NONE);
    }
  }

  /// Files whose copies are new, and files that are gone.
  private record Staged(List<String> there, List<String> gone) {
    boolean isEmpty() {
      return there.isEmpty() && gone.isEmpty();
    }
  }

  private TreeMirror(Git git, Path directory, String base, Set<String> never, Path folder)
      throws IOException {
    this.git = git;
    this.directory = directory;
    this.base = base;
    this.never = never;
    Path copies = Files.createDirectory(folder.resolve("files"));
    this.files = new MirroredFiles(directory, copies);
    this.mirror =
        git.in(copies)
            .with("GIT_DIR", gitFolder(directory).toString())
            .with("GIT_WORK_TREE", copies.toString())
            .with("GIT_INDEX_FILE", folder.resolve("index").toString())
            .with("GIT_CONFIG_COUNT", "1")
            // Where a filter of Git LFS would keep the content of large files.
            .with("GIT_CONFIG_KEY_0", "lfs.storage")
            .with("GIT_CONFIG_VALUE_0", folder.resolve("lfs").toString());
    this.last = Snapshot.nothing(base);
  }

  /// Of a work tree that an attempt works in.
  ///
  /// @param git git on the repository, whose objects go to the quarantine
  public static TreeMirror of(Git git, Quarantine quarantine, Path directory, String base)
      throws WorkspaceException, InterruptedException {
    try {
      TreeMirror mirror =
          new TreeMirror(git, directory, base, brought(directory), quarantine.scratch());
      mirror.begin();
      return mirror;
    } catch (IOException e) {
      throw new WorkspaceException("No copy of " + directory + " can be made.", e);
    }
  }

  private static Path gitFolder(Path directory) throws IOException {
    return Slot.of(directory).admin();
  }

  /// What the plan's `workspace:` brought is no part of a change.
  private static Set<String> brought(Path directory) throws IOException {
    Slot slot = Slot.of(directory);
    return Files.exists(slot.lease())
        ? Set.copyOf(Lease.read(slot).brought().untracked())
        : Set.of();
  }

  private void begin() throws WorkspaceException, InterruptedException {
    String[] facts = git.line("log", "-1", "--format=%T %ct", base, "--").split(" ");
    tree = facts[0];
    time = "@" + facts[1] + " +0000";
    mirror.run("read-tree", base);
    Set<String> links = new HashSet<>();
    List<String> ignores = new ArrayList<>();
    for (String field : mirror.run("ls-files", "-s", "-z").fields()) {
      String path = field.substring(field.indexOf('\t') + 1);
      if (field.startsWith(Changes.GITLINK)) {
        links.add(path);
      } else if (isRules(path)) {
        ignores.add(path);
      }
    }
    gitlinks = Set.copyOf(links);
    if (!ignores.isEmpty()) {
      mirror.run(Git.list(ignores), "checkout-index", "-q", "-f", "-z", "--stdin");
    }
  }

  /// The work tree as it is now, where `changed` is what was written in it since this was last
  /// asked.
  ///
  /// @param watch what sees the work tree
  public Snapshot take(Changed changed, TreeWatch watch)
      throws WorkspaceException, InterruptedException {
    try {
      boolean rules = changed.paths().stream().anyMatch(TreeMirror::isRules);
      Collection<String> paths = changed.paths();
      if (changed.everything() || (rules && leftOut.size() >= MOST_LEFT_OUT)) {
        paths = written(changed);
        Map<String, String> stamps = files.stamps(paths);
        if (stamps.equals(seen)) {
          return last;
        }
        seen = stamps;
      } else {
        seen = Map.of();
        paths = rules ? everNamed(changed) : paths;
      }
      if (rules) {
        // Other files may be ignored from now on.
        mirror.run("read-tree", base);
      }
      watch.looking();
      Staged staged;
      try {
        staged = copy(paths, rules);
      } finally {
        watch.looked(files.takeOpened());
      }
      if (rules) {
        named.clear();
        gone.clear();
      }
      if (rules || !staged.isEmpty()) {
        gone.removeAll(staged.there());
        named.addAll(staged.there());
        named.removeAll(staged.gone());
        gone.addAll(staged.gone());
        stage(staged);
        snapshot();
      }
      return last;
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work tree %s cannot be read (%s).".formatted(directory, e.getMessage()), e);
    }
  }

  /// Writes everything once more, where what was written has gone.
  ///
  /// @return the same as it was last
  public Snapshot again() throws WorkspaceException, InterruptedException {
    mirror.run("read-tree", base);
    stage(new Staged(List.copyOf(named), List.copyOf(gone)));
    mirror.line("write-tree");
    if (!last.changes().isEmpty()) {
      commit(tree);
    }
    return last;
  }

  /// Whatever may have been written where that was not told: a look at the whole work tree.
  private Set<String> written(Changed changed) throws WorkspaceException, InterruptedException {
    Set<String> all = everNamed(changed);
    Slot slot = new Slot(directory, directory);
    Git whole = mirror.in(directory).with("GIT_WORK_TREE", directory.toString());
    if (Files.isRegularFile(slot.index())) {
      // It knows the files as they were when the attempt began.
      whole = whole.with("GIT_INDEX_FILE", slot.index().toString());
    }
    all.addAll(
        whole
            .run("ls-files", "-z", "-o", "-m", "-d", "--deduplicate", "--exclude-standard")
            .fields());
    return all;
  }

  private Set<String> everNamed(Changed changed) {
    Set<String> all = new TreeSet<>(changed.paths());
    all.addAll(named);
    all.addAll(gone);
    all.addAll(leftOut);
    return all;
  }

  /// Brings the copies up to date.
  ///
  /// @param rules whether what is to be ignored may be different
  private Staged copy(Collection<String> paths, boolean rules)
      throws IOException, WorkspaceException, InterruptedException {
    Set<String> there = new LinkedHashSet<>();
    List<String> elsewise = new ArrayList<>();
    for (String path : paths) {
      if (isOurs(path)) {
        if (files.has(path)) {
          there.add(path);
        } else {
          elsewise.add(path);
          files.below(path).stream().filter(this::isOurs).filter(files::has).forEach(there::add);
        }
      }
    }
    List<String> gone = known(elsewise).stream().filter(p -> isOurs(p) && !files.has(p)).toList();
    for (String path : gone) {
      files.remove(path);
    }
    // The rules first: what they leave out is not copied.
    for (String path : there) {
      files.prepare(path);
      if (isRules(path)) {
        files.copy(path);
      }
    }
    Set<String> asked = new LinkedHashSet<>(there);
    if (!rules) {
      asked.removeAll(named);
    }
    Set<String> ignored = ignored(asked);
    there.removeAll(ignored);
    leftOut.removeAll(there);
    ignored.stream().limit(MOST_LEFT_OUT - leftOut.size()).forEach(leftOut::add);
    List<String> copied = new ArrayList<>();
    for (String path : there) {
      if (isRules(path) || files.copy(path)) {
        copied.add(path);
      }
    }
    return new Staged(copied, gone);
  }

  private static boolean isRules(String path) {
    return path.equals(IGNORES) || path.endsWith("/" + IGNORES);
  }

  /// The files that were there last, of files and folders that are no files now.
  private List<String> known(List<String> paths) throws WorkspaceException, InterruptedException {
    List<String> known = new ArrayList<>();
    for (int i = 0; i < paths.size(); i += ARGUMENTS) {
      List<String> command =
          new ArrayList<>(List.of("--literal-pathspecs", "ls-files", "-z", "--"));
      command.addAll(paths.subList(i, Math.min(paths.size(), i + ARGUMENTS)));
      known.addAll(mirror.run(command.toArray(String[]::new)).fields());
    }
    return known;
  }

  private boolean isOurs(String path) {
    return PathText.isPlain(path)
        && !("/" + path + "/").contains(GIT_FOLDER)
        && !never.contains(path)
        && gitlinks.stream().noneMatch(link -> path.equals(link) || path.startsWith(link + "/"));
  }

  /// Which of the files that git does not know it is told to ignore.
  private Set<String> ignored(Set<String> paths) throws WorkspaceException, InterruptedException {
    if (paths.isEmpty()) {
      return Set.of();
    }
    GitOutput output =
        mirror.attempt(Git.list(List.copyOf(paths)), "check-ignore", "-z", "--stdin");
    if (output.exit() > 1) {
      throw mirror.failure(output, "check-ignore");
    }
    return new HashSet<>(output.fields());
  }

  private void stage(Staged staged) throws WorkspaceException, InterruptedException {
    if (!staged.gone().isEmpty()) {
      mirror.run(Git.list(staged.gone()), "update-index", "--force-remove", "-z", "--stdin");
    }
    if (!staged.there().isEmpty()) {
      mirror.run(Git.list(staged.there()), "update-index", "--add", "--replace", "-z", "--stdin");
    }
  }

  private void snapshot() throws WorkspaceException, InterruptedException {
    String now = mirror.line("write-tree");
    if (now.equals(tree)) {
      return;
    }
    ChangedPaths changes = ChangedPaths.between(git, base, now);
    last = changes.isEmpty() ? Snapshot.nothing(base) : new Snapshot(base, commit(now), changes);
    tree = now;
  }

  // The same content on the same commit is the same commit, whenever it is made.
  private String commit(String of) throws WorkspaceException, InterruptedException {
    return git.with("GIT_AUTHOR_DATE", time)
        .with("GIT_COMMITTER_DATE", time)
        .line("commit-tree", of, "-p", base, "-m", "so far");
  }

  /// A change that was kept, as a commit on its base and nothing else: the agent's own commits must
  /// not move the merge base.
  public static String onBase(Git git, String commit, String base)
      throws WorkspaceException, InterruptedException {
    String[] facts = git.line("log", "-1", "--format=%ct %P", commit, "--").split(" ");
    if (facts.length == 2 && facts[1].equals(base)) {
      return commit;
    }
    String time = "@" + facts[0] + " +0000";
    return git.with("GIT_AUTHOR_DATE", time)
        .with("GIT_COMMITTER_DATE", time)
        .line("commit-tree", commit + "^{tree}", "-p", base, "-m", "on its base");
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
