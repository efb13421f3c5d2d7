package dev.signalbox.engine;

import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.CommitAnswer;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Resolved;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkTree;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A repository in memory: a branch of commits, each with its files. Changes are merged file by
/// file, from the commit they started from, as git does it; one file only ever grows by lines, and
/// merges always.
final class FakeWorkspace implements Workspace {
  /// The file that changes of any number of tasks go into without a conflict.
  static final String UNION_PATH = "notes";

  /// What a plan calls the branch that this follows.
  static final String BASE_NAME = "main";

  private record Commit(String id, String parent, String task, Map<String, String> files) {}

  /// Whose commits they are that bring what has come to the base.
  static final String JOINS = "the base";

  private static final Commit BASE = new Commit("c0", "", "", Map.of());

  private final List<Commit> branch = new ArrayList<>(List.of(BASE));
  private final Map<String, Commit> commits = new HashMap<>(Map.of(BASE.id(), BASE));
  private final Map<Map<String, String>, String> trees = new HashMap<>();
  private final Map<String, Map<String, String>> filesOf = new HashMap<>();
  private final Map<String, Set<String>> tasksOf = new HashMap<>();

  /// Whose changes a commit has that was made to be merged on, and that never lands.
  private final Map<String, Set<String>> stacked = new HashMap<>();

  private final Map<String, Map<String, String>> snapshots = new HashMap<>();
  private int others;

  /// What somebody has committed to the base, the oldest first.
  private final List<Commit> onBase = new ArrayList<>();

  /// How many of these a commit of the branch's has.
  private final Map<String, Integer> joined = new HashMap<>();

  int looks;

  /// Somebody pushes right before the base is to land, once.
  boolean pushBeforeBase;

  /// What git says no to while the base lands, as in [#refused].
  String refuseBase = "";

  private int laneCalls;

  /// The paths that each attempt at a task writes, by task.
  final Map<String, Set<String>> writes = new HashMap<>();

  /// What one attempt writes, by path.
  final Map<AttemptKey, Map<String, String>> contents = new HashMap<>();

  /// What one attempt was seen to read, where it is known.
  final Map<AttemptKey, Set<String>> reads = new HashMap<>();

  /// Of the commits that were made.
  final List<String> messages = new ArrayList<>();

  final List<String> checked = new ArrayList<>();
  final List<AttemptKey> abandoned = new ArrayList<>();
  private final Map<Path, String> bases = new HashMap<>();
  final List<String> goneOn = new ArrayList<>();
  final List<AttemptKey> kept = new ArrayList<>();
  final Set<AttemptKey> open = new HashSet<>();

  /// What the check says of the tasks whose changes are in a tree.
  Predicate<Set<String>> check = tasks -> true;

  boolean somebodyElseMovesIt;

  /// What git says no to: `release`, `land`, `land, when done`, `hasLanded`, `sign`.
  final Set<String> refused = new HashSet<>();

  /// The hook that is against the commit of a task.
  final Map<String, String> hooks = new ConcurrentHashMap<>();

  /// The tasks whose landing was followed by what follows it, in order.
  final List<String> followed = new CopyOnWriteArrayList<>();

  /// What is wrong with what follows landings; null where nothing is.
  @Nullable String afterwards;

  @Override
  public Opened open() {
    return new Opened("/repo", BASE.id(), headNow(), List.of());
  }

  @Override
  public String head() {
    return headNow();
  }

  private String headNow() {
    return branch.getLast().id();
  }

  @Override
  public WorkTree prepare(AttemptKey key, Path log) {
    open.add(key);
    Path directory = Path.of("/trees/" + key.task() + key.number());
    bases.put(directory, headNow());
    return new WorkTree(key, directory, headNow(), 1, 0);
  }

  @Override
  public List<String> park(WorkTree tree) {
    open.remove(tree.key());
    return List.of();
  }

