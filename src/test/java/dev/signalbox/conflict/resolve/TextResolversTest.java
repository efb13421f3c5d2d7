package dev.signalbox.conflict.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextResolversTest {

  private static Optional<TextResolver.Result> merge(
      TextResolver resolver, String path, String base, String left, String right) throws Exception {
    ThreeWay merge = ThreeWay.of(base, left, right);
    assertThat(merge.hunks()).as("it does not fit").isNotEmpty();
    return resolver.resolve(path, merge);
  }

  private static String imports(String path, String base, String left, String right)
      throws Exception {
    return merge(new ImportsUnion(), path, base, left, right)
        .map(TextResolver.Result::text)
        .orElse("declined");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "A.java   | import a.A;            | import a.B;             | import a.C;",
        "A.java   | import static a.A.x;   | import static a.B.y;    | import static a.C.z;",
        "A.kt     | import a.A             | import a.B as X         | import a.C",
        "a.py     | import os              | import sys              | from x import y, z",
        "a.py     | from x import a        | from x import a, b      | from x import a, c",
        "a.ts     | import {a} from 'a';   | import {b} from \"b\"   | import * as c from 'c';",
        "a.js     | import 'a';            | import b from 'b';      | import type {C} from 'c';",
        "a.rs     | use a::A;              | use a::B;               | pub use a::C as D;",
        "a.c      | #include <a.h>         | #include <b.h>          | #include \"c.h\"",
        "A.cs     | using A;               | using static B.C;       | using D = E.F;",
        "m.go     | import \"fmt\"         | import \"os\"           | import \"io\"",
      })
  void whatEitherSideImportsIsImported(String path, String first, String left, String right)
      throws Exception {
    assertThat(
            imports(
                path,
                first + "\nx\n",
                first + "\n" + left + "\nx\n",
                first + "\n" + right + "\nx\n"))
        .contains(first + "\n", left + "\n", right + "\n")
        .endsWith("x\n");
  }

  @Test
  void goListsThemBetweenBrackets() throws Exception {
    String before = "package m\n\nimport (\n\t\"fmt\"\n";
    String after = ")\n\nfunc main() {}\n";
    assertThat(
            imports(
                "m.go",
                before + after,
                before + "\t\"os\"\n" + after,
                before + "\tio2 \"io\"\n" + after))
        .isEqualTo(before + "\t\"os\"\n\tio2 \"io\"\n" + after);
    String call = "package m\n\nfunc main() {\n\tf(\n";
    assertThat(imports("m.go", call + "\t)\n", call + "\t\"os\"\n\t)\n", call + "\t\"io\"\n\t)\n"))
        .isEqualTo("declined");
  }

  @Test
  void theyStaySortedWhereBothSidesAre() throws Exception {
    String rest = "class A {}\n";
    assertThat(
            imports(
                "A.java",
                "import a.M;\n" + rest,
                "import a.A;\nimport a.Z;\n" + rest,
                "import a.B;\nimport a.Y;\n" + rest))
        .isEqualTo("import a.A;\nimport a.B;\nimport a.Y;\nimport a.Z;\n" + rest);
    assertThat(
            imports(
                "A.java",
                rest,
                "import a.Z;\nimport a.A;\n" + rest,
                "import a.Y;\nimport a.A;\n" + rest))
        .isEqualTo("import a.Z;\nimport a.A;\nimport a.Y;\n" + rest);
  }

  @Test
  void whatOneSideTookOutIsGone() throws Exception {
    assertThat(
            imports(
                "A.java",
                "import a.A;\nimport a.B;\n",
                "import a.B;\nimport a.L;\n",
                "import a.A;\nimport a.R;\n"))
        .isEqualTo("import a.L;\nimport a.R;\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // A name that would mean two things.
        "A.java | import x.List;           | import y.List;",
        "a.py   | from x import a          | from y import a",
        "a.js   | import {a, b} from 'x'   | import {a, c} from 'x'",
        "a.rs   | use x::A;                | use y::A;",
        // No import, or not on one line.
        "A.java | int a;                   | import y.List;",
        "a.py   | from x import (          | import b",
        "a.txt  | import a                 | import b",
        "a.js   | const a = require('a');  | const b = require('b');",
      })
  void itKeepsItsHandsOff(String path, String left, String right) throws Exception {
    assertThat(imports(path, "x\n", left + "\nx\n", right + "\nx\n")).isEqualTo("declined");
  }

  @Test
  void anIndentedImportIsOneUnderSomeConditionOnly() throws Exception {
    assertThat(imports("a.py", "x\n", "    import a\nx\n", "    import b\nx\n"))
        .isEqualTo("declined");
  }

  @Test
  void oneOtherHunkIsEnoughToDecline() throws Exception {
    String middle = "1\n2\n3\n4\n5\n6\n";
    assertThat(
            imports(
                "A.java",
                "import a.A;\n" + middle + "x\n",
                "import a.L;\n" + middle + "left\n",
                "import a.R;\n" + middle + "right\n"))
        .isEqualTo("declined");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "package.json | \"version\": \"1.2.3\",          | 1.2.3 | 1.2.4  | 1.3.0  | 1.3.0",
        "pom.xml      | <version>1.2.3</version>         | 1.2.3 | 1.10.0 | 1.9.0  | 1.10.0",
        "VERSION      | 1.2.3                            | 1.2.3 | 2.0.0  | 1.2.4  | 2.0.0",
        // One is no bump, or no plain version, or nobody says that it is one.
        "package.json | \"version\": \"1.2.3\",          | 1.2.3 | 1.2.2  | 1.3.0  | declined",
        "package.json | \"version\": \"1.2.3\",          | 1.2.3 | 1.3.0-rc.1 | 1.2.4 | declined",
        "a.txt        | limit 1.2.3                      | 1.2.3 | 1.2.4  | 1.2.5  | declined",
      })
  void theHigherOfTwoVersionsStays(
      String path, String line, String was, String left, String right, String wanted)
      throws Exception {
    Optional<TextResolver.Result> result =
        merge(
            new VersionBump(),
            path,
            line + "\n",
            line.replace(was, left) + "\n",
            line.replace(was, right) + "\n");
    assertThat(result.map(TextResolver.Result::text).orElse("declined"))
        .isEqualTo(wanted.equals("declined") ? wanted : line.replace(was, wanted) + "\n");
    result.ifPresent(
        r -> assertThat(r.detail()).contains(left, right).contains("what landed", "the task"));
  }

  private static String log(String base, String left, String right) throws Exception {
    return merge(new ChangelogUnion(), "docs/CHANGELOG.md", base, left, right)
        .map(TextResolver.Result::text)
        .orElse("declined");
  }

  @Test
  void entriesOfBothSidesStay() throws Exception {
    String top = "# Changes\n\n## Unreleased\n\n";
    String end = "\n## 1.0\n\n- first\n";
    assertThat(log(top + end, top + "- left\n  more\n" + end, top + "- right\n" + end))
        .isEqualTo(top + "- left\n  more\n- right\n" + end);
    // Both began the same section.
    String head = "# Changes\n\n";
    String last = "## 1.0\n- first\n";
    assertThat(
            log(
                head + last,
                head + "## Unreleased\n- left\n\n" + last,
                head + "## Unreleased\n- right\n\n" + last))
        .isEqualTo(head + "## Unreleased\n- left\n- right\n\n" + last);
  }

  @Test
  void aChangeLogIsLeftAloneWhereASideTookSomethingOutOrBeganASection() throws Exception {
    assertThat(log("- a\n- b\n", "- a\n- left\n", "- a\n- right\n")).isEqualTo("declined");
    assertThat(log("# C\n", "# C\n## 1.1\n- left\n", "# C\n## 1.2\n- right\n"))
        .isEqualTo("declined");
    assertThat(merge(new ChangelogUnion(), "notes.md", "", "- left\n", "- right\n")).isEmpty();
  }
}
