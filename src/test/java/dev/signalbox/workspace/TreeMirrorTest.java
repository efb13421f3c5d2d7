package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.watch.Changed;
import dev.signalbox.watch.Reads;
import dev.signalbox.watch.TreeWatch;
import dev.signalbox.watch.TreeWatches;
import dev.signalbox.watch.Unwatched;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What git sees of a work tree by the files that its watch named is what it would see in it.
@EnabledOnOs(OS.LINUX)
class TreeMirrorTest {
  @TempDir Path folder;
  private ScratchRepository repository;
  private Path tree;
  private String base;
  private History history;
  private Quarantine quarantine;
  private Git holding;
  private TreeWatches watches;
  private TreeWatch watch;
  private TreeMirror mirror;

  @BeforeEach
  void open() throws Exception {
    repository = ScratchRepository.small(folder);
    repository.write(".gitignore", "*.log\nbuild/\n");
    repository.write(".gitattributes", "*.crlf text eol=crlf\n");
    repository.write("src/deep/d.txt", ScratchRepository.lines("d", 10));
    repository.write("lib/e.txt", ScratchRepository.lines("e", 10));
    repository.write("old.log", "tracked though ignored\n");
    repository.git("add", "-f", "old.log");
    base = repository.commit("ignore");
    tree = repository.folder.resolve("tree");
    repository.git("worktree", "add", "-q", "--detach", tree.toString());
    history = History.open(repository.top, repository.environment);
    quarantine = Quarantine.of(history, Map.of());
    holding = quarantine.holding(history.git());
    watches = TreeWatches.open();
    watch = watches.begin(tree, Unwatched.NOTHING, () -> {});
    mirror = TreeMirror.of(holding, quarantine, tree, base);
  }

  @AfterEach
  void close() throws Exception {
    mirror.close();
    watch.close();
    watches.close();
    quarantine.close();
  }

  private TreeMirror.Snapshot take() throws Exception {
    return mirror.take(watch.takeChanged(), watch);
  }

  private String run(String script) throws Exception {
    return repository.run(tree, Map.of(), "sh", "-ec", script);
  }

  private String treeOf(String commit) throws Exception {
    return holding.line("rev-parse", commit + "^{tree}");
  }

  /// What a look at the whole work tree would say.
  private String truth() throws Exception {
    return treeOf(TreeSnapshot.of(history, quarantine, tree).everything().commit());
  }

  @Test
  void aTaskThatDidNothingIsAtItsBase() throws Exception {
    assertThat(take()).isEqualTo(new TreeMirror.Snapshot(base, base, ChangedPaths.NONE));
  }

  @Test
  void whatTheTaskDidIsACommitOnItsBaseThoughItCommittedSomeOfItItself() throws Exception {
    run("echo x >> a.txt; git add -A; git commit -qm mine; echo n > new; rm b.txt; echo l > x.log");
    TreeMirror.Snapshot taken = take();
    assertThat(treeOf(taken.commit())).isEqualTo(truth());
    assertThat(holding.line("rev-parse", taken.commit() + "^@")).isEqualTo(base);
    assertThat(taken.changes().all()).containsExactlyInAnyOrder("a.txt", "new", "b.txt");
    assertThat(taken.changes().added()).containsExactly("new");
    assertThat(taken.changes().deleted()).containsExactly("b.txt");
  }

