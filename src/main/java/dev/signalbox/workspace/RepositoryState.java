package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What work trees share with the user's checkout, at one moment: an agent that changes it reaches
/// out of its work tree. Read from git's files, as it is looked at twice for each attempt.
///
/// @param head what the user's checkout has checked out
/// @param refs every ref that is not ours, with its commit or tag
/// @param stash the stash, oldest first
/// @param config the shared settings
/// @param files hooks and the like, with fingerprints
record RepositoryState(
    String head,
    SortedMap<String, String> refs,
    List<StashEntry> stash,
    byte[] config,
    SortedMap<String, String> files) {

  static final String STASH = "refs/stash";

  /// @param id the stash commit
  /// @param email who stashed it
  /// @param message what it is called
  record StashEntry(String id, String email, String message) {}

  /// @param ours the ref of the integration branch
  static RepositoryState read(Repository repository, String ours)
      throws WorkspaceException, InterruptedException, IOException {
    Path common = repository.commonDir();
    SortedMap<String, String> refs = new TreeMap<>();
    if (Files.isDirectory(common.resolve("reftable"))) {
      askForRefs(repository.git(), refs);
    } else {
      readPacked(common.resolve("packed-refs"), refs);
      readLoose(common, common.resolve("refs"), refs);
    }
    refs.keySet()
        .removeIf(
            ref ->
                ref.startsWith(RefNames.OURS)
                    || ref.equals(ours)
                    || ref.equals(STASH)
                    || isOfOneWorkTree(ref));
    SortedMap<String, String> files = new TreeMap<>();
    for (String folder : List.of("hooks", "info")) {
      fingerprints(common, common.resolve(folder), files);
    }
    return new RepositoryState(
        Files.readString(repository.gitDir().resolve("HEAD")).strip(),
        Collections.unmodifiableSortedMap(refs),
        readStash(common.resolve("logs").resolve(STASH)),
        config(repository),
        files);
  }

  static byte[] config(Repository repository) throws IOException {
    Path file = repository.commonDir().resolve("config");
    return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
  }

  private static boolean isOfOneWorkTree(String ref) {
    return Stream.of("refs/bisect/", "refs/worktree/", "refs/rewritten/").anyMatch(ref::startsWith);
  }

  private static void askForRefs(Git git, SortedMap<String, String> refs)
      throws WorkspaceException, InterruptedException {
    git.run("for-each-ref", "--format=%(objectname) %(refname)")
        .text()
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(parts -> refs.put(parts[1], parts[0]));
  }

  private static void readPacked(Path file, SortedMap<String, String> refs) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
      int space = line.indexOf(' ');
      if (space > 0 && line.charAt(0) != '#' && line.charAt(0) != '^') {
        refs.put(utf8(line.substring(space + 1)), line.substring(0, space));
      }
    }
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static void readLoose(Path common, Path folder, SortedMap<String, String> refs)
      throws IOException {
    List<Path> entries = entries(folder);
    for (Path entry : entries) {
      String name = common.relativize(entry).toString();
      if (Files.isDirectory(entry)) {
        // There may be thousands of ours.
        if (!(name + "/").equals(RefNames.OURS)) {
          readLoose(common, entry, refs);
        }
      } else if (!name.endsWith(".lock")) {
        String text = textOf(entry);
        if (!text.isEmpty() && !text.startsWith("ref:")) {
          refs.put(name, text);
        }
      }
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (var stream = Files.newDirectoryStream(folder)) {
      stream.forEach(entries::add);
    } catch (java.nio.file.NoSuchFileException e) {
      // git removes a folder of refs with the last one in it.
      return List.of();
    }
    return entries;
  }

  private static String textOf(Path file) throws IOException {
    try {
      return Files.readString(file).strip();
    } catch (java.nio.file.NoSuchFileException e) {
      // It was moved into packed-refs or deleted this very moment.
      return "";
    }
  }

  private static void fingerprints(Path common, Path folder, SortedMap<String, String> files)
      throws IOException {
    for (Path entry : entries(folder)) {
      if (Files.isRegularFile(entry) && !String.valueOf(entry.getFileName()).endsWith(".sample")) {
        files.put(common.relativize(entry).toString(), Brought.fingerprint(entry));
      }
    }
  }

  private static List<StashEntry> readStash(Path log) throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    return RefLog.read(log).stream()
        .map(entry -> new StashEntry(entry.newId(), entry.email(), entry.message()))
        .toList();
  }

  /// Whether nothing differs.
  boolean sameAs(RepositoryState other) {
    return head.equals(other.head)
        && refs.equals(other.refs)
        && stash.equals(other.stash)
        && java.util.Arrays.equals(config, other.config)
        && files.equals(other.files);
  }
}
