package dev.signalbox.conflict.resolve;

import dev.signalbox.plan.ConflictPolicy;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.ConflictedMerge.File;
import dev.signalbox.workspace.ConflictedMerge.Version;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Resolved;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The ladder as a plan has it: what is plainly safe first, then generated files anew, then
/// numbers, then, behind a check alone, a merge that knows the language.
public final class Rungs implements Ladder {
  private static final List<TextResolver> TEXT =
      List.of(new ImportsUnion(), new VersionBump(), new ChangelogUnion());

  private final ConflictPolicy policy;
  private final @Nullable StructuralMerge structure;

  /// @param checked whether the plan has a check
  /// @param path the folders in which programs are looked for
  public Rungs(ConflictPolicy policy, boolean checked, String path) {
    this.policy = policy;
    this.structure = checked ? StructuralMerge.find(path).orElse(null) : null;
  }

  @Override
  public Climb climb(Workspace workspace, Sealed change, String onto, Merge merge, Path log)
      throws WorkspaceException, InterruptedException {
    List<Step> steps = new ArrayList<>();
    Set<String> paths = new LinkedHashSet<>();
    Merge.Clean clean =
        switch (merge) {
          case Merge.Clean fits -> fits;
          case Merge.Conflicting _ -> {
            Map<String, Resolved> files = files(workspace, change, onto, log, steps);
            paths.addAll(files.keySet());
            yield files.isEmpty() ? null : workspace.resolve(change, onto, files);
          }
        };
    if (clean == null) {
      return new Climb(merge, steps, List.of());
    }
    if (!policy.sequence().isEmpty()) {
      Workspace.Renumbered renumbered = workspace.renumber(change, onto, clean, policy.sequence());
      clean = renumbered.merge();
      renumbered
          .names()
          .forEach(
              (old, name) -> {
                steps.add(new Step(Rung.SEQUENCE, old, true, name));
                paths.addAll(List.of(old, name));
              });
    }
    return new Climb(clean, steps, List.copyOf(paths));
  }

  /// What takes the place of every path that does not fit; empty where one is left.
  private Map<String, Resolved> files(
      Workspace workspace, Sealed change, String onto, Path log, List<Step> steps)
      throws WorkspaceException, InterruptedException {
    ConflictedMerge conflict = workspace.conflict(change, onto).orElse(null);
    Map<String, Resolved> files = new LinkedHashMap<>();
    if (conflict == null) {
      return files;
    }
    Map<String, String> generated = new LinkedHashMap<>();
    for (File file : conflict.files()) {
      Optional<String> command =
          file.left() == null || file.right() == null
              ? Optional.empty()
              : policy.regenerating(file.path());
      if (command.isPresent()) {
        // As it landed, until it is made anew from all the rest.
        generated.put(file.path(), command.get());
        files.put(file.path(), new Resolved.Taken(Resolved.Side.LANDED));
        continue;
      }
      Optional<Resolved> text = text(file, steps);
      if (text.isEmpty()) {
        return Map.of();
      }
      files.put(file.path(), text.get());
    }
    for (Map.Entry<String, String> lock : generated.entrySet()) {
      String tree = workspace.resolve(change, onto, files).tree();
      Workspace.Made made = workspace.make(lock.getValue(), tree, lock.getKey(), log);
      Resolved content = made.content();
      String detail = "`%s`".formatted(lock.getValue()) + (content == null ? " " + made.why() : "");
      steps.add(new Step(Rung.LOCK_FILE, lock.getKey(), content != null, detail));
      if (content == null) {
        return Map.of();
      }
      files.put(lock.getKey(), content);
    }
    return files;
  }

  private Optional<Resolved> text(File file, List<Step> steps)
      throws WorkspaceException, InterruptedException {
    Version base = file.base();
    Version left = file.left();
    Version right = file.right();
    if (base == null
        || left == null
        || right == null
        || !file.isText()
        || !left.mode().equals(right.mode())) {
      return Optional.empty();
    }
    try {
      String common = String.valueOf(base.text());
      String landed = String.valueOf(left.text());
      String task = String.valueOf(right.text());
      ThreeWay merge = ThreeWay.of(common, landed, task);
      for (TextResolver resolver : TEXT) {
        Optional<TextResolver.Result> result = resolver.resolve(file.path(), merge);
        if (result.isPresent()) {
          steps.add(new Step(resolver.rung(), file.path(), true, result.get().detail()));
          return Optional.of(new Resolved.Text(result.get().text(), left.mode()));
        }
      }
      return structure == null
          ? Optional.empty()
          : structural(structure.merge(file.path(), common, landed, task), file, left, steps);
    } catch (IOException e) {
      throw new WorkspaceException(
          "%s could not be merged: %s".formatted(file.path(), e.getMessage()), e);
    }
  }

  private static Optional<Resolved> structural(
      Optional<String> merged, File file, Version left, List<Step> steps) {
    steps.add(
        new Step(
            Rung.STRUCTURE,
            file.path(),
            merged.isPresent(),
            merged.isPresent() ? "" : "mergiraf could not put them together"));
    return merged.map(text -> new Resolved.Text(text, left.mode()));
  }
}