  @Test
  void whatIsPutBackIsNoChange() throws Exception {
    run("echo x >> a.txt; rm b.txt");
    take();
    run("git checkout -q -- .");
    assertThat(take().commit()).isEqualTo(base);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mv src moved",
        "mv src/deep lib/deep; echo x >> lib/deep/d.txt",
        "rm -r lib; echo file > lib",
        "rm a.txt; mkdir a.txt; echo x > a.txt/inside",
        "ln -s src/c.txt link; rm -r lib; ln -s src lib",
        "chmod +x a.txt",
        "printf 'one\\ntwo\\n' > x.crlf",
        "echo x > 'odd \" name\tü'",
        "echo x > old.log",
        "mkdir -p build; echo x > build/x; echo '!build/' >> .gitignore",
        "mkdir -p out; echo x > out/x; sleep 0.02; echo 'out/' >> .gitignore",
        "rm .gitignore; echo x > y.log",
        "mkdir venv; echo '*' > venv/.gitignore; echo x > venv/x",
        "git mv a.txt src/a.txt; git rm -q b.txt; git commit -qm moved; git checkout -q -b other",
        "git init -q nested; echo x > nested/x",
      })
  void itIsWhatGitAddWouldTake(String script) throws Exception {
    run(script.replace("git init -q nested; ", "mkdir nested; "));
    assertThat(treeOf(take().commit())).isEqualTo(truth());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void soItStaysThroughWhateverIsDone(long seed) throws Exception {
    Random random = new Random(seed);
    List<String> names =
        List.of("a.txt", "b.txt", "src", "src/c.txt", "src/deep", "lib", "lib/e.txt", "n", "n/x");
    for (int round = 0; round < 12; round++) {
      StringBuilder script = new StringBuilder("set +e; exec 2>/dev/null\n");
      for (int i = 0; i < 4; i++) {
        String one = names.get(random.nextInt(names.size()));
        String other = names.get(random.nextInt(names.size()));
        script.append(
            switch (random.nextInt(9)) {
              case 0 -> "echo %d >> %s\n".formatted(i, one);
              case 1 -> "rm -rf %s\n".formatted(one);
              case 2 -> "mv -T %s %s\n".formatted(one, other);
              case 3 -> "mkdir -p %s; echo %d > %s/f%d\n".formatted(one, i, one, i);
              case 4 -> "ln -sfn a.txt %s\n".formatted(one);
              case 5 -> "chmod +x %s\n".formatted(one);
              case 6 -> "git checkout -q -- %s\n".formatted(one);
              case 7 -> "echo 'f%d' > %s/.gitignore\n".formatted(i, one);
              default -> "cp %s %s.tmp && mv %s.tmp %s\n".formatted(one, one, one, other);
            });
      }
      run(script + "true");
      assertThat(treeOf(take().commit())).as(script.toString()).isEqualTo(truth());
    }
  }

  @Test
  void whatWasNotToldIsFoundByALookAtEverything() throws Exception {
    run("echo x >> a.txt; mv src moved; echo n > new; rm b.txt");
    watch.takeChanged();
    TreeMirror.Snapshot taken = mirror.take(new Changed(true, List.of()), watch);
    assertThat(treeOf(taken.commit())).isEqualTo(truth());
    run("git checkout -q -- b.txt; rm new");
    watch.takeChanged();
    taken = mirror.take(new Changed(true, List.of()), watch);
    assertThat(treeOf(taken.commit())).isEqualTo(truth());
  }

  @Test
  void nothingThatGitOrWeOpenCountsAsRead() throws Exception {
    run("echo x >> a.txt; chmod 600 b.txt; mv src moved; echo '*.x' >> .gitignore; echo n > n.x");
    take();
    run("echo y >> a.txt");
    take();
    Reads reads = watch.reads();
    assertThat(reads.files()).isEmpty();
    assertThat(reads.afterWriting()).isEmpty();
    assertThat(reads.folders()).isEmpty();
    assertThat(reads.isExact()).isTrue();
  }

  @Test
  void theWorkTreesOwnIndexMayBeLocked() throws Exception {
    Path lock =
        Path.of(run("git rev-parse --path-format=absolute --git-path index").strip() + ".lock");
    Files.createFile(lock);
    run("echo x >> a.txt");
    assertThat(take().changes().all()).containsExactly("a.txt");
    assertThat(lock).exists();
  }

  @Test
  void nothingIsWrittenIntoTheWorkTreeOrWhereGitKeepsItsState() throws Exception {
    run("echo x >> a.txt; mv src moved; echo '*.x' >> .gitignore; rm b.txt");
    TreeWatch state = watches.begin(repository.top.resolve(".git"), Unwatched.NOTHING, () -> {});
    take();
    mirror.take(new Changed(true, List.of()), watch);
    assertThat(watch.takeChanged()).isEqualTo(Changed.NOTHING);
    // The times of objects that git would have written again.
    assertThat(state.takeChanged().paths()).allMatch(path -> path.startsWith("objects/"));
    state.close();
  }

  @Test
  void itIsWrittenAgainWhereItsObjectsHaveGone() throws Exception {
    run("echo x >> a.txt; rm b.txt; mv lib src/lib");
    String commit = take().commit();
    quarantine.clear();
    assertThat(mirror.again().commit()).isEqualTo(commit);
    assertThat(treeOf(commit)).isEqualTo(truth());
  }
}
