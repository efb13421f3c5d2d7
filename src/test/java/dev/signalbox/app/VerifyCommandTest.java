package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import dev.signalbox.conflict.certificate.Certificate;
import dev.signalbox.conflict.certificate.CertificateFile;
import dev.signalbox.conflict.certificate.CertificateKey;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.PlanReader;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// `signalbox verify` on the certificate of a real run: three tasks, of which the second read what
/// the first wrote, and the third nothing of both.
class VerifyCommandTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Where not every text can stand.
  private static final List<List<String>> WORDS =
      List.of(names(Isolation.values()), names(Certificate.Source.values()));

  @TempDir Path folder;
  private Scratch scratch;
  private Path file;
  private String run = "";
  private String said = "";

  @BeforeEach
  void aRun() throws Exception {
    scratch = new Scratch(folder);
    Path plan =
        scratch.plan(
            """
            name: proof
            check: test -e shared.txt
            parallel: 2
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: writes, run: "echo four >> shared.txt" }
              - { id: reads, depends_on: [writes], run: "wc -l < shared.txt > lines.txt" }
              - { id: apart, run: "echo apart > apart.txt" }
            """);
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      run = session.run();
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
      session.writeReport(folder.resolve("report"));
    }
    file = folder.resolve("report/certificate.json");
  }

  @Test
  void aGoodOneHoldsFromTheFileAndFromTheJournal() throws Exception {
    assertThat(verify(file.toString())).as(said).isZero();
    assertThat(said)
        .contains("✓ It is signed, and unchanged since.")
        .contains("✓ One after the other in the certificate's order")
        .contains("Serial order: ")
        .contains("Not covered:");
    assertThat(verify()).as("the latest run: %s", said).isZero();
    assertThat(verify(run)).as(said).isZero();
    assertThat(said).doesNotContain("It is signed");
    assertThat(verify(run, "--format", "json")).isZero();
    JsonNode found = JSON.readTree(said);
    assertThat(found.get("holds").asBoolean()).isTrue();
    assertThat(found.get("order").size()).isEqualTo(3);
  }

  @Test
  void aBrokenOneIsFourAndNamesTheFirstStepThatFails() throws Exception {
    Files.writeString(file, Files.readString(file).replace("\"apart\"", "\"apert\""));
    assertThat(verify(file.toString())).isEqualTo(4);
    assertThat(said.strip()).isEqualTo("✕ It was changed after it had been signed.");

    resign(certificate -> with(certificate, certificate.base()), key());
    assertThat(verify(file.toString())).isEqualTo(4);
    assertThat(said.lines().filter(line -> line.startsWith("✕"))).hasSize(1);
    assertThat(said).contains("✓ It is signed").contains("tip");
    assertThat(verify(file.toString(), "--format", "json")).isEqualTo(4);
    assertThat(JSON.readTree(said).get("failure").asString()).isNotEmpty();
  }

  @Test
  void whatCannotBeToldIsTwoWithASentence() throws Exception {
    assertThat(verify("nobody")).isEqualTo(2);
    assertThat(said).contains("There is no run nobody.").contains("signalbox runs");
    Path letter = Files.writeString(folder.resolve("letter.json"), "{}");
    assertThat(verify(letter.toString())).isEqualTo(2);
    assertThat(said).contains("letter.json is not signed.");
    assertThat(verify(file.toString(), "--repo", folder.resolve("gone").toString())).isEqualTo(2);
    assertThat(said).contains("gone").doesNotContain("Exception");
    Path other = Files.createDirectory(folder.resolve("other"));
    new ProcessBuilder("git", "init", "--quiet", other.toString()).start().waitFor();
    assertThat(verify(file.toString(), "--repo", other.toString())).isEqualTo(4);
    assertThat(said).contains("has no commit");
  }

  /// A member of the certificate changed in each: left as it was signed, or signed by somebody
  /// else, or, where git can tell, signed by the very user who made it.
  @Test
  void aHundredTamperedCertificatesAreRefused() throws Exception {
    String genuine = Files.readString(file);
    Certificate certificate = Objects.requireNonNull(CertificateFile.read(file).certificate());
    CertificateKey stranger = CertificateKey.in(folder.resolve("stranger"));
    List<UnaryOperator<ObjectNode>> changes = changes(JSON.readTree(genuine));
    assertThat(changes).hasSizeGreaterThan(36);
    int refused = 0;
    for (UnaryOperator<ObjectNode> change : changes) {
      ObjectNode tampered = change.apply((ObjectNode) JSON.readTree(genuine));
      Files.writeString(file, JSON.writeValueAsString(tampered));
      assertThat(verify(file.toString())).as("%s: %s", tampered, said).isEqualTo(4);
      assertThat(said).contains("It was changed after it had been signed.");
      refused++;

      tampered.remove("signature");
      Certificate told = JSON.treeToValue(tampered, Certificate.class);
      assertThat(told).isNotEqualTo(certificate);
      Files.writeString(file, CertificateFile.text(told, stranger));
      assertThat(verify(file.toString())).as("%s: %s", tampered, said).isEqualTo(4);
      assertThat(said).contains("It is signed by another key than this user's");
      refused++;
    }
    Random random = new Random(1);
    for (UnaryOperator<Certificate> lie : lies(certificate, random)) {
      Files.writeString(file, genuine);
      resign(lie, key());
      assertThat(verify(file.toString())).as("%s: %s", lie.apply(certificate), said).isEqualTo(4);
      assertThat(said).contains("✓ It is signed").contains("✕ ");
      refused++;
    }
    assertThat(refused).isGreaterThanOrEqualTo(100);
    Files.writeString(file, genuine);
    assertThat(verify(file.toString())).isZero();
  }

  // ---- tampering --------------------------------------------------------------------------------

  /// Each value of the certificate changed in turn.
  private static List<UnaryOperator<ObjectNode>> changes(JsonNode genuine) {
    List<UnaryOperator<ObjectNode>> changes = new ArrayList<>();
    for (String path : leaves(genuine, "")) {
      // Of another version it is not read at all.
      if (path.startsWith("/signature") || path.equals("/version")) {
        continue;
      }
      changes.add(
          root -> {
            JsonNode parent = root.at(path.substring(0, path.lastIndexOf('/')));
            String name = path.substring(path.lastIndexOf('/') + 1);
            JsonNode other = other(root.at(path));
            if (parent instanceof ArrayNode list) {
              list.set(Integer.parseInt(name), other);
            } else {
              ((ObjectNode) parent).set(name, other);
            }
            return root;
          });
    }
    return changes;
  }

  private static List<String> leaves(JsonNode node, String path) {
    List<String> leaves = new ArrayList<>();
    if (node.isObject()) {
      node.propertyNames()
          .forEach(name -> leaves.addAll(leaves(node.get(name), path + "/" + name)));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        leaves.addAll(leaves(node.get(i), path + "/" + i));
      }
    } else {
      leaves.add(path);
    }
    return leaves;
  }

  private static List<String> names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toList();
  }

  private static JsonNode other(JsonNode value) {
    if (value.isNull()) {
      // No landing of this run was resolved.
      return JSON.valueToTree(new Certificate.Resolution("eve", "by hand", List.of("a")));
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? JSON.valueToTree(false) : JSON.valueToTree(true);
    }
    if (value.isNumber()) {
      return JSON.valueToTree(value.asInt() + 1);
    }
    String text = value.asString();
    for (List<String> words : WORDS) {
      if (words.contains(text)) {
        return StringNode.valueOf(words.get((words.indexOf(text) + 1) % words.size()));
      }
    }
    return StringNode.valueOf(
        text.matches("[0-9a-f]{40}") ? text.substring(1) + text.charAt(0) : text + "x");
  }

  /// What git can tell to be untrue, whoever signs it.
  private static List<UnaryOperator<Certificate>> lies(Certificate genuine, Random random) {
    List<UnaryOperator<Certificate>> lies = new ArrayList<>();
    lies.add(c -> with(c, c.base()));
    lies.add(c -> new Lie(c).base(c.tip()));
    lies.add(c -> new Lie(c).steps(c.steps().subList(1, c.steps().size())));
    lies.add(c -> new Lie(c).steps(c.steps().subList(0, c.steps().size() - 1)));
    lies.add(c -> new Lie(c).steps(c.steps().reversed()));
    lies.add(c -> new Lie(c).order(c.order().subList(1, c.order().size())));
    lies.add(c -> new Lie(c).order(Collections.nCopies(c.order().size(), c.order().getFirst())));
    lies.add(
        c -> {
          // The reader before what it read.
          List<String> order = new ArrayList<>(c.order());
          Collections.swap(order, order.indexOf("writes"), order.indexOf("reads"));
          return new Lie(c).order(order);
        });
    for (int i = 0; i < genuine.steps().size(); i++) {
      int step = i;
      lies.add(c -> new Lie(c).step(step, c.base(), null, null));
      lies.add(c -> new Lie(c).step(step, null, c.base(), null));
      lies.add(c -> new Lie(c).step(step, null, null, c.tip()));
      lies.add(c -> new Lie(c).step(step, hex(random), null, null));
      lies.add(c -> new Lie(c).step(step, null, hex(random), null));
      lies.add(c -> new Lie(c).step(step, null, null, hex(random)));
    }
    return lies;
  }

  private static String hex(Random random) {
    StringBuilder hex = new StringBuilder();
    while (hex.length() < 40) {
      hex.append(Integer.toHexString(random.nextInt(16)));
    }
    return hex.toString();
  }

  private static Certificate with(Certificate c, String tip) {
    return new Certificate(
        c.version(),
        c.run(),
        c.into(),
        c.check(),
        c.base(),
        tip,
        c.steps(),
        c.order(),
        c.ignored(),
        c.notCovered());
  }

  private record Lie(Certificate of) {
    Certificate base(String base) {
      return of(base, of.steps(), of.order());
    }

    Certificate steps(List<Certificate.Step> steps) {
      return of(of.base(), steps, of.order());
    }

    Certificate order(List<String> order) {
      return of(of.base(), of.steps(), order);
    }

    /// With another commit, snapshot or start, where one is given.
    Certificate step(
        int at, @Nullable String commit, @Nullable String snapshot, @Nullable String from) {
      List<Certificate.Step> steps = new ArrayList<>(of.steps());
      Certificate.Step step = steps.get(at);
      Certificate.Landing was = Objects.requireNonNull(step.landing());
      steps.set(
          at,
          new Certificate.Step(
              commit == null ? step.commit() : commit,
              new Certificate.Landing(
                  was.task(),
                  was.attempt(),
                  was.agent(),
                  was.isolation(),
                  from == null ? was.startedFrom() : from,
                  snapshot == null ? was.snapshot() : snapshot,
                  was.merged(),
                  was.reads(),
                  was.after(),
                  was.resolution())));
      return steps(steps);
    }

    private Certificate of(String base, List<Certificate.Step> steps, List<String> order) {
      return new Certificate(
          of.version(),
          of.run(),
          of.into(),
          of.check(),
          base,
          of.tip(),
          steps,
          order,
          of.ignored(),
          of.notCovered());
    }
  }

  private void resign(UnaryOperator<Certificate> change, CertificateKey by) throws Exception {
    Path report = folder.resolve("report");
    Runs.writeReport(scratch.folders, run, report);
    Certificate genuine = Objects.requireNonNull(CertificateFile.read(file).certificate());
    Files.writeString(file, CertificateFile.text(change.apply(genuine), by));
  }

  private CertificateKey key() throws Exception {
    return scratch.folders.certificateKey();
  }

  // ---- the command ------------------------------------------------------------------------------

  private int verify(String... arguments) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(out, out, new BufferedReader(Reader.nullReader()), System.getenv(), false);
    List<String> all = new ArrayList<>(List.of("verify"));
    all.addAll(List.of(arguments));
    int exit =
        SignalboxCommand.execute(
            new SignalboxCommand(scratch.folders, folder, (folders, on) -> 0, terminal),
            all.toArray(String[]::new));
    said = bytes.toString(StandardCharsets.UTF_8);
    return exit;
  }
}
