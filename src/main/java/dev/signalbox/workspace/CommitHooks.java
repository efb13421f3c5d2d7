package dev.signalbox.workspace;

import dev.signalbox.plan.DurationText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The hooks of the user's repository that `git commit` runs. They run as there, but in a
/// [MergedTree] of their own: HEAD is what the commit goes on, index and files are what lands.
final class CommitHooks {
  private static final Duration MOST_WITHOUT_A_LIMIT = Duration.ofMinutes(10);
  private static final int REMEMBERED = 1000;
  private static final int MOST_PATHS = 5;
  private static final long LONGEST_MESSAGE = 1 << 20;
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xx");

  private static final String PRE_COMMIT = "pre-commit";
  private static final String PREPARE = "prepare-commit-msg";
  private static final String MESSAGE = "commit-msg";
  private static final String POST_COMMIT = "post-commit";

  private final Git git;
  private final Path hooks;
  private final MergedTree tree;
  private final Map<String, String> environment;
  private final PlanCommand commands;
  private final Duration limit;

  /// What `pre-commit` let pass, each as the tree before and the tree that lands: whoever has to
  /// wait because it is against another one does not pay for that.
  private final Set<String> passed =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /// @param commonDir the git folder that all work trees of the repository share
  /// @param environment what hooks start from, as the user's git would give it to them
  /// @param limit how long one may take; null where the plan does not say
  CommitHooks(
      Git git,
      Path commonDir,
      MergedTree tree,
      Map<String, String> environment,
      PlanCommand commands,
      @Nullable Duration limit) {
    this.git = git;
    this.hooks = commonDir.resolve("hooks");
    this.tree = tree;
    this.environment = environment;
    this.commands = commands;
    this.limit = limit == null ? MOST_WITHOUT_A_LIMIT : limit;
  }

  /// A commit that is to be made.
  ///
  /// @param before the tree of `onto`
  /// @param as says whose it is
  /// @param text the message, with the trailers
  record Draft(String tree, String onto, String before, Git as, String text, Trailers trailers) {}

  /// What they say of one.
  sealed interface Said {
    /// @param text the message by now
    record Yes(String text) implements Said {}

    record No(CommitAnswer.Refused answer) implements Said {}
  }

  /// Asks those that run before a commit is made.
  synchronized Said before(Draft draft, Path log) throws WorkspaceException, InterruptedException {
    String key = draft.before() + " " + draft.tree();
    Set<String> names = there(PRE_COMMIT, PREPARE, MESSAGE);
    if (passed.contains(key)) {
      names.remove(PRE_COMMIT);
    }
    if (names.isEmpty()) {
      return new Said.Yes(draft.text());
    }
    boolean sound = false;
    try {
      Slot slot = tree.bring(draft.tree(), draft.onto(), log);
      slot.git(git).run("update-ref", "--no-deref", "HEAD", draft.onto());
      Call call = new Call(slot, draft.as().identity(), now(), log);
      CommitAnswer.@Nullable Refused against =
          names.contains(PRE_COMMIT) ? preCommit(call, draft.tree()) : null;
      if (against == null && names.contains(PRE_COMMIT)) {
        passed.add(key);
      }
      Said said = against == null ? message(call, draft, names) : new Said.No(against);
      sound = said instanceof Said.Yes;
      return said;
    } catch (IOException e) {
      throw new WorkspaceException(
          "The repository's hooks could not be run: " + e.getMessage() + ".", e);
    } finally {
      if (!sound) {
        tree.discard();
      }
    }
  }

  /// Runs the one that runs after a commit was made.
  ///
  /// @return a sentence for people where it went wrong; the commit stays, as with git
  synchronized Optional<String> after(String commit, Path log)
      throws WorkspaceException, InterruptedException {
    if (there(POST_COMMIT).isEmpty()) {
      return Optional.empty();
    }
    boolean sound = false;
    try {
      Slot slot = tree.bring(commit, commit, log);
      List<String> names =
          git.run("log", "-1", "--format=%an%x00%ae%x00%cn%x00%ce%x00%ad%x00", "--date=raw", commit)
              .fields();
      Map<String, String> identity =
          Map.of(
              "GIT_AUTHOR_NAME", names.get(0),
              "GIT_AUTHOR_EMAIL", names.get(1),
              "GIT_COMMITTER_NAME", names.get(2),
              "GIT_COMMITTER_EMAIL", names.get(3));
      Optional<CommitAnswer.Refused> wrong =
          run(new Call(slot, identity, "@" + names.get(4), log), POST_COMMIT);
      sound = wrong.isEmpty();
      return wrong.map(
          w ->
              "The hook %s of the repository %s after %s had landed."
                  .formatted(w.hook(), w.why(), commit));
    } catch (IOException e) {
      throw new WorkspaceException(
          "The repository's hooks could not be run: " + e.getMessage() + ".", e);
    } finally {
      if (!sound) {
        tree.discard();
      }
    }
  }

  /// What a hook needs to know.
  private record Call(Slot slot, Map<String, String> identity, String date, Path log) {}