  @Override
  public WorkTree goOn(AttemptKey key, AttemptKey parked, Path directory, Path log) {
    open.add(key);
    goneOn.add(key.task());
    contents.put(key, contents.getOrDefault(parked, Map.of()));
    if (reads.containsKey(parked)) {
      reads.put(key, new TreeSet<>(reads.get(parked)));
    }
    return new WorkTree(key, directory, bases.getOrDefault(directory, headNow()), 0, 0);
  }

  @Override
  public void abandon(AttemptKey parked, Path directory) {
    abandoned.add(parked);
  }

  @Override
  public Sealed seal(WorkTree tree) {
    AttemptKey key = tree.key();
    Map<String, String> base = commit(tree.base()).files();
    Map<String, String> after = new TreeMap<>(base);
    writes
        .getOrDefault(key.task(), Set.of())
        .forEach(path -> after.put(path, key.task() + "#" + key.number()));
    after.putAll(contents.getOrDefault(key, Map.of()));
    List<Sealed.Change> changes = new ArrayList<>();
    for (String path : differing(base, after)) {
      changes.add(new Sealed.Change(base.containsKey(path) ? 'M' : 'A', path, 1, 1));
    }
    if (changes.isEmpty()) {
      return new Sealed(key, tree.base(), "", changes, List.of(), read(key));
    }
    String commit = "s-" + key.task() + "-" + key.number();
    while (!after.equals(snapshots.getOrDefault(commit, after))) {
      commit += "'";
    }
    snapshots.put(commit, after);
    return new Sealed(key, tree.base(), commit, changes, List.of(), read(key));
  }

  private Reads read(AttemptKey key) {
    Set<String> files = reads.get(key);
    return files == null
        ? Reads.UNKNOWN
        : new Reads(
            Reads.Source.WATCHED, false, List.copyOf(files), List.of(), List.of(), List.of(), "");
  }

  @Override
  public void release(WorkTree tree, boolean keep) throws WorkspaceException {
    refuse("release");
    open.remove(tree.key());
    if (keep) {
      kept.add(tree.key());
    }
  }

  @Override
  public Merge merge(Sealed change, String onto) {
    return merge(change, onto, Map.of());
  }

  @Override
  public Merge.Clean resolve(Sealed change, String onto, Map<String, Resolved> files)
      throws WorkspaceException {
    refuse("resolve");
    if (merge(change, onto, files) instanceof Merge.Clean clean) {
      return clean;
    }
    throw new WorkspaceException("It says nothing of a path.");
  }

  @Override
  public Optional<ConflictedMerge> conflict(Sealed change, String onto) throws WorkspaceException {
    if (!(merge(change, onto) instanceof Merge.Conflicting clash)) {
      return Optional.empty();
    }
    Map<String, String> theirs = Objects.requireNonNull(snapshots.get(change.commit()));
    return Optional.of(
        new ConflictedMerge(
            onto,
            "",
            clash.digest(),
            clash.paths().stream()
                .map(
                    path ->
                        new ConflictedMerge.File(
                            path,
                            version(commit(change.base()).files().get(path)),
                            version(commit(onto).files().get(path)),
                            version(theirs.get(path)),
                            null))
                .toList(),
            clash.messages()));
  }

  /// Which sides' content is gone where `files` take the place of what does not fit: `a by TASK`.
  Set<String> leftOut(Sealed change, String onto, Map<String, Resolved> files) {
    Map<String, String> base = commit(change.base()).files();
    Map<String, String> merged = new HashMap<>(commit(onto).files());
    Map<String, String> theirs = Objects.requireNonNull(snapshots.get(change.commit()));
    Set<String> gone = new TreeSet<>();
    List<String> clashes =
        merge(change, onto) instanceof Merge.Conflicting clash ? clash.paths() : List.of();
    clashes.forEach(
        path -> {
          String landed = merged.get(path);
          Resolved resolved = Objects.requireNonNull(files.get(path));
          put(merged, path, resolved, theirs.getOrDefault(path, ""));
          for (Resolved.Side side : Resolved.Side.values()) {
            String content = side == Resolved.Side.LANDED ? landed : theirs.get(path);
            if (content != null
                && !content.isEmpty()
                && !content.equals(base.get(path))
                && !content.equals(merged.get(path))) {
              gone.add(path + " by " + side);
            }
          }
        });
    return gone;
  }

