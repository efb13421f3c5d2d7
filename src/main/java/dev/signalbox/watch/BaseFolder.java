package dev.signalbox.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// A folder as it was when the watch began, and what was read of it. It stays what it is however
/// often the folder is moved, and after it is gone.
final class BaseFolder {
  private final String path;
  private final List<BaseFolder> folders = new ArrayList<>();
  private final Set<String> read = new HashSet<>();
  private final Set<String> afterWriting = new HashSet<>();
  private final Set<String> touched = new HashSet<>();

  /// Where the links in it lead.
  private final Map<String, Optional<String>> links = new HashMap<>();

  private int files;
  private boolean listed;

  /// How often something was read for the first time, in the whole tree.
  private final AtomicLong news;

  private BaseFolder(String path, AtomicLong news) {
    this.path = path;
    this.news = news;
  }

  static BaseFolder root() {
    return new BaseFolder("", new AtomicLong());
  }

  BaseFolder folder(String name) {
    BaseFolder folder = new BaseFolder(place(name), news);
    folders.add(folder);
    return folder;
  }

  String path() {
    return path;
  }

  String place(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }

  /// One more file lies in it.
  void file() {
    files++;
  }

  /// A symbolic link lies in it.
  ///
  /// @param end where it leads; empty where that is nowhere in the tree
  void link(String name, Optional<String> end) {
    links.put(name, end);
  }

  void listed() {
    if (!listed) {
      listed = true;
      news.incrementAndGet();
    }
  }

  long readsSoFar() {
    return news.get();
  }

  void read(String file, boolean afterWriting) {
    boolean more =
        afterWriting ? !read.contains(file) && this.afterWriting.add(file) : read.add(file);
    if (more) {
      news.incrementAndGet();
    }
  }

  /// A file in it was written, moved, removed, or had its rights set.
  void touched(String file) {
    touched.add(file);
  }

  /// The paths that were touched here and below, as they were at first.
  void collectTouched(Set<String> paths) {
    touched.forEach(file -> paths.add(place(file)));
    folders.forEach(folder -> folder.collectTouched(paths));
  }

  /// What was read here and below.
  Reads reads() {
    Found found = new Found();
    collect(found);
    found.files.addAll(
        found.links.entrySet().stream()
            .filter(found::mayBeFollowed)
            .map(Map.Entry::getKey)
            .toList());
    return new Reads(
        Reads.Source.WATCHED,
        false,
        List.copyOf(found.files),
        List.copyOf(found.afterWriting),
        List.copyOf(found.folders),
        List.copyOf(found.subtrees),
        "");
  }

  private static final class Found {
    final NavigableSet<String> files = new TreeSet<>();
    final NavigableSet<String> afterWriting = new TreeSet<>();
    final NavigableSet<String> folders = new TreeSet<>();
    final NavigableSet<String> subtrees = new TreeSet<>();
    final Map<String, Optional<String>> links = new HashMap<>();

    /// Nobody tells of a link that is followed, but of what is opened through it. What lies outside
    /// may have been opened at any time.
    boolean mayBeFollowed(Map.Entry<String, Optional<String>> link) {
      return link.getValue().isEmpty() || isReached(link.getValue().get());
    }

    /// Whether something was read at a path, or below.
    private boolean isReached(String path) {
      return Stream.of(files, afterWriting, folders, subtrees).anyMatch(read -> isIn(read, path))
          || subtrees.stream().anyMatch(top -> Reads.isBelow(top, path));
    }

    private static boolean isIn(NavigableSet<String> read, String path) {
      String below = read.ceiling(path.isEmpty() ? "" : path + "/");
      return read.contains(path) || below != null && Reads.isBelow(path, below);
    }
  }

  /// @return whether this is one of the subtrees
  private boolean collect(Found found) {
    boolean whole = listed && read.size() == files;
    for (BaseFolder folder : folders) {
      whole &= folder.collect(found);
    }
    if (whole) {
      folders.forEach(folder -> found.subtrees.remove(folder.path));
      found.subtrees.add(path);
      return true;
    }
    if (listed) {
      // With the names, as `ls -l` and `cp -a` do.
      links.keySet().forEach(link -> found.files.add(place(link)));
      found.folders.add(path);
    } else {
      links.forEach((link, end) -> found.links.put(place(link), end));
    }
    read.forEach(file -> found.files.add(place(file)));
    afterWriting.forEach(file -> found.afterWriting.add(place(file)));
    return false;
  }
}
