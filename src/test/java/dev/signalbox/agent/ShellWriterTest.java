package dev.signalbox.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.plan.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Real shells say where a value arrives, and as what.
class ShellWriterTest {
  /// Prints each of its words in brackets.
  private static final String SHOW = "show() { printf '<%s>' \"$@\"; }\n";

  static final List<String> NASTY =
      List.of(
          "-rf *  $(touch PWNED)`touch PWNED` \"it's\" '; touch PWNED; # ${HOME} $$ \\",
          "",
          "\n  *\n\n",
          "'",
          "\"",
          "\\",
          "} ) EOF",
          "a[$(touch PWNED)]",
          "üñ→🚦 ~ {a,b} ${input.v} %s!!");

  @TempDir Path temporary;

  record Case(String command, String expected) {
    @Override
    public String toString() {
      return command;
    }
  }

  /// `V` in what is expected stands for the value.
  static Stream<Case> cases() {
    return Stream.of(
        new Case("show ${input.v}", "<V>"),
        new Case("show \"${input.v}\"", "<V>"),
        new Case("show '${input.v}'", "<V>"),
        new Case("show a${input.v}b ${input.v}", "<aVb><V>"),
        new Case("show \"a ${input.v} b\" 'a ${input.v} b'", "<a V b><a V b>"),
        new Case("show \"it's ${input.v}\"", "<it's V>"),
        new Case("show 'say \"${input.v}\"'", "<say \"V\">"),
        new Case("show \"\\\"${input.v}\\\"\"", "<\"V\">"),
        new Case("show \\'${input.v}\\'", "<'V'>"),
        new Case("show \\\"${input.v}\\\"", "<\"V\">"),
        new Case("show ''${input.v}\"\"'${input.v}'", "<VV>"),
        new Case("show \"$(printf '%s.' ${input.v})\"", "<V.>"),
        new Case("show \"$(printf %s. \"${input.v}\")\"", "<V.>"),
        new Case("show \"$(printf %s. \"$(printf %s. '${input.v}')\")\"", "<V..>"),
        new Case("show \"`printf %s. ${input.v}`\"", "<V.>"),
        new Case("x=`printf %s. \"${input.v}\"`; show \"$x\"", "<V.>"),
        new Case("x=${input.v}; show \"$x\"", "<V>"),
        new Case("x=${input.v} y='${input.v}'\nshow \"$x$y\"", "<VV>"),
        new Case("cat <<EOF\n[${input.v}]\nEOF\n", "[V]\n"),
        new Case(
            "cat <<EOF\n\"it's\" \\$x `echo b` $(printf %s. '${input.v}')\nEOF\nshow 'x'",
            "\"it's\" $x b V.\n<x>"),
        new Case("cat <<-EOF\n\t[${input.v}]\n\tEOF\nshow ${input.v}", "[V]\n<V>"),
        new Case("cat <<A; cat <<B\na ${input.v}\nA\nb ${input.v}\nB\n", "a V\nb V\n"),
        new Case(
            "cat <<'EOF'; show \"${input.v}\"\n'it is \" odd $x\nEOF\n", "'it is \" odd $x\n<V>"),
        new Case("show \"$(cat <<EOF\n[${input.v}]\nEOF\n)\"", "<[V]>"),
        new Case("# it's ${input.v}\nshow ${input.v} # don't", "<V>"),
        new Case("show a#${input.v} '#'${input.v}", "<a#V><#V>"),
        new Case("show $#${input.v}", "<0V>"),
        new Case("show $${input.v} \"$${input.v}\"", "<$V><$V>"),
        new Case("cat <<EOF\n$${input.v}\nEOF\n", "$V\n"),
        new Case(
            "show \\${HOME} \"\\${HOME}\" '${HOME}' ${input.v}", "<${HOME}><${HOME}><${HOME}><V>"),
        new Case("show ${x:-${input.v}} \"${x:-${input.v}}\"", "<V><V>"),
        new Case("show ${x-\"a ${input.v}\"} ${x:-'a ${input.v}'}", "<a V><a V>"),
        new Case("show \"${x:-'q' ${input.v}}\"", "<'q' V>"),
        new Case("cat <<EOF\n${x:-'q' ${input.v}}\nEOF\n", "'q' V\n"),
        new Case("x=${input.v}tail; show \"${x#${input.v}}\" ${x#${input.v}}", "<tail><tail>"),
        new Case("x=head${input.v}; show \"${x%%${input.v}}\"", "<head>"),
        new Case(
            "show \"$(case a in a) printf %s. ${input.v};; (b) :;; esac)\" \"${input.v}\"",
            "<V.><V>"),
        new Case("show \"$(case a in esac; printf %s. ${input.v})\" '${input.v}'", "<V.><V>"),
        new Case("case ${input.v} in ${input.v}) show yes ${input.v};; esac", "<yes><V>"),
        new Case("( show ${input.v} ); { show ${input.v}; }", "<V><V>"),
        new Case("if true; then show ${input.v}; fi", "<V>"),
        new Case("for i in ${input.v} '${input.v}'; do show \"$i\"; done", "<V><V>"),
        new Case("f() { show \"$1\"; }; f ${input.v}", "<V>"),
        new Case("show \\\n  ${input.v}", "<V>"),
        new Case(
            "printf %s ${input.v} >${input.file}; printf . >>\"${input.file}\"; cat ${input.file}",
            "V."),
        new Case(
            "show $((1 + 2)) $(( (1 + ${input.n}) * 2 )) \"$((${input.n} << 1))\" ${input.v}",
            "<3><16><14><V>"),
        new Case("show \"${input.n}\" ${tasks.a-b.output.route}", "<7></invoices/:id>"),
        new Case("true & wait; show ${input.v} | cat; ! false && show ${input.v}", "<V><V>"),
        new Case("show \"$(printf %s. \"a ) ${input.v}\")\" ${input.v}", "<a ) V.><V>"),
        new Case("show \"$(printf x # a comment with ) and '\nprintf %s. ${input.v})\"", "<xV.>"));
  }

