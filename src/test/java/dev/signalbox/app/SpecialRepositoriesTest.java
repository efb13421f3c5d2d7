package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs, and pairs of branches, in repositories that are not like others: two tasks begin at
/// the same time and change the same file, and a check passes on what they give together.
@Timeout(120)
class SpecialRepositoriesTest {
  private static final String LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  private static final String FIRST = "sed -i 's/^2/2 one/' shared.txt";
  private static final String SECOND = "sed -i 's/^8/8 two/' shared.txt";

  @TempDir Path folder;
  private Scratch scratch;
  private Path repository;
  private int plans;

  private record Said(int exit, String text) {}

  @BeforeEach
  void makeRepository() throws Exception {
    scratch = new Scratch(folder.toRealPath());
    repository = scratch.repository;
    write("shared.txt", LINES);
    write("quiet.txt", "nobody changes this\n");
    commit();
  }

  private void write(String path, String text) throws Exception {
    Path file = repository.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void commit() throws Exception {
    scratch.git("add", "--all");
    scratch.git("commit", "-q", "-m", "more");
  }

  private String sh(Path where, String script) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-ec", script)
            .directory(where.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", script, said).isZero();
    return said;
  }

  private Said signalbox(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(both, both, new BufferedReader(Reader.nullReader()), System.getenv(), false);
    int exit =
        SignalboxCommand.execute(
            new SignalboxCommand(scratch.folders, folder, (_, _) -> 0, terminal), arguments);
    return new Said(exit, out.toString(StandardCharsets.UTF_8));
  }

  /// Two tasks that begin before either ends.
  private Said together(String check, String one, String two) throws Exception {
    return run("repository", "", check, one, two);
  }

  private Said run(String where, String more, String check, String one, String two)
      throws Exception {
    Path meet = Files.createDirectory(folder.resolve("meet" + ++plans));
    Path plan = folder.toRealPath().resolve("plan" + plans + ".yaml");
    String begin =
        "touch MEET/$SIGNALBOX_TASK; until [ -e MEET/one ] && [ -e MEET/two ]; do sleep 0.02; done\n";
    Files.writeString(
        plan,
        """
        name: special
        repository: %s
        into: special
        check: %s
        parallel: 2
        %s
        agents: { A: { kind: shell, capacity: 2 } }
        tasks:
          - id: one
            retries: { max: 0 }
            run: |
        %s
          - id: two
            retries: { max: 0 }
            run: |
        %s
        """
            .formatted(
                where,
                "|\n" + check.indent(4).stripTrailing(),
                more,
                (begin + one).indent(6).stripTrailing(),
                (begin + two).indent(6).stripTrailing())
            .replace("MEET", meet.toString()));
    Said said = signalbox("run", plan.toString(), "--headless", "--approve", "none");
    return said;
  }

  private void ran(Said said) {
    assertThat(said.exit()).as(said.text()).isZero();
    Said verified = signalbox("verify", "latest");
    assertThat(verified.exit()).as(verified.text()).isZero();
  }

  /// What differs between two commits, by name.
  private List<String> changed(String from, String to) throws Exception {
    return scratch
        .git("diff", "--no-renames", "--name-status", from, to)
        .lines()
        .map(line -> line.replace('\t', ' '))
        .toList();
  }

  private String show(String path) throws Exception {
    return scratch.git("cat-file", "-p", "special:" + path);
  }

  /// git's verdict is said, in a repository and for a work tree of it with nothing to commit.
  private void saysWhatGitSays(Path where, String left, String right) throws Exception {
    String merge =
        "git merge-tree --write-tree $(git rev-parse %s) $(git rev-parse %s) | head -n 1"
            .formatted(left, right);
    String git = sh(where, merge).strip();
    String status =
        sh(
            where,
            "git merge-tree --write-tree "
                + left
                + " "
                + right
                + " > ../out && echo clean || echo conflict");
    Said said = signalbox("conflicts", "--repo", where.toString(), left, right);
    assertThat(said.text())
        .startsWith("%s\t%s\t%s\t%s\t".formatted(left, right, status.strip(), git));
  }

  @Test
  void mergeDriver() throws Exception {
    write(".gitattributes", "list.txt merge=sorted\nunion.txt merge=union\nfixed.txt -merge\n");
    write("list.txt", "b\n");
    write("union.txt", "b\n");
    commit();
    scratch.git("config", "merge.sorted.driver", "cat %A %B | sort -u > %A.new && mv %A.new %A");
    // The checkout may be anywhere: what counts are the attributes of what is merged onto.
    scratch.git("checkout", "-q", "-b", "elsewhere");
    scratch.git("rm", "-q", ".gitattributes");
    scratch.git("commit", "-q", "-m", "no attributes here");
    Said said =
        run(
            "repository",
            "base: main",
            "true",
            "echo one >> list.txt; echo one >> union.txt",
            "echo two >> list.txt; echo two >> union.txt");
    ran(said);
    assertThat(said.text()).doesNotContain("conflicts in");
    assertThat(show("list.txt")).isEqualTo("b\none\ntwo\n");
    assertThat(show("union.txt").lines()).containsExactlyInAnyOrder("b", "one", "two");
    assertThat(scratch.git("status", "--porcelain")).isEmpty();
    scratch.git("checkout", "-q", "main");
    saysWhatGitSays(repository, "special~1", "elsewhere");
  }

  @Test
  void lineEnds() throws Exception {
    for (String autocrlf : List.of("true", "input")) {
      scratch.git("config", "core.autocrlf", autocrlf);
      sh(repository, "git branch -qD special 2>/dev/null || true; git checkout -qf main");
      Said said =
          together(
              "true",
              "sed -i 's/^2\\(\\r*\\)$/2 one\\1/' shared.txt",
              "printf 'new\\r\\n' > new.txt; touch quiet.txt");
      ran(said);
      assertThat(changed("main", "special")).containsExactly("A new.txt", "M shared.txt");
      assertThat(show("new.txt")).isEqualTo("new\n");
      assertThat(show("shared.txt")).isEqualTo(LINES.replace("2\n", "2 one\n"));
    }
  }

  @Test
  void filesThatGitWouldWriteInAnotherWay() throws Exception {
    sh(
        repository,
        """
        printf 'a\\r\\nb\\r\\n' > crlf.txt
        printf 'a\\n' > utf16.txt
        printf 'plain\\n' > x.filtered
        git add -A; git commit -qm raw
        printf '*.txt text=auto\\ncrlf.txt text eol=crlf\\nutf16.txt working-tree-encoding=UTF-16LE\\n*.filtered filter=count\\n' > .gitattributes
        git config filter.count.clean 'sed s/plain/clean/'
        git config filter.count.smudge 'sed s/clean/plain/'
        git add .gitattributes; git commit -qm attributes
        """);
    ran(together("true", FIRST, SECOND));
    assertThat(changed("main", "special")).containsExactly("M shared.txt");
  }

  @Test
  void largeFileStorageThatIsNotInstalled() throws Exception {
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 12\n"
            .formatted("4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393");
    write("model.bin", pointer);
    write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
    commit();
    ran(together("grep -q oid model.bin", FIRST + "; touch model.bin", SECOND));
    assertThat(changed("main", "special")).containsExactly("M shared.txt");
    assertThat(show("model.bin")).isEqualTo(pointer);
    saysWhatGitSays(repository, "main", "special");
    // As `git lfs install` leaves it where git-lfs has gone since.
    scratch.git("config", "filter.lfs.clean", "git-lfs-gone clean -- %f");
    scratch.git("config", "filter.lfs.smudge", "git-lfs-gone smudge -- %f");
    scratch.git("config", "filter.lfs.required", "true");
    // Else the check of the base, which cannot be made either, may be quicker and stop the run.
    Said said = run("repository", "check_base: skip", "true", "true", "true");
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.text())
        .contains("No work tree can be made: model.bin: smudge filter lfs failed, which");
  }

