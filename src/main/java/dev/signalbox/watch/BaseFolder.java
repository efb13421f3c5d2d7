package dev.signalbox.watch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A folder as it was when the watch began, and what was read of it. It stays what it is however
/// often the folder is moved, and after it is gone.
final class BaseFolder {
  private final String path;
  private final List<BaseFolder> folders = new ArrayList<>();
  private final Set<String> read = new HashSet<>();
  private final Set<String> afterWriting = new HashSet<>();
  private int files;
  private boolean listed;

  private BaseFolder(String path) {
    this.path = path;
  }

  static BaseFolder root() {
    return new BaseFolder("");
  }

  BaseFolder folder(String name) {
    BaseFolder folder = new BaseFolder(place(name));
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

  void listed() {
    listed = true;
  }

  void read(String file, boolean afterWriting) {
    if (!afterWriting) {
      read.add(file);
    } else if (!read.contains(file)) {
      this.afterWriting.add(file);
    }
  }

  /// What was read here and below.
  Reads reads() {
    Found found = new Found();
    collect(found);
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
    final Set<String> files = new TreeSet<>();
    final Set<String> afterWriting = new TreeSet<>();
    final Set<String> folders = new TreeSet<>();
    final Set<String> subtrees = new TreeSet<>();
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
      found.folders.add(path);
    }
    read.forEach(file -> found.files.add(place(file)));
    afterWriting.forEach(file -> found.afterWriting.add(place(file)));
    return false;
  }
}
