package dev.signalbox.watch;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// A work tree whose writes Java tells of.
final class PortableTree implements TreeWatch {
  private final Path root;
  private final Unwatched unwatched;
  private final Runnable written;
  private final Consumer<PortableTree> gone;
  private final WatchService service;
  private final Map<WatchKey, Path> folders = new HashMap<>();
  private final TreeSet<String> paths = new TreeSet<>();
  private boolean everything;
  private boolean told;

  private PortableTree(
      Path root, Unwatched unwatched, Runnable written, Consumer<PortableTree> gone)
      throws IOException {
    this.root = root;
    this.unwatched = unwatched;
    this.written = written;
    this.gone = gone;
    this.service = root.getFileSystem().newWatchService();
  }

  static PortableTree begin(
      Path root, Unwatched unwatched, Runnable written, Consumer<PortableTree> gone)
      throws IOException {
    PortableTree tree = new PortableTree(root, unwatched, written, gone);
    boolean done = false;
    try {
      tree.enter(root, false);
      done = true;
    } finally {
      if (!done) {
        tree.service.close();
      }
    }
    Thread.ofVirtual().name("watch on " + root).start(tree::work);
    return tree;
  }

  /// Watches a folder and all below.
  ///
  /// @param appeared whether the files in it count as written
  private synchronized void enter(Path top, boolean appeared) throws IOException {
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (!folder.equals(root)
                && (isGit(folder) || unwatched.everythingIn(relative(folder)))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            WatchKey key =
                folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            folders.put(key, folder);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (appeared && !isGit(file)) {
              paths.add(relative(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }
        });
  }

  private static boolean isGit(Path path) {
    return path.endsWith(".git");
  }

  private String relative(Path path) {
    return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
  }

  private void work() {
    try {
      while (true) {
        WatchKey key = service.take();
        if (takeIn(key)) {
          written.run();
        }
      }
    } catch (ClosedWatchServiceException e) {
      // That is the end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return whether to tell of it
  private synchronized boolean takeIn(WatchKey key) {
    Path folder = folders.get(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      if (folder == null || !(event.context() instanceof Path name)) {
        everything = true;
      } else if (!isGit(name)) {
        happened(event.kind(), folder.resolve(name));
      }
    }
    if (!key.reset()) {
      folders.remove(key);
    }
    boolean tell = !told && (everything || !paths.isEmpty());
    told |= tell;
    return tell;
  }

  private void happened(WatchEvent.Kind<?> kind, Path path) {
    boolean isFolder = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (!isFolder) {
      paths.add(relative(path));
    } else if (kind == StandardWatchEventKinds.ENTRY_CREATE) {
      try {
        enter(path, true);
      } catch (IOException e) {
        everything = true;
      }
    }
  }

  @Override
  public Reads reads() {
    return Reads.unknown(PortableWatches.SHORTCOMING);
  }

  @Override
  public Set<String> touched() {
    return Set.of();
  }

  @Override
  public synchronized Changed takeChanged() {
    Changed changed = new Changed(everything, List.copyOf(paths));
    paths.clear();
    everything = false;
    told = false;
    return changed;
  }

  @Override
  public void pause() {}

  @Override
  public void resume() {}

  @Override
  public void close() {
    gone.accept(this);
    try {
      service.close();
    } catch (IOException e) {
      System.getLogger(PortableTree.class.getName()).log(System.Logger.Level.WARNING, e);
    }
  }
}