  @Test
  void submodules() throws Exception {
    Path other = Files.createDirectory(folder.toRealPath().resolve("other"));
    sh(
        other,
        "git init -q -b main; git config user.name A; git config user.email a@b; echo 1 > f;"
            + " git add f; git commit -qm 1; echo 2 > f; git commit -qam 2");
    sh(
        repository,
        "git -c protocol.file.allow=always submodule add -q " + other + " lib; git commit -qm lib");
    ran(together("true", FIRST, SECOND));
    assertThat(changed("main", "special")).containsExactly("M shared.txt");
    scratch.git("branch", "-D", "special");
    Said said =
        run(
            "repository",
            "workspace: { setup: git -c protocol.file.allow=always submodule update -q --init }",
            "test -e lib/f",
            "git -C lib checkout -q HEAD^; " + FIRST,
            "echo changed > lib/f; echo new > lib/new; " + SECOND);
    ran(said);
    assertThat(changed("main", "special")).containsExactly("M lib", "M shared.txt");
    assertThat(scratch.git("status", "--porcelain")).isEmpty();
    // What is nowhere else is kept, and said.
    Path bundle =
        Path.of(said.text().replaceFirst("(?s).*kept as the bundle (.*?\\.bundle)\\..*", "$1"));
    assertThat(said.text())
        .contains("What it changed in the submodule lib without committing it there does not land");
    assertThat(
            sh(
                repository,
                "git -C lib fetch -q "
                    + bundle
                    + " refs/signalbox/kept && git -C lib show FETCH_HEAD:f FETCH_HEAD:new"))
        .isEqualTo("changed\nnew\n");
  }