  /// Which of them there may be. Where settings name a folder for them it may lie in the tree, and
  /// only git knows what is in it.
  private Set<String> there(String... names) throws WorkspaceException, InterruptedException {
    GitOutput settings =
        git.attempt("config", "--name-only", "--get-regexp", "^(core\\.hookspath$|hook\\.)");
    // One is ours, which takes hooks from git.
    boolean named = settings.text().lines().count() > 1;
    return Stream.of(names)
        .filter(name -> named || Files.isExecutable(hooks.resolve(name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  // What it changes was not checked, and does not land: so it is against what lands.
  private CommitAnswer.@Nullable Refused preCommit(Call call, String lands)
      throws WorkspaceException, InterruptedException {
    Set<String> before = differing(call.slot(), lands);
    Optional<CommitAnswer.Refused> refused = run(call, PRE_COMMIT);
    if (refused.isPresent()) {
      return refused.get();
    }
    Set<String> changed = differing(call.slot(), lands);
    changed.removeAll(before);
    return changed.isEmpty()
        ? null
        : new CommitAnswer.Refused(
            PRE_COMMIT, "changed " + some(changed) + ", and what it makes was not checked", "");
  }

  private static String some(Set<String> paths) {
    int more = paths.size() - MOST_PATHS;
    String first = paths.stream().limit(MOST_PATHS).collect(Collectors.joining(", "));
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }

  /// Tracked files that are not as in the tree, in the index or in the folder.
  private Set<String> differing(Slot slot, String lands)
      throws WorkspaceException, InterruptedException {
    Set<String> paths = new TreeSet<>();
    for (List<String> side : List.of(List.of("--cached"), List.<String>of())) {
      List<String> command =
          new ArrayList<>(List.of("diff", "--name-only", "-z", "--no-ext-diff", "--no-renames"));
      command.addAll(side);
      command.add(lands);
      for (String path : slot.git(git).run(command.toArray(String[]::new)).fields()) {
        paths.add(PathText.quoted(path));
      }
    }
    return paths;
  }

  private Said message(Call call, Draft draft, Set<String> names)
      throws WorkspaceException, InterruptedException, IOException {
    Path file = call.slot().admin().resolve("COMMIT_EDITMSG");
    Files.writeString(file, draft.text());
    if (names.contains(PREPARE)) {
      Optional<CommitAnswer.Refused> refused = run(call, PREPARE, file.toString(), "message");
      if (refused.isPresent()) {
        return new Said.No(refused.get());
      }
    }
    if (names.contains(MESSAGE)) {
      Optional<CommitAnswer.Refused> refused = run(call, MESSAGE, file.toString());
      if (refused.isPresent()) {
        return new Said.No(refused.get());
      }
    }
    String last = names.contains(MESSAGE) ? MESSAGE : PREPARE;
    if (!Files.isRegularFile(file)) {
      return new Said.No(new CommitAnswer.Refused(last, "left no message", ""));
    }
    if (Files.size(file) > LONGEST_MESSAGE) {
      return new Said.No(new CommitAnswer.Refused(last, "left a message of more than 1 MiB", ""));
    }
    String said = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace("\0", "");
    if (said.equals(draft.text())) {
      return new Said.Yes(said);
    }
    String clean = git.run(said.getBytes(StandardCharsets.UTF_8), "stripspace").text();
    String text = draft.trailers().in(clean, git);
    return text.isBlank()
        ? new Said.No(new CommitAnswer.Refused(last, "left no message", ""))
        : new Said.Yes(text);
  }

  /// @return empty where it said yes, or is not there
  private Optional<CommitAnswer.Refused> run(Call call, String name, String... arguments)
      throws WorkspaceException, InterruptedException {
    Map<String, String> variables = new TreeMap<>(environment);
    variables.putAll(call.identity());
    variables.put("GIT_AUTHOR_DATE", call.date());
    variables.put("GIT_INDEX_FILE", call.slot().admin().resolve("index").toString());
    // As git says that nobody sits there to edit the message.
    variables.put("GIT_EDITOR", ":");
    variables.put("SIGNALBOX_HOOK", name);
    List<String> command =
        new ArrayList<>(
            List.of("/bin/sh", "-c", "exec git hook run --ignore-missing \"$@\"", "hook", name));
    if (arguments.length > 0) {
      command.add("--");
      command.addAll(List.of(arguments));
    }
    PlanCommand.Ended ended =
        commands.run(command, call.slot().directory(), variables, call.log(), limit);
    if (ended.succeeded()) {
      return Optional.empty();
    }
    String why =
        ended.exit().isPresent()
            ? "ended with exit code " + ended.exit().getAsInt()
            : "took longer than " + DurationText.format(limit) + " and was ended";
    return Optional.of(new CommitAnswer.Refused(name, why, ended.tail()));
  }

  private static String now() {
    ZonedDateTime now = ZonedDateTime.now();
    return "@" + now.toEpochSecond() + " " + OFFSET.format(now);
  }
}
