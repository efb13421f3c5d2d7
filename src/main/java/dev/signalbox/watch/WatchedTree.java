package dev.signalbox.watch;

import static dev.signalbox.watch.InotifyQueue.ACCESS;
import static dev.signalbox.watch.InotifyQueue.ATTRIB;
import static dev.signalbox.watch.InotifyQueue.CLOSE_NOWRITE;
import static dev.signalbox.watch.InotifyQueue.CLOSE_WRITE;
import static dev.signalbox.watch.InotifyQueue.CREATE;
import static dev.signalbox.watch.InotifyQueue.DELETE;
import static dev.signalbox.watch.InotifyQueue.FOLDER;
import static dev.signalbox.watch.InotifyQueue.IGNORED;
import static dev.signalbox.watch.InotifyQueue.MODIFY;
import static dev.signalbox.watch.InotifyQueue.MOVED_FROM;
import static dev.signalbox.watch.InotifyQueue.MOVED_TO;
import static dev.signalbox.watch.InotifyQueue.OPEN;
import static dev.signalbox.watch.InotifyQueue.OVERFLOW;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A tree of folders, and what events say about it.
///
/// A read is known by the folder it happened in, and a folder by the number of its watch, which it
/// keeps wherever it is moved: paths, which may be stale when an event is looked at, are needed
/// only to watch folders that appear, and those hold nothing that counts as read.
final class WatchedTree implements InotifyQueue.Events {
  private static final String GIT = ".git";
  private static final String NOT_TEXT = "\ufffd";
  private static final int NONE = -1;

  /// After these a file is the task's, even if it is as it was. What is made is only where
  /// something was known to have been there.
  private static final int TOUCHING =
      CLOSE_WRITE | MODIFY | ATTRIB | DELETE | MOVED_FROM | MOVED_TO;

  private final Path place;
  private final InotifyQueue queue;
  private final Unwatched unwatched;
  private final BaseFolder base = BaseFolder.root();
  private final Folder root = Folder.root(base);
  private final Map<Integer, Folder> watches = new HashMap<>();
  private final Map<Integer, FileTrace> movingFiles = new HashMap<>();
  private final Map<Integer, Folder> movingFolders = new HashMap<>();

  /// Folders that were not where they were to be watched, by the folder they appeared in.
  private final Map<Folder, Set<String>> unreached = new HashMap<>();

  private final Set<Folder> written = new HashSet<>();
  private boolean moreWritten;
  private boolean lookingAway = true;
  private boolean missedEvents;
  private String inexact = "";

  /// While this process looks itself.
  private @Nullable OwnLook look;

  private WatchedTree(Path place, InotifyQueue queue, Unwatched unwatched) {
    this.place = place;
    this.queue = queue;
    this.unwatched = unwatched;
  }

  /// Watches every folder there is. It looks away from reads until it is told otherwise.
  static WatchedTree begin(Path place, InotifyQueue queue, Unwatched unwatched) throws IOException {
    WatchedTree tree = new WatchedTree(place, queue, unwatched);
    tree.watches.put(queue.watch(""), tree.root);
    tree.begin(tree.root, tree.base);
    return tree;
  }

  private void begin(Folder folder, BaseFolder of) throws IOException {
    for (InotifyQueue.Listed entry : queue.list(of.path())) {
      String path = of.place(entry.name());
      if (entry.name().equals(GIT)) {
        continue;
      }
      noteName(entry.name());
      boolean below =
          entry.mayBeFolder()
              && (unwatched.everythingIn(path) || beginBelow(folder, of, entry.name()));
      if (!below && !unwatched.file(path)) {
        beginAt(of, entry);
      }
    }
  }

  private void beginAt(BaseFolder folder, InotifyQueue.Listed entry) {
    String path = folder.place(entry.name());
    switch (entry.kind()) {
      case FILE -> folder.file();
      case LINK -> folder.link(entry.name(), end(path));
      case FOLDER, UNKNOWN -> {
        if (isLink(path)) {
          folder.link(entry.name(), end(path));
        } else {
          folder.file();
        }
      }
      case OTHER -> {}
    }
  }

