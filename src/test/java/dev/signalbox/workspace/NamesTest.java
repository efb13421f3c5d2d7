package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NamesTest {
  private static final List<String> NASTY =
      List.of(
          "a", ".a", "a.", "a..b", "a.lock", "-a", "a b", "a/b", "a\\b", "a~", "a^", "a:", "a?",
          "a*", "a[", "@", "@{", "a@{b", "ä", "%41", "A", "\n", ".lock", "..", "{", "日本");

  @Test
  void everyNameIsOneThatGitAllows() throws Exception {
    Git git = Git.in(Path.of("/"), System.getenv());
    Set<String> parts = new HashSet<>();
    for (String name : NASTY) {
      String ref = RefNames.snapshot(new AttemptKey("run " + name, name, 1));
      assertThat(git.attempt("check-ref-format", ref).succeeded()).as(ref).isTrue();
      parts.add(RefNames.part(name));
    }
    assertThat(parts).hasSameSizeAs(NASTY);
    assertThat(RefNames.part("add-billing_2.0")).isEqualTo("add-billing_2.0");
  }

  @Property(tries = 500)
  void differentNamesStayDifferent(@ForAll("names") String one, @ForAll("names") String two) {
    assertThat(RefNames.part(one).equals(RefNames.part(two))).isEqualTo(one.equals(two));
    assertThat(RefNames.part(one)).matches("[A-Za-z0-9_.%-]*").doesNotContain("..");
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab.-%/ 2E").ofMinLength(1).ofMaxLength(6);
  }

  @Test
  void bracesAreWrittenOut() {
    assertThat(Pathspecs.withoutBraces("a")).containsExactly("a");
    assertThat(Pathspecs.withoutBraces("x/{a,b{1,2}}.{c,d}"))
        .containsExactly("x/a.c", "x/a.d", "x/b1.c", "x/b1.d", "x/b2.c", "x/b2.d");
    assertThat(Pathspecs.withoutBraces("a{b")).containsExactly("a{b");
    assertThat(Pathspecs.globs(List.of("./.env*"))).containsExactly(":(top,glob).env*");
  }
}
