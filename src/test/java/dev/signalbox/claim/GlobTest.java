package dev.signalbox.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src/*.py           | src/.py",
        "src/*.py           | src/a.py",
        "src/?.py           | src/ä.py",
        "src/?.py           | src/😀.py",
        "**                 | a",
        "**                 | a/b/c",
        "a/**               | a/b/c",
        "a/                 | a/b/c",
        "a/**/b             | a/b",
        "a/**/b             | a/x/y/b",
        "**/pom.xml         | pom.xml",
        "**/pom.xml         | module-a/pom.xml",
        "**/**/x            | x",
        "{a,b/c}/d          | b/c/d",
        "a{/**,.txt}        | a.txt",
        "a{/**,.txt}        | a/x",
        "{**/,}x            | y/x",
        "{a,b{c,d}}         | bd",
        "[]a]               | ]",
        "[a-]               | -",
        "[!a-c]             | d",
        "[^a-c]             | d",
        "[+-9]              | 5",
        "[\\]]              | ]",
        "\\*.txt            | *.txt",
        "\\{a\\}            | {a}",
        "a,b                | a,b",
        ".env*              | .env",
        ".git*              | .gitignore",
        "*                  | .hidden",
      })
  void matches(String pattern, String path) {
    assertThat(Glob.parse(pattern).matches(path)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src/*.py           | src/a/b.py",
        "src/*.py           | SRC/a.py",
        "a/**               | a",
        "a/                 | a",
        "a/                 | ab",
        "a/**/b             | ab",
        "a?b                | a/b",
        "a[!x]b             | a/b",
        "a[+-9]b            | a/b",
        "**                 | .git/config",
        "**                 | a/../b",
        "*                  | ..",
        "*                  | .GIT",
        "**                 | a//b",
        "**                 | /a",
        "**                 | a/",
        "\\*.txt            | a.txt",
      })
  void does_not_match(String pattern, String path) {
    assertThat(Glob.parse(pattern).matches(path)).isFalse();
  }

  @Test
  void nothing_matches_an_empty_path() {
    assertThat(Glob.parse("**").matches("")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src/*.py           | src/a*             | src/a.py",
        "**/pom.xml         | module-a/**        | module-a/pom.xml",
        "src/**             | src/main/A.java    | src/main/A.java",
        "**                 | **                 | a",
        "a/**               | a/**               | a/a",
        "db/                | db/schema.sql      | db/schema.sql",
        "{a,b}/x            | b/?                | b/x",
        "[!a-z]             | [!0-9]             | A",
        "?                  | [!a]               | b",
        "??                 | .*                 | .a",
        "a.*                | *.b                | a.b",
        ".gi[t-u]           | .*                 | .giu",
        ".gi[t-u]           | .g[i]?             | .giu",
        "*                  | ?                  | a",
        "**/a/**/b          | x/**               | x/a/b",
      })
  void meets_in(String left, String right, String witness) {
    assertThat(Glob.parse(left).witness(Glob.parse(right))).contains(witness);
    assertThat(Glob.parse(right).witness(Glob.parse(left))).contains(witness);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "src/*.py           | src/*.java",
        "src/*              | src/a/*",
        "src/main/**        | src/test/**",
        "a/**               | a",
        "a/b                | a/B",
        "**/a?              | **/a",
        "*.md               | docs/**",
        ".git[a-c]          | .git[d-f]",
        "{a,b}/**           | {c,d}/**",
        "[a-c]              | [d-f]",
        "a/*/c              | a/c",
      })
  void never_meets(String left, String right) {
    assertThat(Glob.parse(left).witness(Glob.parse(right))).isEmpty();
    assertThat(Glob.parse(right).witness(Glob.parse(left))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "/abs               | 0 | relative",
        "a//b               | 2 | no name between",
        "../x               | 0 | leads out",
        "a/../b             | 2 | leads out",
        "a/..               | 2 | leads out",
        "{a,..}/b           | 3 | leads out",
        "{a,.}{.,b}/x       | 3 | leads out",
        "./x                | 0 | names no file",
        ".git/config        | 0 | belongs to git",
        ".GIT               | 0 | belongs to git",
        "sub/.git/x         | 4 | belongs to git",
        "[a                 | 0 | never closed",
        "x[]                | 1 | never closed",
        "[!                 | 0 | never closed",
        "a{b,{c}            | 1 | never closed",
        "a}                 | 1 | closes nothing",
        "{}                 | 0 | nothing between",
        "[z-a]              | 1 | runs backwards",
        "[a/b]              | 2 | never one",
        "[[:alpha:]]        | 1 | not known",
        "[/]                | 1 | never one",
        "a**b               | 1 | whole folders",
        "**b                | 0 | whole folders",
        "a**                | 1 | whole folders",
        "***                | 0 | whole folders",
        "{a,b}**            | 5 | whole folders",
        "a/**{b,/c}         | 2 | whole folders",
        "{a,}               | 0 | empty",
        "{a,}/b             | 4 | relative",
        "!a                 | 0 | excludes nothing",
        "a\\                | 1 | nothing to stand before",
        "src\\main          | 3 | between names write /",
        "[.].               | 0 | No path",
      })
  void refuses(String pattern, int index, String why) {
    GlobSyntaxException e =
        catchThrowableOfType(GlobSyntaxException.class, () -> Glob.parse(pattern));
    assertThat(e).isNotNull();
    assertThat(e.getMessage()).contains(why).endsWith(".");
    assertThat(e.index()).isEqualTo(index);
  }

  @Test
  void refuses_an_empty_glob() {
    assertThatThrownBy(() -> Glob.parse(""))
        .isInstanceOf(GlobSyntaxException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void refuses_what_would_be_slow_to_compare_and_is_quick_with_all_else() {
    assertThatThrownBy(() -> Glob.parse("x" + "{a,}".repeat(300)))
        .isInstanceOf(GlobSyntaxException.class)
        .hasMessageContaining("write it as several");
    assertThatThrownBy(() -> Glob.parse("{".repeat(60) + "a" + "}".repeat(60)))
        .isInstanceOf(GlobSyntaxException.class)
        .hasMessageContaining("nested");

    Glob many = Glob.parse("a*".repeat(400) + "b");
    assertThat(many.witness(Glob.parse("*a".repeat(400) + "*c"))).isEmpty();
    Glob braces = Glob.parse("{a,b}{c,d}".repeat(40));
    assertThat(braces.witness(Glob.parse("*[ad]"))).isPresent();
  }

  @Test
  void is_equal_by_its_pattern() {
    assertThat(Glob.parse("a/*")).isEqualTo(Glob.parse("a/*")).hasSameHashCodeAs(Glob.parse("a/*"));
    assertThat(Glob.parse("a/*")).isNotEqualTo(Glob.parse("a/**")).hasToString("a/*");
  }

  @Test
  void is_a_plain_string_in_json() {
    JsonMapper json = JsonMapper.shared();
    assertThat(json.writeValueAsString(Glob.parse("a/*"))).isEqualTo("\"a/*\"");
    assertThat(json.readValue("\"a/*\"", Glob.class)).isEqualTo(Glob.parse("a/*"));
    Claims claims = new Claims(null, List.of(Glob.parse("db/**")));
    assertThat(json.readValue(json.writeValueAsString(claims), Claims.class)).isEqualTo(claims);
  }
}
