package dev.signalbox.graph;

import dev.signalbox.claim.Glob;
import dev.signalbox.claim.GlobSyntaxException;
import dev.signalbox.graph.FoldedPaths.Source;
import dev.signalbox.plan.Task;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Proposes claims for tasks that declare none: most first plans.
///
/// Two things are known of such a task, neither for certain: the paths that its command and its
/// description name, and what it changed in earlier runs. A person decides; every proposal says
/// what it rests on.
public final class ClaimProposals {
  private final Map<String, Set<String>> changedEarlier;
  private final Predicate<String> exists;

  private ClaimProposals(Map<String, Set<String>> changedEarlier, Predicate<String> exists) {
    this.changedEarlier = changedEarlier;
    this.exists = exists;
  }

  /// Proposals for those of `tasks` that declare no writes, by the order of the tasks.
  ///
  /// @param changedEarlier for a task's id the paths that it changed in earlier runs
  /// @param exists whether the repository has a file or folder at a path; one that ends in `/` asks
  ///   for a folder
  public static List<ClaimProposal> of(
      Collection<Task> tasks, Map<String, Set<String>> changedEarlier, Predicate<String> exists) {
    ClaimProposals proposals = new ClaimProposals(changedEarlier, exists);
    return tasks.stream()
        .filter(task -> !task.claims().declaresWrites())
        .flatMap(task -> proposals.forTask(task).stream())
        .toList();
  }

  private List<ClaimProposal> forTask(Task task) {
    FoldedPaths paths = new FoldedPaths();
    if (task.run() != null) {
      for (String path : NamedPaths.inCommand(task.run(), task.input())) {
        add(paths, path, Source.COMMAND);
      }
    }
    for (String path : NamedPaths.inProse(task.description())) {
      add(paths, path, Source.DESCRIPTION);
    }
    for (String path : changedEarlier.getOrDefault(task.id(), Set.of())) {
      paths.add(escaped(path), Source.EARLIER_RUN);
    }
    List<ClaimProposal> proposals = new ArrayList<>();
    paths.fold().forEach((glob, reason) -> proposals.add(proposal(task, glob, reason)));
    return proposals;
  }

  private static ClaimProposal proposal(Task task, String glob, String reason) {
    return new ClaimProposal(task.id(), glob, reason);
  }

  private void add(FoldedPaths paths, String named, Source source) {
    String path = named.endsWith("/") ? named.substring(0, named.length() - 1) : named;
    String glob = glob(path, named.endsWith("/"), source);
    if (!glob.isEmpty() && isGlob(glob)) {
      paths.add(glob, source);
    }
  }

  /// What a word stands for as a claim; empty where it is no path of this repository.
  private String glob(String path, boolean folder, Source source) {
    int wildcard = path.indexOf('*');
    if (wildcard >= 0) {
      int slash = path.lastIndexOf('/', wildcard);
      return slash > 0 && exists.test(path.substring(0, slash + 1)) ? path : "";
    }
    if (exists.test(path + "/")) {
      return path + "/**";
    }
    if (!folder && exists.test(path)) {
      return path;
    }
    boolean isFile = !folder && NamedPaths.hasExtension(path);
    if (!path.contains("/")) {
      // Prose is full of words such as Node.js; a command that names a file is going to make it.
      return source == Source.COMMAND && NamedPaths.hasKnownExtension(path) ? path : "";
    }
    if (!exists.test(path.substring(0, path.indexOf('/') + 1))) {
      return "";
    }
    return isFile || (source == Source.COMMAND && !folder) ? path : path + "/**";
  }

  private static boolean isGlob(String text) {
    try {
      Glob.parse(text);
      return true;
    } catch (GlobSyntaxException _) {
      // `..`, `.git` and the like: nothing that a task can claim.
      return false;
    }
  }

  private static String escaped(String path) {
    String plain = path.replaceAll("[*?\\[\\]{}\\\\]", "\\\\$0");
    return plain.startsWith("!") ? "\\" + plain : plain;
  }
}
