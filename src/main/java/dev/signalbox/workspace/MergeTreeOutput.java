package dev.signalbox.workspace;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What `git merge-tree --write-tree --stdin -z` prints. For each pair: `1`, tree, an empty field;
/// or `0`, tree, `mode id stage<TAB>path` for each side of each conflict, an empty field, for each
/// message the number of its paths, these, its kind and its text, and an empty field again.
final class MergeTreeOutput {
  private static final String SUBMODULE_ADVICE = "Recursive merging with submodules";

  private final byte[] bytes;
  private int at;

  MergeTreeOutput(byte[] bytes) {
    this.bytes = bytes;
  }

  /// That the output ended in the middle of a pair.
  private static final class CutOff extends Exception {
    private static final long serialVersionUID = 1L;

    CutOff() {
      super("cut off", null, false, false);
    }
  }

  /// The next verdict; empty where no whole one follows.
  Optional<Verdict> next() throws WorkspaceException {
    try {
      String state = field();
      return switch (state) {
        case "1" -> Optional.of(clean());
        case "0" -> Optional.of(conflict());
        default -> throw unknown(state);
      };
    } catch (CutOff e) {
      at = bytes.length;
      return Optional.empty();
    }
  }

  private Verdict clean() throws CutOff, WorkspaceException {
    String tree = field();
    String end = field();
    if (!end.isEmpty()) {
      throw unknown(end);
    }
    return new Verdict.Clean(tree);
  }

  private Verdict conflict() throws CutOff, WorkspaceException {
    String tree = field();
    Set<String> paths = new LinkedHashSet<>();
    List<Verdict.Stage> stages = new ArrayList<>();
    for (String entry = field(); !entry.isEmpty(); entry = field()) {
      Verdict.Stage stage = stage(entry);
      stages.add(stage);
      paths.add(stage.path());
    }
    boolean none = paths.isEmpty();
    StringBuilder messages = new StringBuilder();
    for (String count = field(); !count.isEmpty(); count = field()) {
      if (count.startsWith(SUBMODULE_ADVICE)) {
        // It comes without a count, and ends where the conflict does.
        break;
      }
      List<String> about = new ArrayList<>();
      for (int left = number(count); left > 0; left--) {
        about.add(field());
      }
      // A folder that was renamed to two places conflicts without a file that does.
      if (field().startsWith("CONFLICT") && none) {
        paths.addAll(about);
      }
      messages.append(field().strip()).append('\n');
    }
    return new Verdict.Conflicting(
        tree, List.copyOf(paths), messages.toString().stripTrailing(), stages);
  }

  private static Verdict.Stage stage(String entry) throws WorkspaceException {
    String[] parts = entry.split("[ \t]", 4);
    if (parts.length != 4) {
      throw unknown(entry);
    }
    return new Verdict.Stage(parts[0], parts[1], number(parts[2]), parts[3]);
  }

  private String field() throws CutOff {
    for (int end = at; end < bytes.length; end++) {
      if (bytes[end] == 0) {
        String field = PathText.decode(bytes, at, end);
        at = end + 1;
        return field;
      }
    }
    throw new CutOff();
  }

  private static int number(String text) throws WorkspaceException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw unknown(text);
    }
  }

  private static WorkspaceException unknown(String text) {
    return new WorkspaceException(
        "git merge-tree printed something that is not understood: " + PathText.quoted(text));
  }
}
