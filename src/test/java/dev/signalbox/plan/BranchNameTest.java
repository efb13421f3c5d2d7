package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BranchNameTest {

  /// What git itself says, asked.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "main",
        "a/b",
        "signalbox/add-billing",
        "a.b",
        "a@b",
        "ä",
        "a-",
        "@a",
        "heads/x",
        "HEAD",
        "-a",
        "a..b",
        "a//b",
        "/a",
        "a/",
        "a.",
        ".a",
        "a/.b",
        "a.lock",
        "a.lock/b",
        "a b",
        "a~b",
        "a^b",
        "a:b",
        "a?b",
        "a*b",
        "a[b",
        "a\\b",
        "a@{b",
        "a\tb",
        "",
        "a\u007fb"
      })
  void agrees_with_git(String name) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "check-ref-format", "--branch", name)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(BranchName.objection(name).isEmpty()).isEqualTo(git.waitFor() == 0);
  }

  /// git takes it for HEAD when it is typed.
  @Test
  void refuses_what_git_reads_as_something_else() {
    assertThat(BranchName.objection("@")).isPresent();
    assertThat(BranchName.objection("refs/heads/main")).isPresent();
  }

  @Test
  void slugs() {
    assertThat(BranchName.slug("Add billing, now!")).isEqualTo("add-billing-now");
    assertThat(BranchName.slug("Übung №5")).isEqualTo("ubung-5");
    assertThat(BranchName.slug("Straße")).isEqualTo("strasse");
    assertThat(BranchName.slug("日本")).isEqualTo("plan");
    assertThat(BranchName.slug("x".repeat(59) + "  y")).isEqualTo("x".repeat(59));
    assertThat(BranchName.objection("signalbox/" + BranchName.slug("..a.lock"))).isEmpty();
  }
}