  /// Where a link leads in the end, as a path in the tree; empty where that is nowhere in it.
  private Optional<String> end(String link) {
    try {
      Path top = place.toRealPath();
      Path end = place.resolve(link).toRealPath();
      return end.startsWith(top) ? Optional.of(top.relativize(end).toString()) : Optional.empty();
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private boolean isLink(String path) {
    try {
      return Files.isSymbolicLink(place.resolve(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /// @return false where it is no folder
  private boolean beginBelow(Folder folder, BaseFolder of, String name) throws IOException {
    int watch;
    try {
      watch = queue.watch(of.place(name));
    } catch (SystemCallException e) {
      if (e.number() == SystemCallException.NOT_ALLOWED) {
        inexact(
            "The folder %s could not be watched: it may not be read.".formatted(of.place(name)));
      } else if (!e.meansNoFolder()) {
        throw e;
      }
      return false;
    }
    BaseFolder below = of.folder(name);
    Folder child = folder.folder(name, below);
    watches.put(watch, child);
    begin(child, below);
    return true;
  }

  /// From now on reads are no reads, or are again.
  void lookAway(boolean away) {
    lookingAway = away;
  }

  /// From now on reads are put off until it is known which were our own.
  void look() {
    if (look == null) {
      look = new OwnLook();
    }
  }

  /// @param opened what this process opened, once each
  void looked(Collection<String> opened) {
    OwnLook over = look;
    look = null;
    if (over != null) {
      over.readsBut(opened).forEach(Runnable::run);
    }
  }

  @Override
  public void happened(int watch, int mask, int cookie, String name) throws IOException {
    if ((mask & OVERFLOW) != 0) {
      inexact(
          "More happened in the work tree at once than the system keeps for a watch"
              + SystemLimit.QUEUED_EVENTS.words()
              + ".");
      missedEvents = true;
      return;
    }
    Folder folder = watches.get(watch);
    if (folder == null) {
      return;
    }
    if ((mask & IGNORED) != 0) {
      watches.remove(watch);
    } else if (name.isEmpty()) {
      happenedToFolderItself(folder, folder.base, mask);
    } else if (!name.equals(GIT)) {
      noteName(name);
      if ((mask & FOLDER) != 0) {
        happenedToFolder(folder, mask, cookie, name);
      } else {
        happenedToFile(folder, mask, cookie, name);
      }
    }
  }

  private void happenedToFolderItself(Folder folder, @Nullable BaseFolder base, int mask) {
    if (look != null && base != null) {
      look.counts(folder.path(), mask);
    }
    if ((mask & ACCESS) != 0 && base != null && !lookingAway) {
      if (look == null) {
        base.listed();
      } else {
        look.putOff(folder.path(), base::listed);
      }
    }
  }

  private void noteName(String name) {
    if (name.contains(NOT_TEXT)) {
      inexact("There is a file whose name is no text: %s.".formatted(name));
    }
  }

  private void inexact(String why) {
    if (inexact.isEmpty()) {
      inexact = why + " So everything counts as read.";
    }
  }

  private void happenedToFile(Folder folder, int mask, int cookie, String name) {
    FileTrace known = folder.files.get(name);
    FileTrace file = known == null ? firstSeen(folder, name) : known;
    if ((mask & TOUCHING) != 0 || (mask == CREATE && known != null)) {
      file.touched();
    }
    if (look != null) {
      look.counts(folder.place(name), mask);
    }
    switch (mask) {
      case OPEN -> file.opened();
      case ACCESS -> read(folder, name, file);
      case CLOSE_NOWRITE -> {
        file.closed();
        read(folder, name, file);
      }
      case CLOSE_WRITE -> {
        if (file.closedAfterWriting()) {
          read(folder, name, file);
        }
        wrote(folder, name);
      }
      case MODIFY -> {
        file.written();
        wrote(folder, name);
      }
      case ATTRIB -> {
        file.attributesSet();
        wrote(folder, name);
      }
      case CREATE -> replace(folder, name, FileTrace.appeared());
      case DELETE -> {
        folder.files.remove(name);
        file.lost();
        wrote(folder, name);
      }
      case MOVED_FROM -> {
        folder.files.remove(name);
        movingFiles.put(cookie, file);
        wrote(folder, name);
      }
      case MOVED_TO -> {
        FileTrace moved = movingFiles.remove(cookie);
        replace(folder, name, moved == null ? FileTrace.OWN : moved);
      }
      default -> {}
    }
  }

  private FileTrace firstSeen(Folder folder, String name) {
    if (folder.base == null || unwatched.file(folder.base.place(name))) {
      return FileTrace.OWN;
    }
    FileTrace file = FileTrace.ofBase(folder.base, name);
    folder.files.put(name, file);
    return file;
  }

  private void replace(Folder folder, String name, FileTrace file) {
    FileTrace before = folder.files.put(name, file);
    if (before != null && before != file) {
      before.lost();
    }
    wrote(folder, name);
  }

  private void read(Folder folder, String name, FileTrace file) {
    if (look == null) {
      readNow(folder, name, file);
    } else {
      look.putOff(folder.place(name), () -> readNow(folder, name, file));
    }
  }

  private void readNow(Folder folder, String name, FileTrace file) {
    if (file.isDubious()) {
      if (hasOtherName(folder, name)) {
        inexact("%s was read, which may be another name of a file.".formatted(name));
      }
      file.becomesOwn();
    } else if (!lookingAway) {
      file.read();
    }
  }

  /// Whether what appeared there, and was read before it was written, is a file with several names:
  /// then it may well be one that was there from the beginning.
  private boolean hasOtherName(Folder folder, String name) {
    Optional<String> path = folder.place(name);
    try {
      return path.isEmpty()
          || (int)
                  Files.getAttribute(
                      place.resolve(path.get()), "unix:nlink", LinkOption.NOFOLLOW_LINKS)
              > 1;
    } catch (IOException | InvalidPathException e) {
      return true;
    }
  }

  private void happenedToFolder(Folder folder, int mask, int cookie, String name)
      throws IOException {
    Folder below = folder.folders.get(name);
    switch (mask & ~FOLDER) {
      case CREATE -> enter(folder, name);
      case DELETE -> {
        folder.folders.remove(name);
        wrote(folder, name);
      }
      case MOVED_FROM -> {
        if (below != null) {
          below.detach();
          movingFolders.put(cookie, below);
        }
        wrote(folder, name);
      }
      case MOVED_TO -> {
        Folder moved = movingFolders.remove(cookie);
        if (moved == null) {
          enter(folder, name);
        } else {
          attach(moved, folder, name);
          reachAgain();
        }
        wrote(folder, name);
      }
      default -> {}
    }
  }

  private void attach(Folder moved, Folder to, String name) {
    if (!moved.attach(to, name)) {
      // What is known of the tree has nothing to do with it any more.
      missedEvents = true;
    }
  }

  /// Watches a folder that appeared, and finds what was made in it before its watch stood.
  private void enter(Folder parent, String name) throws IOException {
    Optional<String> path = parent.place(name);
    if (path.isPresent() && unwatched.everythingIn(path.get())) {
      return;
    }
    int watch;
    try {
      watch = path.isPresent() ? queue.watch(path.get()) : NONE;
    } catch (SystemCallException e) {
      if (e.number() == SystemCallException.NOT_ALLOWED) {
        moreWritten = true;
        return;
      } else if (!e.meansNoFolder()) {
        throw e;
      }
      watch = NONE;
    }
    if (watch == NONE) {
      unreached.computeIfAbsent(parent, p -> new HashSet<>()).add(name);
      return;
    }
    Folder known = watches.get(watch);
    if (known == null) {
      Folder below = parent.folder(name, null);
      watches.put(watch, below);
      for (InotifyQueue.Listed entry : listing(below)) {
        found(below, entry);
      }
    } else if (parent.folders.get(name) != known) {
      attach(known, parent, name);
    }
  }

  private void found(Folder folder, InotifyQueue.Listed entry) throws IOException {
    if (entry.name().equals(GIT)) {
      return;
    }
    if (entry.kind() != InotifyQueue.Listed.Kind.FOLDER) {
      folder.files.putIfAbsent(entry.name(), FileTrace.appeared());
      wrote(folder, entry.name());
    }
    if (entry.mayBeFolder()) {
      enter(folder, entry.name());
    }
  }

  private List<InotifyQueue.Listed> listing(Folder folder) throws IOException {
    Optional<String> path = folder.path();
    try {
      return path.isEmpty() ? List.of() : queue.list(path.get());
    } catch (SystemCallException e) {
      if (e.meansNoFolder()) {
        return List.of();
      }
      throw e;
    }
  }

  /// Looks again for folders that were not where they appeared: something above was moved.
  private void reachAgain() throws IOException {
    Map<Folder, Set<String>> sought = new HashMap<>(unreached);
    unreached.clear();
    for (var in : sought.entrySet()) {
      for (String name : in.getValue()) {
        enter(in.getKey(), name);
      }
    }
  }

  private void wrote(Folder folder, String name) {
    folder.written.add(name);
    written.add(folder);
  }

  /// Looks for folders that appeared while events were lost.
  void catchUp() throws IOException {
    if (missedEvents) {
      missedEvents = false;
      moreWritten = true;
      catchUp(root);
    }
  }

  private void catchUp(Folder folder) throws IOException {
    for (InotifyQueue.Listed entry : listing(folder)) {
      if (entry.mayBeFolder() && !entry.name().equals(GIT)) {
        enter(folder, entry.name());
        Folder below = folder.folders.get(entry.name());
        if (below != null) {
          catchUp(below);
        }
      }
    }
  }

  /// Nothing more will happen: what is still open can be read for ever, and so can what was moved
  /// out of the tree.
  void end() {
    looked(List.of());
    movingFiles.values().forEach(FileTrace::read);
    movingFiles.clear();
    for (Folder folder : watches.values()) {
      folder.files.values().forEach(FileTrace::lost);
    }
    watches.clear();
  }

  Reads reads() {
    return inexact.isEmpty() ? base.reads() : Reads.everything(inexact);
  }

  long readsSoFar() {
    return inexact.isEmpty() ? base.readsSoFar() : -2;
  }

  /// The paths of files that were touched, as they were when the watch began.
  Set<String> touched() {
    Set<String> paths = new TreeSet<>();
    base.collectTouched(paths);
    return paths;
  }

  boolean hasWritten() {
    return moreWritten || !written.isEmpty();
  }

  Changed takeChanged() {
    TreeSet<String> paths = new TreeSet<>();
    for (Folder folder : written) {
      folder.written.forEach(name -> folder.place(name).ifPresent(paths::add));
      folder.written.clear();
    }
    Changed changed = new Changed(moreWritten, List.copyOf(paths));
    written.clear();
    moreWritten = false;
    return changed;
  }
}
