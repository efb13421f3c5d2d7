package dev.signalbox.conflict.live;

import dev.signalbox.watch.Changed;
import dev.signalbox.watch.Reads;
import dev.signalbox.watch.TreeWatch;
import dev.signalbox.watch.TreeWatches;
import dev.signalbox.watch.Unwatched;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The watches of a run, with one more who hears of what is written.
final class Watching implements TreeWatches {
  private final TreeWatches watches;
  private final Consumer<Path> written;
  private final Map<Path, TreeWatch> trees = new ConcurrentHashMap<>();

  /// @param written is told the root of a work tree, as [TreeWatches#begin] says
  Watching(TreeWatches watches, Consumer<Path> written) {
    this.watches = watches;
    this.written = written;
  }

  /// What watches a work tree now, if anything does.
  Optional<TreeWatch> of(Path root) {
    return Optional.ofNullable(trees.get(root));
  }

  @Override
  public TreeWatch begin(Path root, Unwatched unwatched, Runnable told) {
    TreeWatch watch =
        watches.begin(
            root,
            unwatched,
            () -> {
              told.run();
              written.accept(root);
            });
    TreeWatch known = new Known(root, watch);
    trees.put(root, known);
    return known;
  }

  @Override
  public Optional<String> shortcoming() {
    return watches.shortcoming();
  }

  @Override
  public void close() {
    watches.close();
  }

  /// A watch that is known as long as it lasts.
  private final class Known implements TreeWatch {
    private final Path root;
    private final TreeWatch watch;

    Known(Path root, TreeWatch watch) {
      this.root = root;
      this.watch = watch;
    }

    @Override
    public Reads reads() {
      return watch.reads();
    }

    @Override
    public long readsSoFar() {
      return watch.readsSoFar();
    }

    @Override
    public Set<String> touched() {
      return watch.touched();
    }

    @Override
    public Changed takeChanged() {
      return watch.takeChanged();
    }

    @Override
    public boolean tells() {
      return watch.tells();
    }

    @Override
    public void looking() {
      watch.looking();
    }

    @Override
    public void looked(Collection<String> opened) {
      watch.looked(opened);
    }

    @Override
    public void pause() {
      watch.pause();
    }

    @Override
    public void resume() {
      watch.resume();
    }

    @Override
    public void close() {
      trees.remove(root, this);
      watch.close();
    }
  }
}
