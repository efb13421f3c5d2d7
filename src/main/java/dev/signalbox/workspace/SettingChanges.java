package dev.signalbox.workspace;

import dev.signalbox.workspace.RepositoryGuard.Case;
import dev.signalbox.workspace.RepositoryGuard.Whose;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Settings that an attempt made with `git config` in its work tree: they are those of the user's
/// repository. Values are neither shown nor put into a ref; some are passwords.
final class SettingChanges {
  private final Repository repository;
  private final boolean undo;
  private final Path kept;

  SettingChanges(Repository repository, boolean undo, Path kept) {
    this.repository = repository;
    this.undo = undo;
    this.kept = kept;
  }

  void examine(Case found, byte[] before, byte[] after)
      throws WorkspaceException, InterruptedException, IOException {
    if (Arrays.equals(before, after)) {
      return;
    }
    SortedMap<String, List<String>> was = parse(before);
    SortedMap<String, List<String>> is = parse(after);
    TreeSet<String> keys = new TreeSet<>(was.keySet());
    keys.addAll(is.keySet());
    keys.removeIf(key -> values(was, key).equals(values(is, key)));
    List<String> mine = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (String key : keys) {
      if (found.settled().contains(state(key, values(is, key)))) {
        continue;
      }
      Whose whose =
          Whose.of(
              found.trace().mayHaveSet(key),
              found.others().stream().anyMatch(other -> other.mayHaveSet(key)));
      if (whose == Whose.THIS_ATTEMPT) {
        mine.add(key);
      } else if (whose != Whose.ANOTHER && found.settle(state(key, values(is, key)))) {
        unknown.add(key);
      }
    }
    if (!unknown.isEmpty()) {
      found
          .said()
          .add(
              "Settings of the repository were changed while it ran ("
                  + String.join(", ", unknown)
                  + "); nothing tells by whom, and they were left as they are.");
    }
    if (!mine.isEmpty()) {
      boolean all = mine.size() == keys.size();
      mine(found, mine, was, is, all ? before : new byte[0], after);
    }
  }

  private static List<String> values(SortedMap<String, List<String>> settings, String key) {
    return settings.getOrDefault(key, List.of());
  }

  private static String state(String key, List<String> values) {
    return "setting " + key + " " + values;
  }

  private SortedMap<String, List<String>> parse(byte[] config)
      throws WorkspaceException, InterruptedException {
    SortedMap<String, List<String>> settings = new TreeMap<>();
    GitOutput listed = repository.git().attempt(config, "config", "-z", "--file", "-", "--list");
    for (String field : listed.fields()) {
      String[] parts = field.split("\n", 2);
      settings
          .computeIfAbsent(parts[0], key -> new ArrayList<>())
          .add(parts.length > 1 ? parts[1] : "");
    }
    return settings;
  }

  /// @param whole the file as it was, where nothing but these settings changed; else empty
  private void mine(
      Case found,
      List<String> keys,
      SortedMap<String, List<String>> was,
      SortedMap<String, List<String>> is,
      byte[] whole,
      byte[] after)
      throws WorkspaceException, InterruptedException, IOException {
    String sentence = "It changed settings of the repository (" + String.join(", ", keys) + ")";
    keys.forEach(key -> found.settle(state(key, values(is, key))));
    if (!undo) {
      found.said().add(sentence + "; by the plan they were left as they are.");
      return;
    }
    AttemptKey key = found.key();
    Path copy = kept.resolve(RefNames.part(key.task()) + "-" + key.number()).resolve("git-config");
    Files.createDirectories(copy.resolveSibling(""));
    Files.write(copy, after);
    if (whole.length == 0 || !replace(whole, after)) {
      for (String name : keys) {
        putBack(name, values(was, name));
      }
    }
    keys.forEach(name -> found.settle(state(name, values(was, name))));
    found.said().add(sentence + "; put back, and what it made of them is in " + copy + ".");
  }

  // As git does it: whoever has the lock may write, and a reader sees one file or the other.
  private boolean replace(byte[] whole, byte[] expected) throws IOException {
    Path file = repository.commonDir().resolve("config");
    Path lock = file.resolveSibling("config.lock");
    try {
      Files.copy(file, lock, StandardCopyOption.COPY_ATTRIBUTES);
    } catch (FileAlreadyExistsException e) {
      return false;
    }
    if (!Arrays.equals(Files.readAllBytes(file), expected)) {
      Files.delete(lock);
      return false;
    }
    Files.write(lock, whole, StandardOpenOption.TRUNCATE_EXISTING);
    Files.move(lock, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return true;
  }

  private void putBack(String key, List<String> values)
      throws WorkspaceException, InterruptedException {
    Git git = repository.git();
    String file = repository.commonDir().resolve("config").toString();
    git.attempt("config", "--file", file, "--unset-all", key);
    for (String value : values) {
      git.run("config", "--file", file, "--add", key, value);
    }
  }
}
