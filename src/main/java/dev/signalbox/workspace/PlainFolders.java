package dev.signalbox.workspace;

import dev.signalbox.watch.Reads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where tasks work that have no repository: each attempt in an empty folder of its own. Nothing is
/// ever changed that could be merged, checked or landed.
public final class PlainFolders implements Workspace {
  private final Path parent;
  private final Set<Path> inUse = new HashSet<>();

  /// @param parent the folder in which attempts get theirs; it is made where it is not there
  public PlainFolders(Path parent) {
    this.parent = parent;
  }

  @Override
  public Opened open() throws WorkspaceException {
    try {
      Files.createDirectories(parent);
    } catch (IOException e) {
      throw new WorkspaceException("The folder " + parent + " could not be made.", e);
    }
    return new Opened("", "", "", List.of());
  }

  @Override
  public String head() {
    return "";
  }

  @Override
  public WorkTree prepare(AttemptKey key, Path log) throws WorkspaceException {
    long start = System.nanoTime();
    try {
      Files.createDirectories(parent);
      Path folder =
          Files.createTempDirectory(parent, RefNames.part(key.task()) + "-" + key.number() + "-");
      synchronized (inUse) {
        inUse.add(folder);
      }
      return new WorkTree(key, folder, "", (System.nanoTime() - start) / 1_000_000, 0);
    } catch (IOException e) {
      throw new WorkspaceException(
          "A folder for " + key.task() + " could not be made in " + parent + ".", e);
    }
  }

  @Override
  public WorkTree goOn(AttemptKey key, AttemptKey parked, Path directory, Path log)
      throws WorkspaceException {
    return Files.isDirectory(directory)
        ? new WorkTree(key, directory, "", 0, 0)
        : prepare(key, log);
  }

  @Override
  public Sealed seal(WorkTree tree) {
    return new Sealed(tree.key(), "", "", List.of(), List.of(), Reads.UNKNOWN);
  }

  @Override
  public void release(WorkTree tree, boolean keep) throws WorkspaceException {
    synchronized (inUse) {
      inUse.remove(tree.directory());
    }
    if (!keep) {
      delete(tree.directory());
    }
  }

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
    return false;
  }

  @Override
  public void close() {
    Set<Path> left;
    synchronized (inUse) {
      left = Set.copyOf(inUse);
      inUse.clear();
    }
    for (Path folder : left) {
      try {
        delete(folder);
      } catch (WorkspaceException e) {
        System.getLogger(PlainFolders.class.getName()).log(System.Logger.Level.WARNING, e);
      }
    }
  }

  private static void delete(Path folder) throws WorkspaceException {
    try {
      if (Files.exists(folder)) {
        FolderRemoval.delete(folder);
      }
    } catch (IOException e) {
      throw new WorkspaceException("The folder " + folder + " could not be removed.", e);
    }
  }
}
