package dev.signalbox.conflict.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.conflict.certificate.Certificate.Landing;
import dev.signalbox.conflict.certificate.Certificate.Reads;
import dev.signalbox.conflict.certificate.Certificate.Resolution;
import dev.signalbox.conflict.certificate.Certificate.Source;
import dev.signalbox.conflict.certificate.Certificate.Step;
import dev.signalbox.conflict.certificate.CertificateCheck.Verdict;
import dev.signalbox.conflict.serial.Isolation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateCheckTest {
  @TempDir Path folder;
  private Path repository;
  private String base = "";
  private final List<Step> steps = new ArrayList<>();

  @BeforeEach
  void repository() throws Exception {
    repository = Files.createDirectory(folder.resolve("repository"));
    git("init", "-q", "-b", "main");
    git("config", "user.name", "Ada");
    git("config", "user.email", "ada@example.org");
    write("limit.py", "LIMIT = 10\n");
    write("use.py", "use(LIMIT)\n");
    write("notes.md", lines("note", 20));
    Files.createDirectory(repository.resolve("src"));
    write("src/one.py", "one\n");
    git("add", "-A");
    git("commit", "-qm", "base");
    base = git("rev-parse", "HEAD");
  }

  @Test
  void aStaleReaderIsCheckedAtItsPlaceBeforeTheWriter() throws Exception {
    String writer = left(base, Map.of("limit.py", "LIMIT = 11\n"));
    String reader = left(base, Map.of("use.py", "use(LIMIT, 2)\n"));
    land("writer", base, writer, reads(List.of("limit.py"), List.of()), Isolation.SERIALIZABLE);
    land(
        "reader",
        base,
        reader,
        reads(List.of("limit.py", "use.py"), List.of()),
        Isolation.SERIALIZABLE);
    assertThat(check(certificate("reader", "writer")).failure()).isNull();
    assertThat(check(certificate("writer", "reader")).failure())
        .contains("reader would have read another limit.py");
  }

  @Test
  void aRunInWhichNothingLanded() throws Exception {
    git("branch", "branch", base);
    assertThat(check(certificate()).failure()).isNull();
  }

  @Test
  void writeSkewIsNotCalledSerializable() throws Exception {
    String limit = left(base, Map.of("limit.py", "MOST = 10\n"));
    String use = left(base, Map.of("use.py", "use(LIMIT, 2)\n"));
    Reads both = reads(List.of("limit.py", "use.py"), List.of());
    land("limit", base, limit, both, Isolation.SERIALIZABLE);
    land("use", base, use, both, Isolation.SERIALIZABLE);
    for (String[] order : new String[][] {{"use", "limit"}, {"limit", "use"}}) {
      assertThat(check(certificate(order)).failure()).contains("no serial order");
    }
    Landing last = steps.removeLast().landing();
    assertThat(last).isNotNull();
    steps.add(new Step(git("rev-parse", "branch"), isolated(last, Isolation.NOT_SERIAL)));
    assertThat(check(certificate("limit", "use")).failure()).isNull();
  }

  @Test
  void whoListedAFolderSawWhoWasNotThere() throws Exception {
    String adds = left(base, Map.of("src/two.py", "two\n"));
    String lists = left(base, Map.of("list", "one\n"));
    land("adds", base, adds, reads(List.of(), List.of()), Isolation.SERIALIZABLE);
    land("lists", base, lists, reads(List.of(), List.of("src")), Isolation.SERIALIZABLE);
    assertThat(check(certificate("lists", "adds")).failure()).isNull();
    assertThat(check(certificate("adds", "lists")).failure()).contains("list of src/");
  }

  @Test
  void nobodyIsSerializableWhoseReadsNobodyKnows() throws Exception {
    String one = left(base, Map.of("limit.py", "LIMIT = 11\n"));
    String two = left(base, Map.of("use.py", "use(LIMIT, 2)\n"));
    Reads unknown = new Reads(Source.UNKNOWN, List.of(), List.of(), List.of(), List.of());
    land("one", base, one, unknown, Isolation.SERIALIZABLE);
    land("two", base, two, unknown, Isolation.SERIALIZABLE);
    assertThat(check(certificate("one", "two")).failure())
        .contains("two is called serializable, and is not validated at the most");
  }

  @Test
  void nobodyIsPutBeforeOneThatMayHaveReadEverything() throws Exception {
    Reads unknown = new Reads(Source.UNKNOWN, List.of(), List.of(), List.of(), List.of());
    land(
        "alone",
        base,
        left(base, Map.of("limit.py", "LIMIT = 11\n")),
        unknown,
        Isolation.SERIALIZABLE);
    land(
        "stale",
        base,
        left(base, Map.of("use.py", "use(LIMIT, 2)\n")),
        reads(List.of("limit.py"), List.of()),
        Isolation.SERIALIZABLE);
    for (String[] order : new String[][] {{"stale", "alone"}, {"alone", "stale"}}) {
      assertThat(check(certificate(order)).failure()).contains("no serial order");
    }
  }

  @Test
  void whoChangedAFileThatAnotherChangedMeanwhileCommutesAtTheMost() throws Exception {
    String text = lines("note", 20);
    String top = left(base, Map.of("notes.md", text.replace("note 2\n", "top\n")));
    String end = left(base, Map.of("notes.md", text.replace("note 19\n", "end\n")));
    Reads nothing = reads(List.of(), List.of());
    land("top", base, top, nothing, Isolation.SERIALIZABLE);
    land("end", base, end, nothing, Isolation.SERIALIZABLE);
    assertThat(check(certificate("top", "end")).failure()).contains("commuting at the most");
    Landing last = steps.removeLast().landing();
    assertThat(last).isNotNull();
    steps.add(new Step(git("rev-parse", "branch"), isolated(last, Isolation.COMMUTING)));
    assertThat(check(certificate("top", "end")).failure()).isNull();
  }

  @Test
  void whatLandedIsWhatWasLeft() throws Exception {
    String one = left(base, Map.of("limit.py", "LIMIT = 11\n"));
    String other = left(base, Map.of("limit.py", "LIMIT = 12\n"));
    land("one", base, one, reads(List.of(), List.of()), Isolation.SERIALIZABLE);
    Landing landing = steps.removeLast().landing();
    assertThat(landing).isNotNull();
    steps.add(
        new Step(
            git("rev-parse", "branch"),
            new Landing(
                "one",
                1,
                "A",
                Isolation.SERIALIZABLE,
                base,
                other,
                true,
                landing.reads(),
                List.of(),
                null)));
    assertThat(check(certificate("one")).failure()).contains("is not what landed");
  }

  @Test
  void whatAPersonMadeOfAConflictStandsWhereItSaysAndNowhereElse() throws Exception {
    Resolution byAda = new Resolution("Ada", "resolved by Ada", List.of("limit.py"));
    resolved(Map.of("limit.py", "LIMIT = 13\n"), Isolation.OPERATOR_DECIDED, byAda);
    assertThat(check(certificate("one", "two")).failure()).isNull();
  }

  @Test
  void whatNobodyResolvedIsGitsMerge() throws Exception {
    Resolution byAda = new Resolution("Ada", "resolved by Ada", List.of("limit.py"));
    resolved(
        Map.of("limit.py", "LIMIT = 13\n", "notes.md", "gone\n"),
        Isolation.OPERATOR_DECIDED,
        byAda);
    assertThat(check(certificate("one", "two")).failure())
        .startsWith("git's merge of what two left and what was resolved is not what landed");
  }

  @Test
  void nobodyDecidedForSomebodyElse() throws Exception {
    resolved(
        Map.of("limit.py", "LIMIT = 13\n"),
        Isolation.OPERATOR_DECIDED,
        new Resolution("Bob", "resolved by Bob", List.of("limit.py")));
    assertThat(check(certificate("one", "two")).failure())
        .endsWith("does not say that Bob resolved it.");
    Landing last = steps.removeLast().landing();
    steps.add(new Step(git("rev-parse", "branch"), resolution(last, last.isolation(), null)));
    assertThat(check(certificate("one", "two")).failure()).contains("is not what landed");
  }

  @Test
  void whatWasResolvedClaimsNoPlaceInASerialOrder() throws Exception {
    Resolution byAda = new Resolution("Ada", "resolved by Ada", List.of("limit.py"));
    resolved(Map.of("limit.py", "LIMIT = 13\n"), Isolation.COMMUTING, byAda);
    assertThat(check(certificate("one", "two")).failure())
        .isEqualTo("two is called commuting, and what landed was resolved by Ada.");
  }

  /// `two` does not fit what `one` landed, and lands with these files all the same.
  private void resolved(Map<String, String> files, Isolation isolation, Resolution resolution)
      throws Exception {
    Reads nothing = reads(List.of(), List.of());
    land(
        "one",
        base,
        left(base, Map.of("limit.py", "LIMIT = 11\n")),
        nothing,
        Isolation.SERIALIZABLE);
    String two = left(base, Map.of("limit.py", "LIMIT = 12\n", "use.py", "use(2)\n"));
    String head = git("rev-parse", "branch");
    Map<String, String> all = new HashMap<>(files);
    all.put("use.py", "use(2)\n");
    String commit =
        git(
            "commit-tree",
            left(head, all) + "^{tree}",
            "-p",
            head,
            "-m",
            "two\n\nSignalbox-Run: run\nSignalbox-Task: two\nSignalbox-Resolved-By: Ada");
    git("update-ref", "refs/heads/branch", commit);
    Landing landing =
        new Landing("two", 1, "A", isolation, base, two, true, nothing, List.of(), resolution);
    steps.add(new Step(commit, landing));
  }

  private static Landing resolution(Landing landing, Isolation isolation, Resolution resolution) {
    return new Landing(
        landing.task(),
        landing.attempt(),
        landing.agent(),
        isolation,
        landing.startedFrom(),
        landing.snapshot(),
        landing.merged(),
        landing.reads(),
        landing.after(),
        resolution);
  }

  @Test
  void whatSomebodyElsePushedKeepsItsPlace() throws Exception {
    String one = left(base, Map.of("limit.py", "LIMIT = 11\n"));
    String two = left(base, Map.of("use.py", "use(LIMIT, 2)\n"));
    land("one", base, one, reads(List.of(), List.of()), Isolation.SERIALIZABLE);
    String pushed = commit(left(git("rev-parse", "branch"), Map.of("pushed", "by hand\n")), "p");
    git("update-ref", "refs/heads/branch", pushed);
    steps.add(new Step(pushed, null));
    land("two", base, two, reads(List.of("use.py"), List.of()), Isolation.SERIALIZABLE);
    assertThat(check(certificate("one", pushed, "two")).failure()).isNull();
  }

  @Test
  void aRunThatMovedNothingHolds() throws Exception {
    git("update-ref", "refs/heads/branch", base);
    Reads unknown = new Reads(Source.UNKNOWN, List.of(), List.of(), List.of(), List.of());
    steps.add(
        new Step(
            base,
            new Landing(
                "idle", 1, "A", Isolation.SERIALIZABLE, base, "", true, unknown, List.of(), null)));
    assertThat(check(certificate("idle")).failure()).isNull();
  }

  @Test
  void aRepositoryWithoutTheCommitsIsSaid() throws Exception {
    land(
        "one",
        base,
        left(base, Map.of("limit.py", "LIMIT = 11\n")),
        reads(List.of(), List.of()),
        Isolation.SERIALIZABLE);
    Certificate certificate = certificate("one");
    Path other = Files.createDirectory(folder.resolve("other"));
    repository = other;
    git("init", "-q");
    assertThat(check(certificate).failure()).contains("has no commit");
  }

  @Test
  void theRepositoryStaysAsItIs() throws Exception {
    land(
        "one",
        base,
        left(base, Map.of("limit.py", "LIMIT = 11\n")),
        reads(List.of(), List.of()),
        Isolation.SERIALIZABLE);
    land(
        "two",
        base,
        left(base, Map.of("use.py", "use(LIMIT, 2)\n")),
        reads(List.of("limit.py"), List.of()),
        Isolation.SERIALIZABLE);
    String before = git("count-objects", "-v");
    assertThat(check(certificate("two", "one")).holds()).isTrue();
    assertThat(git("count-objects", "-v")).isEqualTo(before);
  }

  /// Changes one character of the signed members somewhere, a hundred times.
  @Test
  void noTamperedCertificateIsTakenForGenuine() throws Exception {
    land(
        "one",
        base,
        left(base, Map.of("limit.py", "LIMIT = 11\n")),
        reads(List.of("use.py"), List.of("src")),
        Isolation.SERIALIZABLE);
    CertificateKey key = CertificateKey.in(folder.resolve("keys"));
    String text = CertificateFile.text(certificate("one"), key);
    Path file = folder.resolve("certificate.json");
    Files.writeString(file, text);
    CertificateFile read = CertificateFile.read(file);
    assertThat(read.certificate()).isEqualTo(certificate("one"));
    assertThat(read.key()).isEqualTo(CertificateKey.in(folder.resolve("keys")).publicText());
    Random random = new Random(1);
    int tampered = 0;
    while (tampered < 100) {
      int at = random.nextInt(text.length());
      char c = text.charAt(at);
      if (!Character.isLetterOrDigit(c)) {
        continue;
      }
      char other = c == 'x' ? 'y' : Character.isDigit(c) ? (char) ('0' + (c - '0' + 1) % 10) : 'x';
      Files.writeString(file, text.substring(0, at) + other + text.substring(at + 1));
      tampered++;
      boolean genuine;
      try {
        CertificateFile changed = CertificateFile.read(file);
        // The last digit of the key or the signature may stand for the same bytes.
        Certificate told = changed.certificate();
        genuine = told != null && !told.equals(read.certificate());
      } catch (IOException refused) {
        genuine = false;
      }
      assertThat(genuine).as("character %d", at).isFalse();
    }
  }

  @Test
  void whatIsNoCertificateIsSaidToBeNone() throws Exception {
    Path file = folder.resolve("no.json");
    for (String text : List.of("", "[]", "{}", "{", "null")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> CertificateFile.read(file))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no.json");
    }
  }

  private Verdict check(Certificate certificate) throws Exception {
    return CertificateCheck.of(certificate, repository, System.getenv());
  }

  private Certificate certificate(String... order) throws Exception {
    return new Certificate(
        Certificate.VERSION,
        "run",
        "branch",
        "true",
        base,
        git("rev-parse", "branch"),
        steps,
        List.of(order),
        List.of(),
        List.of());
  }

  private static Landing isolated(Landing landing, Isolation isolation) {
    return resolution(landing, isolation, landing.resolution());
  }

  private static Reads reads(List<String> files, List<String> folders) {
    return new Reads(Source.WATCHED, files, folders, List.of(), List.of());
  }

  /// A commit on `from` in which these files have these contents.
  private String left(String from, Map<String, String> files) throws Exception {
    git("read-tree", from);
    for (Map.Entry<String, String> file : new HashMap<>(files).entrySet()) {
      Path content = Files.writeString(folder.resolve("content"), file.getValue());
      String blob = git("hash-object", "-w", content.toString());
      git("update-index", "--add", "--cacheinfo", "100644," + blob + "," + file.getKey());
    }
    return git("commit-tree", git("write-tree"), "-p", from, "-m", "left");
  }

  private String commit(String of, String message) throws Exception {
    return git("commit-tree", of + "^{tree}", "-p", git("rev-parse", "branch"), "-m", message);
  }

  private void land(String task, String from, String left, Reads reads, Isolation isolation)
      throws Exception {
    if (steps.isEmpty()) {
      git("update-ref", "refs/heads/branch", base);
    }
    String tree = git("merge-tree", "--write-tree", "branch", left);
    String commit =
        git(
            "commit-tree",
            tree,
            "-p",
            git("rev-parse", "branch"),
            "-m",
            task + "\n\nSignalbox-Run: run\nSignalbox-Task: " + task);
    git("update-ref", "refs/heads/branch", commit);
    steps.add(
        new Step(
            commit,
            new Landing(task, 1, "A", isolation, from, left, true, reads, List.of(), null)));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(repository.resolve(name), text);
  }

  private static String lines(String word, int count) {
    return java.util.stream.IntStream.rangeClosed(1, count)
        .mapToObj(i -> word + " " + i + "\n")
        .collect(Collectors.joining());
  }

  private String git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(repository.toFile()).redirectErrorStream(true);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_AUTHOR_NAME", "Ada");
    builder.environment().put("GIT_AUTHOR_EMAIL", "ada@example.org");
    builder.environment().put("GIT_COMMITTER_NAME", "Ada");
    builder.environment().put("GIT_COMMITTER_EMAIL", "ada@example.org");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", command, said).isZero();
    return said.strip();
  }
}