  @Test
  void unbornBranch() throws Exception {
    Path empty = folder.toRealPath().resolve("empty");
    sh(folder, "git init -q -b main empty");
    Said said = run("empty", "", "true", FIRST, SECOND);
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.text())
        .contains(empty + " has no commit yet; make a first one with `git commit`.");
  }

  @Test
  void bareRepository() throws Exception {
    sh(folder, "git clone -q --bare repository bare.git");
    Said said = run("bare.git", "", "true", FIRST, SECOND);
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.text())
        .contains(
            "bare.git is a bare repository; `repository:` must name a checkout (git clone it).");
    // What landed can be checked there all the same, by the attributes of what it was merged onto.
    write(".gitattributes", "union.txt merge=union\n");
    write("union.txt", "b\n");
    commit();
    ran(together("true", "echo one >> union.txt", "echo two >> union.txt"));
    sh(folder, "git clone -q --mirror repository mirror.git");
    Said verified =
        signalbox("verify", "latest", "--repo", folder.resolve("mirror.git").toString());
    assertThat(verified.exit()).as(verified.text()).isZero();
    saysWhatGitSays(folder.resolve("mirror.git"), "main", "special");
  }

  @Test
  void shallowAndPartialClones() throws Exception {
    sh(
        repository,
        "for i in 1 2 3; do echo $i > quiet.txt; git commit -qam $i; done; git config uploadpack.allowFilter true");
    sh(
        folder,
        "git clone -q --depth 1 file://$PWD/repository shallow; git clone -q --filter=blob:none --no-checkout file://$PWD/repository partial; cd partial; git sparse-checkout set --no-cone shared.txt; git checkout -q");
    for (String clone : List.of("shallow", "partial")) {
      Said said = run(clone, "", "test -e shared.txt", FIRST, SECOND);
      ran(said);
      assertThat(sh(folder.resolve(clone), "git diff --name-only HEAD special"))
          .isEqualTo("shared.txt\n");
      if (clone.equals("partial")) {
        saysWhatGitSays(folder.resolve(clone), "HEAD", "special");
      }
    }
  }

  @Test
  void sparseCheckout() throws Exception {
    write("src/a.txt", "a\n");
    write("docs/b.txt", "b\n");
    commit();
    for (String cone : List.of("--cone src", "--no-cone /src/")) {
      sh(
          repository,
          "git sparse-checkout set " + cone + "; git branch -qD special 2>/dev/null || true");
      ran(
          together(
              "test ! -e docs/b.txt",
              "test ! -e docs; echo x > src/n.txt",
              "mkdir docs; echo two > docs/n.txt"));
      assertThat(changed("main", "special")).containsExactly("A docs/n.txt", "A src/n.txt");
    }
  }

  @Test
  void linkedWorkTreeAndOwnConfiguration() throws Exception {
    sh(
        repository,
        "git worktree add -q -b side ../side; git config extensions.worktreeConfig true; git -C ../side config --worktree user.name Side; git -C ../side config --worktree core.autocrlf true");
    ran(run("side", "", "true", FIRST, SECOND));
    assertThat(changed("main", "special")).containsExactly("M shared.txt");
    assertThat(sh(folder.resolve("side"), "git status --porcelain")).isEmpty();
    saysWhatGitSays(folder.resolve("side"), "side", "special");
  }

  @Test
  void sha256() throws Exception {
    sh(
        folder,
        "git init -q -b main --object-format=sha256 long; cd long; git config user.name A; git config user.email a@b;"
            + " cp ../repository/*.txt .; git add -A; git commit -qm first");
    ran(run("long", "", "true", FIRST, SECOND));
    assertThat(sh(folder.resolve("long"), "git diff --name-only main special"))
        .isEqualTo("shared.txt\n");
    saysWhatGitSays(folder.resolve("long"), "main", "special");
  }

  @Test
  void oddNames() throws Exception {
    sh(
        repository,
        """
        printf x > "$(printf 'new\\nline')"; printf x > 'quo"te'; printf x > "$(printf 'latin-\\351')"; printf x > Case; printf x > case; printf x > ' lead'; printf x > 'back\\slash'; printf x > ./-dash
        git add -A; git commit -qm odd
        """);
    ran(
        together(
            "test -e Case",
            FIRST + "; echo y >> \"$(printf 'latin-\\351')\"; echo y >> Case; echo y >> ' lead'",
            SECOND
                + "; echo y >> \"$(printf 'new\\nline')\"; echo y >> 'quo\"te'; echo y >> case; rm ./-dash"));
    assertThat(changed("main", "special")).hasSize(8);
    saysWhatGitSays(repository, "main", "special");
  }

  @Test
  void fileSystemsWithoutModesOrLinks() throws Exception {
    sh(
        repository,
        "ln -s shared.txt link; printf '#!/bin/sh\\n' > tool; chmod +x tool; git add -A; git commit -qm more; git config core.fileMode false; git config core.symlinks false; git config core.ignoreCase true; git config core.precomposeUnicode true");
    ran(together("true", FIRST + "; chmod -x tool; echo '# one' >> tool", SECOND));
    assertThat(changed("main", "special")).containsExactly("M shared.txt", "M tool");
    assertThat(scratch.git("ls-tree", "special", "link", "tool"))
        .contains("120000 blob", "100755 blob");
  }

  @Test
  void alternates() throws Exception {
    sh(
        folder,
        "git clone -q --shared repository borrowed; git clone -q --reference repository file://$PWD/repository referring");
    ran(run("borrowed", "", "true", FIRST, SECOND));
    assertThat(sh(folder.resolve("borrowed"), "git diff --name-only HEAD special"))
        .isEqualTo("shared.txt\n");
    saysWhatGitSays(folder.resolve("borrowed"), "HEAD", "special");
  }

  @Test
  void inTheMiddleOfARebaseAndAMerge() throws Exception {
    sh(
        repository,
        "git checkout -q -b topic; echo t > shared.txt; git commit -qam t; git checkout -q main; echo m > shared.txt; git commit -qam m; git checkout -q topic; git rebase main || true");
    String before = scratch.git("status");
    assertThat(before).contains("rebas");
    ran(
        run(
            "repository",
            "base: main",
            "true",
            "sed -i 's/^m$/one/' shared.txt",
            "echo two > two.txt"));
    assertThat(scratch.git("status")).isEqualTo(before);
    sh(
        repository,
        "git rebase --abort; git branch -D special; git checkout -q main; git merge topic || true");
    before = scratch.git("status");
    assertThat(before).contains("merge");
    ran(run("repository", "", "true", "sed -i 's/^m$/one/' shared.txt", "echo two > two.txt"));
    assertThat(scratch.git("status")).isEqualTo(before);
    saysWhatGitSays(repository, "topic", "special");
  }

  @Test
  void aPersonWorksMeanwhile() throws Exception {
    // The tasks wait for a person who commits, changes branches, packs and prunes.
    String person =
        """
        [ $SIGNALBOX_ATTEMPT -gt 1 ] || (
        cd REPOSITORY; echo p > person.txt; git add person.txt; git commit -qm person; git checkout -q -b elsewhere
        echo q >> person.txt; git commit -qam more; echo r >> person.txt; git stash -q
        git reflog expire --expire=now --all; git repack -adq; git gc -q --prune=now; git worktree prune; git pack-refs --all
        touch MEET/person )
        """
            .replace("REPOSITORY", repository.toString());
    Said said =
        together(
            "true",
            FIRST
                + "; git commit -qam mine; touch MEET/began\n"
                + "until [ -e MEET/person ]; do sleep 0.02; done; echo one > one.txt",
            SECOND + "; git add -A; until [ -e MEET/began ]; do sleep 0.02; done\n" + person);
    ran(said);
    sh(
        repository,
        "git reflog expire --expire=now --all; git gc -q --prune=now; git fsck --no-dangling");
    Said verified = signalbox("verify", "latest");
    assertThat(verified.exit()).as(verified.text()).isZero();
    assertThat(changed("special~2", "special")).isNotEmpty();
  }
}