  static Stream<Case> bashCases() {
    return Stream.of(
        new Case("cat <<< ${input.v}", "V\n"),
        new Case("cat <<< \"a ${input.v}\"", "a V\n"),
        new Case("cat <(printf %s. ${input.v})", "V."),
        new Case("a=(x ${input.v} '${input.v}'); show \"${a[@]}\" ${#a[@]}", "<x><V><V><3>"),
        new Case("[[ ${input.v} == ${input.v} ]] && show ${input.v}", "<V>"),
        new Case("[[ ${input.n} -gt 3 ]] && show ${input.v}", "<V>"),
        new Case("((${input.n} > 3)) && show ${input.v}", "<V>"),
        new Case("show $'it\\'s' \"x\"; :", "<it's><x>"),
        new Case("show $\"${input.v}\"", "<V>"),
        new Case("show ${input.v} &>/dev/null; show ${input.v}", "<V>"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aValueArrivesAsItIsInSh(Case c) throws Exception {
    arrives("sh", c);
  }

  @ParameterizedTest
  @MethodSource({"cases", "bashCases"})
  void aValueArrivesAsItIsInBash(Case c) throws Exception {
    arrives("bash", c);
  }

  private void arrives(String shell, Case c) throws Exception {
    assumeTrue(has(shell));
    for (String value : NASTY) {
      Path folder = Files.createTempDirectory(temporary, "shell");
      String expected = c.expected.replace("V", "\0").replace("\0", value);
      if (c.command.contains("$(cat <<EOF") || c.command.contains("`printf")) {
        expected = expected.replaceFirst("\n+>$", ">");
      }
      assertThat(run(shell, folder, c.command, value)).as("with ‹%s›", value).isEqualTo(expected);
      assertThat(folder.resolve("PWNED")).as("with ‹%s›", value).doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo $((${input.v} + 1))",
        "echo $(( \"${input.v}\" ))",
        "echo \"$((1 + ${input.v}))\"",
        "((${input.v} > 1))",
        "[[ ${input.v} -eq 1 ]]",
        "[[ -n x && 1 -lt \"${input.v}\" ]]",
        "a[${input.v}]=1",
        "echo $[${input.v}]",
      })
  void whereAShellCalculatesOnlyIntegersAreTaken(String command) throws Exception {
    assertThatThrownBy(() -> write(command, "a[$(touch PWNED)]"))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("Task t: ${input.v} stands where the shell calculates");
    assertThat(write(command, -12)).doesNotContain("input.v");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cat <<'EOF'\n${input.v}\nEOF",
        "cat <<\\EOF\n${input.v}\nEOF",
        "echo $'a ${input.v}'",
        "echo $'it\\'s' ${input.v}",
        "echo ${x:${input.v}}",
        "echo ${x/${input.v}/b}",
        "echo ${a[${input.v}]}",
        "echo \"${x:-\"${input.v}\"}\"",
        "echo `echo \\`echo ${input.v}\\``",
      })
  void whereNoFormIsRightEverywhereItIsRefused(String command) {
    assertThatThrownBy(() -> write(command, "1"))
        .isInstanceOf(AgentException.class)
        .hasMessageStartingWith("Task t: ")
        .hasMessageMatching("(?s).*\\. [A-Z].*\\.");
  }

  @Test
  void everyOtherDollarIsLeftAlone() throws Exception {
    String command =
        "echo $HOME ${HOME} $1 $? $$ ${#x} ${x#*/} $(date) $((1+1)) \"$x ${y:-${z}}\" '$q' \\$r\n"
            + "cat <<'EOF'\n$x ${outputs.y} ${task.z}\nEOF\n";
    assertThat(write(command, "x")).isEqualTo(command);
    assertThat(write(command + "echo ${input.v}", "x"))
        .isEqualTo(command + "echo \"${SIGNALBOX_V1_INPUT_V}\"");
  }

  @Test
  void anEscapedReferenceIsText() throws Exception {
    assertThat(write("echo \\${input.v} \"\\${input.v}\" ${input.n}", "x"))
        .isEqualTo("echo \\${input.v} \"\\${input.v}\" \"${SIGNALBOX_V1_INPUT_N}\"");
  }

  @Test
  void variablesDoNotCollide() throws Exception {
    ShellValues values =
        new ShellValues(
            new Task("t", "A", "", Map.of()),
            Map.of("input.a-b", 1, "input.a_b", 2, "input.A.b", 3, "tasks.x.output.a-b", 4));
    ShellWriter.write("${input.a-b} ${input.a_b} ${input.A.b} ${tasks.x.output.a-b}", values);
    assertThat(values.environment().values()).containsExactly("1", "2", "3", "4");
  }

  @Test
  void valuesThatAreNoTextAreWrittenPlainly() throws Exception {
    Map<String, String> expected =
        Map.of(
            "3",
            "3",
            "true",
            "true",
            "1.5",
            "1.5",
            "big",
            "123456789000000000000",
            "list",
            "[1,\"a b\",{\"c\":null}]",
            "none",
            "");
    Map<String, Object> values = new java.util.HashMap<>();
    values.put("input.3", 3);
    values.put("input.true", true);
    values.put("input.1.5", 1.5);
    values.put("input.big", 1.23456789e20);
    Map<String, Object> inner = new java.util.HashMap<>();
    inner.put("c", null);
    values.put("input.list", List.of(1, "a b", inner));
    values.put("input.none", null);
    for (String key : List.of("3", "true", "1.5", "big", "list", "none")) {
      ShellValues one = new ShellValues(new Task("t", "A", "", Map.of()), values);
      ShellWriter.write("${input." + key + "}", one);
      assertThat(one.environment().values()).containsExactly(expected.getOrDefault(key, "?"));
    }
  }

  @Test
  void aReferenceToNothingIsSaid() {
    assertThatThrownBy(() -> write("echo ${input.nope}", "x"))
        .hasMessage("Task t: ${input.nope} stands for nothing. Add it to the task's input.");
    assertThatThrownBy(() -> write("echo ${tasks.a.output.nope}", "x"))
        .hasMessageContaining("no such output was left");
    assertThatThrownBy(() -> write("echo ${input.v}", "a\0b")).hasMessageContaining("zero byte");
    assertThatThrownBy(() -> write("echo ${input.v}", "x".repeat(200_000)))
        .hasMessageContaining("128 KiB");
  }

  // ---- helpers ----------------------------------------------------------------------------------

  private static ShellValues values(Object value) {
    return new ShellValues(
        new Task("t", "A", "", Map.of()),
        Map.of(
            "input.v",
            value,
            "input.n",
            7,
            "input.file",
            "the file",
            "tasks.a-b.output.route",
            "/invoices/:id"));
  }

  private static String write(String command, Object value) throws AgentException {
    return ShellWriter.write(command, values(value));
  }

  static String run(String shell, Path folder, String command, String value)
      throws AgentException, IOException, InterruptedException {
    ShellValues values = values(value);
    ProcessBuilder builder =
        new ProcessBuilder(
                new ArrayList<>(List.of(shell, "-c", ShellWriter.write(SHOW + command, values))))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(values.environment());
    Process process = builder.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }

  static boolean has(String shell) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, shell)));
  }
}
