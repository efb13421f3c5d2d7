package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Tells which files of the user's checkout changed while attempts ran: one that writes there, by
/// an absolute path, writes past its work tree. Nothing says whose hand it was, as attempts overlap
/// and the user works there too; so nothing is put back.
///
/// One look is one `git status`. Where attempts begin and end faster than that pays, one look
/// serves several of them.
final class CheckoutChanges {
  private static final int MOST = 5;

  /// A look has to be worth so many times what it costs, as long as there will be another.
  private static final int WORTH = 3;

  /// How the checkout stands.
  ///
  /// @param head the commit that is checked out
  /// @param paths what differs from it, each with a sign of how
  /// @param staged those of them that differ in the index alone: so does a file that nobody touched
  ///   when its branch moves
  private record Look(String head, Map<String, String> paths, Set<String> staged) {
    /// Nothing is known, as where a filter fails that git needs to tell.
    static final Look NONE = new Look("", Map.of(), Set.of());

    List<String> changedSince(Look before) {
      List<String> changed = new ArrayList<>();
      if (before.equals(NONE)) {
        return changed;
      }
      // A path that is no longer among them was committed, or put back.
      paths.forEach(
          (path, state) -> {
            boolean moved = !head.equals(before.head) && staged.contains(path);
            if (!moved && !state.equals(before.paths.get(path))) {
              changed.add(path);
            }
          });
      return changed;
    }
  }

  private final Repository repository;
  private final SortedSet<String> running = new TreeSet<>();
  private final SortedSet<String> endedSince = new TreeSet<>();
  private Look seen = Look.NONE;
  private long lookedAt;
  private long cost = -1;

  CheckoutChanges(Repository repository) {
    this.repository = repository;
  }

  synchronized void begin(String task) throws WorkspaceException, InterruptedException {
    if (running.isEmpty() && endedSince.isEmpty() && isWorthALook()) {
      seen = look();
    }
    running.add(task);
  }

  /// @return sentences for people
  synchronized List<String> end(String task) throws WorkspaceException, InterruptedException {
    if (!running.remove(task)) {
      return List.of();
    }
    if (!running.isEmpty() && !isWorthALook()) {
      endedSince.add(task);
      return List.of();
    }
    Look now = look();
    List<String> changed = now.changedSince(seen);
    SortedSet<String> others = new TreeSet<>(running);
    others.addAll(endedSince);
    others.remove(task);
    seen = now;
    endedSince.clear();
    return changed.isEmpty() ? List.of() : List.of(sentence(changed, others));
  }

  /// Takes the checkout as it stands.
  synchronized void lookAnew() throws WorkspaceException, InterruptedException {
    seen = look();
    endedSince.clear();
  }

  synchronized void abandon(String task) {
    running.remove(task);
  }

  private boolean isWorthALook() {
    return cost < 0 || System.nanoTime() - lookedAt > WORTH * cost;
  }

  private Look look() throws WorkspaceException, InterruptedException {
    long start = System.nanoTime();
    String head = "";
    Map<String, String> found = new TreeMap<>();
    Set<String> staged = new HashSet<>();
    GitOutput status =
        repository
            .git()
            .attempt(
                "status",
                "--porcelain=v2",
                "--branch",
                "-z",
                "--no-renames",
                "--untracked-files=normal",
                "--ignore-submodules=all");
    lookedAt = System.nanoTime();
    cost = lookedAt - start;
    if (!status.succeeded()) {
      return Look.NONE;
    }
    for (String line : status.fields()) {
      if (line.startsWith("# branch.oid ")) {
        head = line;
      } else if (!line.startsWith("#")) {
        // `? PATH`, `1 XY` with six fields and the path, `u XY` with eight.
        int before = line.startsWith("?") ? 1 : line.startsWith("u") ? 10 : 8;
        String path = line.split(" ", before + 1)[before];
        String how = line.startsWith("?") ? "?" : line.substring(2, 4);
        found.put(path, how + " " + sign(repository.top().resolve(path)));
        if (how.endsWith(".")) {
          staged.add(path);
        }
      }
    }
    return new Look(head, found, staged);
  }

  private static String sign(Path file) {
    try {
      BasicFileAttributes is =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return is.size() + " " + is.lastModifiedTime();
    } catch (NoSuchFileException e) {
      return "gone";
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private static String sentence(List<String> changed, SortedSet<String> others) {
    String who =
        others.isEmpty()
            ? "whether it did that or you"
            : "whether it did that, another task (%s) or you".formatted(names(others));
    return "In your checkout, past its work tree, %s changed while it ran. Nothing tells %s; %s left as %s."
        .formatted(
            names(changed),
            who,
            changed.size() == 1 ? "it was" : "they were",
            changed.size() == 1 ? "it is" : "they are");
  }

  private static String names(Iterable<String> all) {
    List<String> names = new ArrayList<>();
    all.forEach(names::add);
    int more = names.size() - MOST;
    return String.join(", ", names.subList(0, Math.min(MOST, names.size())))
        + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
