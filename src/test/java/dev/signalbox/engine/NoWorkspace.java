package dev.signalbox.engine;

import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.CommitAnswer;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkTree;
import dev.signalbox.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A workspace in which nothing takes time and nothing is ever changed: for measuring the engine.
final class NoWorkspace implements Workspace {
  private final Path directory;

  NoWorkspace() {
    this(Path.of("nowhere"));
  }

  /// @param directory where all agents work, at once
  NoWorkspace(Path directory) {
    this.directory = directory;
  }

  @Override
  public Opened open() {
    return new Opened("", "", "", List.of());
  }

  @Override
  public String head() {
    return "";
  }

  @Override
  public WorkTree prepare(AttemptKey key, Path log) {
    return new WorkTree(key, directory, "", 0, 0);
  }

  @Override
  public Sealed seal(WorkTree tree) {
    return new Sealed(tree.key(), "", "", List.of(), List.of(), Reads.UNKNOWN);
  }

  @Override
  public void release(WorkTree tree, boolean keep) {}

  @Override
  public Merge merge(Sealed change, String onto) {
    return new Merge.Clean("", "", List.of());
  }

  @Override
  public String stack(Merge.Clean merge, String onto) {
    return onto;
  }

  @Override
  public Check check(String commitOrTree, Path log) {
    return new Check(true, "");
  }

  @Override
  public CommitAnswer commit(
      Merge.Clean merge,
      String onto,
      String author,
      String message,
      Map<String, String> trailers,
      Path log) {
    return new CommitAnswer.Made("");
  }

  @Override
  public boolean land(String commit, String expected) {
    return true;
  }

  @Override
  public boolean hasLanded(String commit) {
    return true;
  }

  @Override
  public void close() {}
}