  private static ConflictedMerge.@Nullable Version version(@Nullable String content) {
    return content == null ? null : new ConflictedMerge.Version(Resolved.PLAIN, content, content);
  }

  /// The digest of what does not fit; empty where it fits.
  String conflictOf(Sealed change, String onto) {
    return merge(change, onto, Map.of()) instanceof Merge.Conflicting c ? c.digest() : "";
  }

  private Merge merge(Sealed change, String onto, Map<String, Resolved> files) {
    return inLane(
        () -> {
          Map<String, String> base = commit(change.base()).files();
          Map<String, String> ours = commit(onto).files();
          Map<String, String> theirs = Objects.requireNonNull(snapshots.get(change.commit()));
          Map<String, String> merged = new TreeMap<>(ours);
          List<String> clashes = new ArrayList<>();
          StringBuilder digest = new StringBuilder();
          StringBuilder sides = new StringBuilder();
          for (String path : differing(base, theirs)) {
            String was = base.getOrDefault(path, "");
            String here = ours.getOrDefault(path, "");
            String there = theirs.getOrDefault(path, "");
            if (path.equals(UNION_PATH)) {
              merged.put(path, union(here, there));
            } else if (here.equals(was) || here.equals(there)) {
              merged.put(path, there);
            } else if (files.containsKey(path)) {
              put(merged, path, files.get(path), there);
            } else {
              clashes.add(path);
              sides.append(path).append(List.of(was, here, there));
            }
            digest.append(path).append('=').append(merged.get(path)).append(';');
          }
          if (!clashes.isEmpty()) {
            return new Merge.Conflicting(clashes, "CONFLICT in " + clashes, "sides " + sides);
          }
          String tree = trees.computeIfAbsent(merged, content -> "tree" + (trees.size() + 1));
          filesOf.put(tree, merged);
          Set<String> tasks = new LinkedHashSet<>(stacked.getOrDefault(onto, Set.of()));
          tasks.addAll(landed());
          tasks.add(change.key().task());
          tasksOf.put(tree, tasks);
          return new Merge.Clean(
              tree,
              "digest " + digest,
              List.copyOf(both(differing(ours, merged), differing(base, theirs))));
        });
  }

  private static void put(
      Map<String, String> files, String path, Resolved resolved, String theirs) {
    switch (resolved) {
      case Resolved.Text(String text, _) -> files.put(path, text);
      case Resolved.Gone _ -> files.remove(path);
      case Resolved.Taken(Resolved.Side side) when side == Resolved.Side.TASK ->
          files.put(path, theirs);
      case Resolved.Taken _ -> {}
      case Resolved.Bytes _ -> throw new AssertionError("nobody gives bytes here");
    }
  }

  private static Set<String> differing(Map<String, String> one, Map<String, String> other) {
    Set<String> paths = new TreeSet<>(one.keySet());
    paths.addAll(other.keySet());
    paths.removeIf(path -> Objects.equals(one.get(path), other.get(path)));
    return paths;
  }

  private static Set<String> both(Set<String> one, Set<String> other) {
    Set<String> both = new TreeSet<>(one);
    both.addAll(other);
    return both;
  }

  private static String union(String one, String other) {
    Set<String> lines = new TreeSet<>(one.lines().toList());
    lines.addAll(other.lines().toList());
    return String.join("\n", lines);
  }

  @Override
  public String stack(Merge.Clean merge, String onto) {
    return inLane(
        () -> {
          String id = "stacked-%s-on-%s".formatted(merge.tree(), onto);
          commits.put(
              id, new Commit(id, onto, "", Objects.requireNonNull(filesOf.get(merge.tree()))));
          stacked.put(id, tasksOf.getOrDefault(merge.tree(), Set.of()));
          return id;
        });
  }

