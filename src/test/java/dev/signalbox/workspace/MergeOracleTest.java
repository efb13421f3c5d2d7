package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One process for many pairs says what one process each says.
class MergeOracleTest {
  @TempDir Path folder;
  private ScratchRepository repository;
  private MergeOracle oracle;

  @BeforeEach
  void open() throws Exception {
    repository = ScratchRepository.small(folder);
    oracle = new MergeOracle(Git.in(repository.top, repository.environment));
  }

  private interface Work {
    void change() throws Exception;
  }

  private String on(String base, Work work) throws Exception {
    repository.git("checkout", "-q", "--detach", base);
    work.change();
    return repository.commit("change");
  }

  private void replace(String path, String from, String to) throws IOException {
    Path file = repository.top.resolve(path);
    Files.writeString(file, Files.readString(file).replace(from, to));
  }

  /// Exit code, tree and paths of a `git merge-tree` of its own.
  private Verdict single(String left, String right) throws Exception {
    String said =
        repository.run(
            repository.top,
            Map.of(),
            "sh",
            "-c",
            "git merge-tree --write-tree --allow-unrelated-histories -z --name-only --no-messages "
                + left
                + " "
                + right
                + " | tr '\\0' '|'");
    String[] fields = said.split("\\|");
    return fields.length == 1
        ? new Verdict.Clean(fields[0])
        : new Verdict.Conflicting(
            fields[0], List.of(fields).subList(1, fields.length), "", List.of());
  }

  private static Verdict withoutMessages(Verdict verdict) {
    return verdict instanceof Verdict.Conflicting c
        ? new Verdict.Conflicting(c.tree(), c.paths(), "", List.of())
        : verdict;
  }

  private void allPairsAsSingle(List<String> commits) throws Exception {
    List<MergePair> pairs = new ArrayList<>();
    for (String left : commits) {
      commits.forEach(right -> pairs.add(new MergePair(left, right)));
    }
    List<Verdict> verdicts = oracle.verdicts(pairs);
    for (int i = 0; i < pairs.size(); i++) {
      assertThat(withoutMessages(verdicts.get(i)))
          .as(pairs.get(i).toString())
          .isEqualTo(single(pairs.get(i).left(), pairs.get(i).right()));
    }
  }

  @Test
  void editsRenamesDeletionsTypesOddNamesCrissCrossAndUnrelatedHistories() throws Exception {
    List<String> commits = new ArrayList<>();
    commits.add(repository.git("rev-parse", "main"));
    commits.add(on("main", () -> replace("a.txt", "a3\n", "left\n")));
    commits.add(on("main", () -> replace("a.txt", "a3\n", "right\n")));
    commits.add(on("main", () -> repository.git("mv", "src", "moved")));
    commits.add(on("main", () -> repository.write("src/new \"ü\"\nline\t.txt", "one\n")));
    commits.add(on("main", () -> repository.write("src/new \"ü\"\nline\t.txt", "two\n")));
    commits.add(on("main", () -> repository.git("rm", "-q", "a.txt")));
    commits.add(
        on(
            "main",
            () -> {
              Files.delete(repository.top.resolve("b.txt"));
              repository.write("b.txt/inner", "folder\n");
            }));
    // Two common ancestors, neither of the other.
    String one = commits.get(1);
    String two = on("main", () -> replace("b.txt", "b5\n", "five\n"));
    for (String[] sides : new String[][] {{one, two}, {two, one}}) {
      repository.git("checkout", "-q", "--detach", sides[0]);
      repository.git("merge", "-q", "-m", "cross", sides[1]);
      replace("a.txt", "a9\n", sides[0]);
      commits.add(repository.commit("after"));
    }
    repository.git("checkout", "-q", "--orphan", "other");
    replace("b.txt", "b1\n", "unrelated\n");
    commits.add(repository.commit("other beginning"));
    allPairsAsSingle(commits);
  }

  @Test
  void attributesAndMergeDriversCountAsTheyDoForGit() throws Exception {
    repository.git("config", "merge.mine.driver", "printf 'driven\\n' > %A");
    repository.write(".gitattributes", "a.txt merge=mine\nb.txt merge=union\n");
    repository.commit("attributes");
    String base = repository.git("rev-parse", "HEAD");
    List<String> commits = new ArrayList<>();
    for (String word : List.of("left\n", "right\n")) {
      commits.add(
          on(
              base,
              () -> {
                replace("a.txt", "a3\n", word);
                replace("b.txt", "b3\n", word);
              }));
    }
    allPairsAsSingle(commits);
    Verdict verdict =
        oracle.verdicts(List.of(new MergePair(commits.get(0), commits.get(1)))).getFirst();
    String tree = ((Verdict.Clean) verdict).tree();
    assertThat(repository.show(tree, "a.txt")).isEqualTo("driven");
    assertThat(repository.show(tree, "b.txt")).contains("left\nright\n");
  }

  @Test
  void aSubmoduleAtTwoCommits() throws Exception {
    List<String> commits = new ArrayList<>();
    for (String id : List.of("1", "2", "3")) {
      commits.add(
          on(
              commits.isEmpty() ? "main" : commits.getFirst(),
              () -> {
                // Without its folder it counts as deleted.
                Files.createDirectories(repository.top.resolve("sub"));
                repository.git(
                    "update-index", "--add", "--cacheinfo", "160000," + id.repeat(40) + ",sub");
              }));
    }
    allPairsAsSingle(commits);
  }

  @Test
  void aPairThatEndsGitIsNamedAndTheOthersHaveTheirVerdicts() throws Exception {
    String left = on("main", () -> replace("a.txt", "a3\n", "left\n"));
    String right = on("main", () -> replace("a.txt", "a3\n", "right\n"));
    String broken = on("main", () -> replace("a.txt", "a3\n", "gone\n"));
    String blob = repository.git("rev-parse", broken + ":a.txt");
    Files.delete(
        repository.top.resolve(".git/objects/" + blob.substring(0, 2) + "/" + blob.substring(2)));
    MergePair deadly = new MergePair(left, broken);
    MergePair fine = new MergePair(left, right);
    List<Verdict> verdicts =
        oracle.verdicts(List.of(fine, deadly, fine, fine, deadly, deadly, fine));
    for (int i : List.of(0, 2, 3, 6)) {
      assertThat(withoutMessages(verdicts.get(i))).isEqualTo(single(left, right));
    }
    for (int i : List.of(1, 4, 5)) {
      assertThat(verdicts.get(i))
          .isInstanceOfSatisfying(
              Verdict.Unusable.class,
              unusable -> assertThat(unusable.why()).startsWith("git merge-tree failed in"));
    }
  }

  @Test
  void onlyFullIdsAreAsked() {
    String id = "a".repeat(40);
    assertThatThrownBy(() -> new MergePair(id, "main"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MergePair(id + "\n", id))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
