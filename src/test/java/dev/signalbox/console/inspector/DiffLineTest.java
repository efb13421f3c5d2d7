package dev.signalbox.console.inspector;

import static dev.signalbox.console.inspector.DiffLine.Kind.ADDED;
import static dev.signalbox.console.inspector.DiffLine.Kind.FILE;
import static dev.signalbox.console.inspector.DiffLine.Kind.PLACE;
import static dev.signalbox.console.inspector.DiffLine.Kind.REMOVED;
import static dev.signalbox.console.inspector.DiffLine.Kind.SAME;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiffLineTest {
  @Test
  void whatPeopleReadIsKept() {
    String diff =
        """
        diff --git a/src/a b.txt b/src/a b.txt
        index 1..2 100644
        --- a/src/a b.txt
        +++ b/src/a b.txt
        @@ -1,3 +1,3 @@ head
         same
        --- a line that began with two dashes
        +++ and one with two pluses
        \\ No newline at end of file
        diff --git a/pic.png b/pic.png
        new file mode 100644
        index 0..3
        Binary files /dev/null and b/pic.png differ
        """;
    assertThat(DiffLine.parse(diff))
        .containsExactly(
            new DiffLine(FILE, "src/a b.txt"),
            new DiffLine(PLACE, "@@ -1,3 +1,3 @@ head"),
            new DiffLine(SAME, " same"),
            new DiffLine(REMOVED, "--- a line that began with two dashes"),
            new DiffLine(ADDED, "+++ and one with two pluses"),
            new DiffLine(PLACE, "\\ No newline at end of file"),
            new DiffLine(FILE, "pic.png"),
            new DiffLine(PLACE, "new file mode 100644"),
            new DiffLine(PLACE, "binary content"));
  }

  @Test
  void aDiffThatWasCutSaysSo() {
    String diff =
        "diff --git a/a b/a\n@@ -1 +1 @@\n+x\n[the diff goes on: only its first 9 bytes]\n";
    assertThat(DiffLine.parse(diff).getLast().kind()).isEqualTo(PLACE);
  }
}
