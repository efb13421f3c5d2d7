package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A change that does not fit the head it is merged onto: all that a person needs to see of it to
/// say what it is to be.
///
/// @param onto the head
/// @param tree git's merged tree, with conflict markers in it
/// @param digest over what each side has at each of the paths: the same digest, the same conflict,
///   wherever the head is
/// @param files the paths that do not fit
/// @param messages git's own words
public record ConflictedMerge(
    String onto, String tree, String digest, List<File> files, String messages) {
  public ConflictedMerge {
    files = List.copyOf(files);
  }

  /// One path.
  ///
  /// @param base as both sides found it; null where there was none
  /// @param left what has landed; null where it is gone there
  /// @param right what the task left; null where it is gone there
  /// @param merged what git made of it, with conflict markers; null where it made none
  public record File(
      String path,
      @Nullable Version base,
      @Nullable Version left,
      @Nullable Version right,
      @Nullable Version merged) {

    /// Whether all there is of it is text in plain files.
    public boolean isText() {
      return versions().allMatch(v -> v.text() != null && !v.isLink());
    }

    Stream<Version> versions() {
      return Stream.of(base, left, right).flatMap(Stream::ofNullable);
    }

    /// The mode of what both sides make of it: a side that changed it has its way.
    public String mergedMode() {
      if (left == null || right == null) {
        throw new IllegalStateException("One side has no " + path);
      }
      return base != null && left.mode().equals(base.mode()) ? right.mode() : left.mode();
    }

    /// What `side` has there.
    public @Nullable Version of(Resolved.Side side) {
      return side == Resolved.Side.LANDED ? left : right;
    }
  }

  /// A file as one side has it.
  ///
  /// @param mode as git has it
  /// @param id of the blob, or of a submodule's commit
  /// @param text null where it is no text in UTF-8, or too big to be shown
  public record Version(String mode, String id, @Nullable String text) {
    public boolean isLink() {
      return mode.equals("120000");
    }

    public boolean isSubmodule() {
      return mode.equals(Changes.GITLINK);
    }
  }

  /// Looks at the conflict of `change` with `onto`, which may be any commit of the repository, and
  /// writes nothing there.
  ///
  /// @param repository a folder in the checkout
  /// @return empty where it fits
  public static Optional<ConflictedMerge> read(Path repository, Sealed change, String onto)
      throws WorkspaceException, InterruptedException {
    Map<String, String> environment = System.getenv();
    History history = History.openEvenShallow(repository, environment);
    try (Quarantine quarantine = Quarantine.of(history, environment)) {
      Git git = quarantine.holding(history.git());
      Attributes attributes = new Attributes(git, history.gitDir(), quarantine.scratch());
      return new ChangeMerge(git, attributes, new Commits(git), new Differences(git))
          .conflict(change, onto);
    } catch (IOException e) {
      throw new WorkspaceException("No folder can be made to look at the conflict in.", e);
    }
  }

  public List<String> paths() {
    return files.stream().map(File::path).toList();
  }

  public Optional<File> file(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  /// Why `resolution` cannot take the place of this conflict, in a sentence; empty where it can.
  public Optional<String> objection(Map<String, Resolved> resolution) {
    List<String> missing = paths().stream().filter(p -> !resolution.containsKey(p)).toList();
    List<String> astray = resolution.keySet().stream().filter(p -> file(p).isEmpty()).toList();
    if (!missing.isEmpty() && !astray.isEmpty()) {
      return Optional.of(
          "%s %s not conflict; what does: %s."
              .formatted(
                  String.join(", ", astray),
                  astray.size() == 1 ? "does" : "do",
                  String.join(", ", paths())));
    }
    if (!missing.isEmpty()) {
      return Optional.of("It says nothing of " + String.join(", ", missing) + ".");
    }
    for (Map.Entry<String, Resolved> entry : resolution.entrySet()) {
      String path = entry.getKey();
      File file = file(path).orElse(null);
      switch (entry.getValue()) {
        case Resolved.Text(String text, _) -> {
          Optional<String> marker = Markers.leftIn(text, file);
          if (marker.isPresent()) {
            return Optional.of("A conflict marker is left in %s: %s".formatted(path, marker.get()));
          }
        }
        case Resolved.Taken _ when file == null -> {
          return Optional.of(path + " does not conflict, so there is no side of it to take.");
        }
        case Resolved.Taken _, Resolved.Bytes _, Resolved.Gone _ -> {}
      }
    }
    return Optional.empty();
  }

  /// Lines that a side added to a path and that a resolution of it does not have.
  ///
  /// @param lines empty where a side's file is no text and another takes its place
  public record Loss(String path, Resolved.Side side, List<String> lines) {
    public Loss {
      lines = List.copyOf(lines);
    }
  }

  /// What `resolution` drops of what either side had done.
  public List<Loss> losses(Map<String, Resolved> resolution) {
    List<Loss> losses = new ArrayList<>();
    for (File file : files) {
      Resolved result = resolution.get(file.path());
      if (result != null) {
        for (Resolved.Side side : Resolved.Side.values()) {
          lost(file, side, result).ifPresent(losses::add);
        }
      }
    }
    return losses;
  }

  private static Optional<Loss> lost(File file, Resolved.Side side, Resolved result) {
    Version version = file.of(side);
    boolean taken = result instanceof Resolved.Taken(Resolved.Side which) && which == side;
    if (version == null || version.equals(file.base()) || taken) {
      // A side that deleted it added no line.
      return Optional.empty();
    }
    String text = text(file, result).orElse(null);
    String own = version.text();
    if (own == null || text == null) {
      boolean same = own != null && own.equals(text);
      return same ? Optional.empty() : Optional.of(new Loss(file.path(), side, List.of()));
    }
    Version base = file.base();
    Set<String> known = new HashSet<>(text.lines().toList());
    if (base != null) {
      known.addAll(Objects.requireNonNullElse(base.text(), "").lines().toList());
    }
    List<String> lines =
        own.lines().filter(line -> !line.isBlank() && !known.contains(line)).distinct().toList();
    return lines.isEmpty() ? Optional.empty() : Optional.of(new Loss(file.path(), side, lines));
  }

  /// The text a path comes to; empty where that is no text.
  private static Optional<String> text(File file, Resolved result) {
    return switch (result) {
      case Resolved.Text(String text, _) -> Optional.of(text);
      case Resolved.Gone _ -> Optional.of("");
      case Resolved.Bytes _ -> Optional.empty();
      case Resolved.Taken(Resolved.Side side) -> {
        Version version = file.of(side);
        yield version == null ? Optional.of("") : Optional.ofNullable(version.text());
      }
    };
  }
}
