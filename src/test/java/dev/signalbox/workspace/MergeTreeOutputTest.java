package dev.signalbox.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MergeTreeOutputTest {
  private static final String TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

  private static byte[] fields(String... fields) {
    return (String.join("\0", fields) + "\0").getBytes(StandardCharsets.UTF_8);
  }

  private static List<Verdict> read(byte[] bytes) throws Exception {
    List<Verdict> all = new ArrayList<>();
    MergeTreeOutput output = new MergeTreeOutput(bytes);
    for (Optional<Verdict> next = output.next(); next.isPresent(); next = output.next()) {
      all.add(next.get());
    }
    return all;
  }

  private static String entry(int stage, String path) {
    return "100644 " + TREE + " " + stage + "\t" + path;
  }

  @Property(tries = 200)
  void pathsAndMessagesOfAnyKindStandBetweenTheirNeighbours(
      @ForAll @NotEmpty @Size(max = 5)
          List<@CharRange(from = '\u0001', to = '\u00FF') @StringLength(min = 1, max = 12) String>
              paths)
      throws Exception {
    List<String> fields = new ArrayList<>(List.of("1", TREE, "", "0", TREE));
    paths.forEach(path -> fields.addAll(List.of(entry(2, path), entry(3, path))));
    fields.add("");
    for (String path : paths) {
      fields.addAll(List.of("2", path, path, "CONFLICT (contents)", "CONFLICT in " + path + "\n"));
    }
    fields.addAll(List.of("", "1", TREE, ""));
    List<Verdict> verdicts = read(fields(fields.toArray(String[]::new)));
    assertThat(verdicts).hasSize(3);
    assertThat(verdicts.get(0)).isEqualTo(new Verdict.Clean(TREE));
    assertThat(((Verdict.Conflicting) verdicts.get(1)).paths())
        .isEqualTo(paths.stream().distinct().toList());
    assertThat(verdicts.get(2)).isEqualTo(new Verdict.Clean(TREE));
  }

  @Property(tries = 50)
  void whatIsCutOffAnywhereIsNoVerdict(@ForAll @AlphaChars @StringLength(min = 1) String path)
      throws Exception {
    byte[] whole =
        fields("0", TREE, entry(1, path), "", "1", path, "Auto-merging", "text\n", "", "1", TREE);
    for (int length = 0; length <= whole.length; length++) {
      assertThat(read(Arrays.copyOf(whole, length)).size())
          .isEqualTo(length < whole.length - 2 - TREE.length() - 1 ? 0 : 1);
    }
  }

  @Test
  void aFolderRenamedToTwoPlacesConflictsByItsMessageAlone() throws Exception {
    assertThat(
            read(
                fields(
                    "0",
                    TREE,
                    "",
                    "1",
                    "other",
                    "Auto-merging",
                    "Auto-merging other\n",
                    "2",
                    "old",
                    "new",
                    "CONFLICT (directory rename split)",
                    "CONFLICT (directory rename split): unclear\n",
                    "")))
        .containsExactly(
            new Verdict.Conflicting(
                TREE,
                List.of("old", "new"),
                "Auto-merging other\nCONFLICT (directory rename split): unclear",
                List.of()));
  }

  @Test
  void adviceOnSubmodulesEndsTheMessages() throws Exception {
    assertThat(
            read(
                fields(
                    "0",
                    TREE,
                    entry(2, "sub"),
                    "",
                    "1",
                    "sub",
                    "CONFLICT (contents)",
                    "CONFLICT (submodule): Merge conflict in sub\n",
                    "Recursive merging with submodules is hard.\n - do it yourself\n",
                    "1",
                    TREE,
                    "")))
        .containsExactly(
            new Verdict.Conflicting(
                TREE,
                List.of("sub"),
                "CONFLICT (submodule): Merge conflict in sub",
                List.of(new Verdict.Stage("100644", TREE, 2, "sub"))),
            new Verdict.Clean(TREE));
  }

  @Test
  void somethingElseIsNotTakenForAVerdict() {
    assertThatThrownBy(() -> read(fields("2", TREE, "")))
        .isInstanceOf(WorkspaceException.class)
        .hasMessageContaining("not understood: 2");
    assertThatThrownBy(() -> read(fields("1", TREE, entry(1, "a"), "")))
        .isInstanceOf(WorkspaceException.class);
    assertThatThrownBy(() -> read(fields("0", TREE, "", "many", "")))
        .isInstanceOf(WorkspaceException.class);
  }
}