  @Override
  public Check check(String commitOrTree, Path log) {
    return inLane(
        () -> {
          checked.add(commitOrTree);
          boolean passed = check.test(tasksOf.getOrDefault(commitOrTree, Set.of()));
          return new Check(passed, passed ? "" : "red");
        });
  }

  @Override
  public CommitAnswer commit(
      Merge.Clean merge,
      String onto,
      String author,
      String message,
      Map<String, String> trailers,
      Path log)
      throws WorkspaceException {
    if (refused.contains("sign")) {
      throw WorkspaceException.at("commit", "the key is locked");
    }
    String hook = hooks.get(String.valueOf(trailers.get("Signalbox-Task")));
    if (hook != null) {
      return new CommitAnswer.Refused(hook, "ended with exit code 1", "line 1\nline 2\n");
    }
    messages.add(message);
    return inLane(
        () -> {
          Map<String, String> files = Objects.requireNonNull(filesOf.get(merge.tree()));
          if (files.equals(commit(onto).files())) {
            return new CommitAnswer.Made("");
          }
          String task = String.valueOf(trailers.get("Signalbox-Task"));
          String id = "m-%s-on-%s-for-%s".formatted(merge.tree(), onto, task);
          commits.put(id, new Commit(id, onto, task, files));
          return new CommitAnswer.Made(id);
        });
  }

  @Override
  public Optional<String> afterLanding(String commit, Path log) {
    followed.add(taskOf(commit));
    return Optional.ofNullable(afterwards);
  }

  @Override
  public boolean land(String commit, String expected) throws WorkspaceException {
    if (joined.containsKey(commit)) {
      somebodyElseMovesIt |= pushBeforeBase;
      pushBeforeBase = false;
      refused.add(refuseBase);
    }
    refuse("land");
    boolean landed = move(commit, expected);
    refuse("land, when done");
    return landed;
  }

  private boolean move(String commit, String expected) {
    return inLane(
        () -> {
          if (somebodyElseMovesIt) {
            somebodyElseMovesIt = false;
            push(Map.of("elsewhere", "by somebody"));
          }
          if (!headNow().equals(expected)) {
            return false;
          }
          chain(commit, expected).forEach(id -> branch.add(commit(id)));
          return true;
        });
  }

  /// The commits after `from` up to `to`, the oldest first.
  List<String> chain(String to, String from) {
    List<String> chain = new ArrayList<>();
    for (String at = to; !at.equals(from); at = commit(at).parent()) {
      chain.addFirst(at);
    }
    return chain;
  }

  /// Somebody commits to the branch that the run started from.
  void commitToBase(Map<String, String> content) {
    Map<String, String> files =
        new TreeMap<>(onBase.isEmpty() ? BASE.files() : onBase.getLast().files());
    files.putAll(content);
    String id = "b" + (onBase.size() + 1);
    onBase.add(new Commit(id, onBase.isEmpty() ? BASE.id() : onBase.getLast().id(), "", files));
    commits.put(id, onBase.getLast());
  }

  /// How many of the base's commits the branch has.
  private int onBranch() {
    return branch.stream().mapToInt(c -> joined.getOrDefault(c.id(), 0)).max().orElse(0);
  }

  @Override
  public Optional<BaseNow> base(String known) throws WorkspaceException {
    looks++;
    refuse("base");
    String now = onBase.isEmpty() ? BASE.id() : onBase.getLast().id();
    return now.equals(known)
        ? Optional.empty()
        : Optional.of(
            new BaseNow(
                now,
                onBase.size() - onBranch(),
                onBranch() == 0 ? BASE.id() : onBase.get(onBranch() - 1).id()));
  }

