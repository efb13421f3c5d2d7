package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// git's verdict on merges, without a checkout: one process for a row of pairs.
///
/// What git writes for it, the merged trees and files, goes where its [Git] writes objects: into
/// the repository, or into a [Quarantine].
public final class MergeOracle {
  /// More than this of one process is not kept in memory.
  private static final int MOST_BYTES = 64 << 20;

  private final Git git;

  /// @param git git at the top of the checkout, as attributes and the names in the answer are told
  ///   from there
  public MergeOracle(Git git) {
    this.git = git;
  }

  /// A verdict for each pair.
  public List<Verdict> verdicts(List<MergePair> row)
      throws WorkspaceException, InterruptedException {
    return Batch.ask(row, this::ask, Verdict.Unusable::new);
  }

  private Batch.Answers<Verdict> ask(List<MergePair> pairs)
      throws WorkspaceException, InterruptedException {
    StringBuilder lines = new StringBuilder();
    for (MergePair pair : pairs) {
      lines.append(pair.left()).append(' ').append(pair.right()).append('\n');
    }
    GitOutput output =
        git.attempt(
            lines.toString().getBytes(StandardCharsets.US_ASCII),
            MOST_BYTES,
            "merge-tree",
            "--write-tree",
            "--stdin",
            "-z",
            "--allow-unrelated-histories");
    MergeTreeOutput printed = new MergeTreeOutput(output.bytes());
    List<Verdict> verdicts = new ArrayList<>(pairs.size());
    for (Optional<Verdict> next = printed.next(); next.isPresent(); next = printed.next()) {
      verdicts.add(next.get());
    }
    return new Batch.Answers<>(verdicts, lastWord(output));
  }

  private String lastWord(GitOutput output) {
    return output.whole()
        ? git.failure(output, "merge-tree").getMessage()
        : "git merge-tree prints more than %d MiB on it.".formatted(MOST_BYTES >> 20);
  }
}
