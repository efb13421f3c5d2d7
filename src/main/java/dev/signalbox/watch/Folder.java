package dev.signalbox.watch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A folder that is watched, where it is now.
final class Folder {
  private @Nullable Folder parent;
  private String name;
  private final boolean root;

  /// What it was when the watch began; null where it was not there.
  final @Nullable BaseFolder base;

  final Map<String, Folder> folders = new HashMap<>();

  /// Its files of which there is something to know.
  final Map<String, FileTrace> files = new HashMap<>();

  /// The names in it that were written to since that was last asked.
  final Set<String> written = new HashSet<>();

  private Folder(@Nullable Folder parent, String name, boolean root, @Nullable BaseFolder base) {
    this.parent = parent;
    this.name = name;
    this.root = root;
    this.base = base;
  }

  static Folder root(BaseFolder base) {
    return new Folder(null, "", true, base);
  }

  Folder folder(String name, @Nullable BaseFolder base) {
    Folder folder = new Folder(this, name, false, base);
    folders.put(name, folder);
    return folder;
  }

  /// Its path in the tree; empty where it was moved out of it.
  Optional<String> path() {
    if (root) {
      return Optional.of("");
    }
    return parent == null ? Optional.empty() : parent.place(name);
  }

  /// The path of something in it.
  Optional<String> place(String name) {
    return path().map(path -> path.isEmpty() ? name : path + "/" + name);
  }

  void detach() {
    if (parent != null) {
      parent.folders.remove(name, this);
      parent = null;
    }
  }

  /// @return false where it would lie in itself
  boolean attach(Folder parent, String name) {
    for (Folder above = parent; above != null; above = above.parent) {
      if (above == this) {
        return false;
      }
    }
    detach();
    this.parent = parent;
    this.name = name;
    parent.folders.put(name, this);
    return true;
  }
}