  @Override
  public Merge mergeBase(String base, String onto) {
    return inLane(
        () -> {
          Map<String, String> was =
              onBranch() == 0 ? BASE.files() : onBase.get(onBranch() - 1).files();
          Map<String, String> theirs = commit(base).files();
          Map<String, String> ours = commit(onto).files();
          Map<String, String> merged = new TreeMap<>(ours);
          List<String> clashes = new ArrayList<>();
          for (String path : differing(was, theirs)) {
            String here = ours.getOrDefault(path, "");
            if (!here.equals(was.getOrDefault(path, "")) && !here.equals(theirs.get(path))) {
              clashes.add(path);
            }
            merged.put(path, theirs.getOrDefault(path, ""));
          }
          if (!clashes.isEmpty()) {
            return new Merge.Conflicting(clashes, "CONFLICT in " + clashes, "");
          }
          String tree = trees.computeIfAbsent(merged, content -> "tree" + (trees.size() + 1));
          filesOf.put(tree, merged);
          Set<String> tasks = new LinkedHashSet<>(landed());
          tasks.add(BASE_NAME);
          tasksOf.put(tree, tasks);
          return new Merge.Clean(tree, tree, List.copyOf(differing(ours, merged)));
        });
  }

  @Override
  public String commitBase(
      Merge.Clean merge, String onto, String base, String message, Map<String, String> trailers) {
    messages.add(message);
    return inLane(
        () -> {
          String id = "j-%s-on-%s-and-%s".formatted(merge.tree(), onto, base);
          Map<String, String> files = Objects.requireNonNull(filesOf.get(merge.tree()));
          commits.put(id, new Commit(id, onto, JOINS, files));
          joined.put(id, Integer.parseInt(base.substring(1)));
          return id;
        });
  }

  @Override
  public List<LandedTask> landedTasks() {
    return branch.stream()
        .filter(FakeWorkspace::isOfTask)
        .map(c -> new LandedTask(c.task(), c.id(), before(c)))
        .toList();
  }

  private String before(Commit commit) {
    return branch.get(branch.indexOf(commit) - 1).id();
  }

  @Override
  public List<String> difference(String from, String to) {
    return List.copyOf(differing(commit(from).files(), commit(to).files()));
  }

  @Override
  public boolean hasLanded(String commit) throws WorkspaceException {
    refuse("hasLanded");
    return branch.contains(commits.get(commit));
  }

  @Override
  public void close() {}

  /// Somebody else puts a commit on the branch.
  void push(Map<String, String> content) {
    Map<String, String> files = new TreeMap<>(branch.getLast().files());
    files.putAll(content);
    Commit commit = new Commit("o" + ++others, headNow(), "somebody", files);
    commits.put(commit.id(), commit);
    branch.add(commit);
  }

  /// Whose commits are on the branch, the oldest first.
  List<String> landed() {
    return branch.stream().map(Commit::task).filter(t -> !t.isEmpty()).toList();
  }

  /// The branch's commits that tasks made, the oldest first.
  List<String> landedCommits() {
    return branch.stream().filter(FakeWorkspace::isOfTask).map(Commit::id).toList();
  }

  private static boolean isOfTask(Commit commit) {
    return !Set.of("", "somebody", JOINS).contains(commit.task());
  }

  /// Whose commit it is.
  String taskOf(String commit) {
    return commit(commit).task();
  }

  /// The commit it lies on.
  String parentOf(String commit) {
    return commit(commit).parent();
  }

  /// The tree of a commit that was made for a task.
  String treeOf(String commit) {
    return String.valueOf(trees.get(commit(commit).files()));
  }

  private Commit commit(String id) {
    @Nullable Commit commit = commits.get(id);
    if (commit == null) {
      throw new AssertionError("There is no commit " + id);
    }
    return commit;
  }

  private void refuse(String what) throws WorkspaceException {
    if (refused.contains(what)) {
      throw new WorkspaceException("git refuses: " + what);
    }
  }

  private interface Step<T> {
    T take();
  }

  /// The engine's promise: one at a time.
  private <T> T inLane(Step<T> step) {
    if (++laneCalls != 1) {
      throw new IllegalStateException("Two steps in the lane at once");
    }
    try {
      return step.take();
    } finally {
      laneCalls--;
    }
  }
}
