package dev.signalbox.conflict.certificate;

import dev.signalbox.claim.Glob;
import dev.signalbox.conflict.certificate.Certificate.Landing;
import dev.signalbox.conflict.certificate.Certificate.Reads;
import dev.signalbox.conflict.certificate.Certificate.Resolution;
import dev.signalbox.conflict.certificate.Certificate.Source;
import dev.signalbox.conflict.certificate.Certificate.Step;
import dev.signalbox.conflict.serial.Footprint;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.conflict.serial.Reading;
import dev.signalbox.conflict.serial.SerialGraph;
import dev.signalbox.workspace.TreeMath;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks a certificate against a repository, with git alone: that the branch went from the base to
/// the tip as it says, that what landed is git's merge of what the tasks had left, or that and at
/// the paths that it names what somebody made of a conflict there, that no task claims more than
/// its observations allow, and that the tasks, one after the other in the certificate's order, give
/// the tip's tree, each reading there what it had read.
public final class CertificateCheck {
  private final Certificate certificate;
  private final TreeMath trees;

  /// Trees of commits that were asked for.
  private final Map<String, String> known = new HashMap<>();

  private CertificateCheck(Certificate certificate, TreeMath trees) {
    this.certificate = certificate;
    this.trees = trees;
  }

  /// What came out.
  ///
  /// @param steps what was found to be as the certificate says, in sentences
  /// @param failure the first step that is not; null where all are
  public record Verdict(List<String> steps, @Nullable String failure) {
    public Verdict {
      steps = List.copyOf(steps);
    }

    public boolean holds() {
      return failure == null;
    }
  }

  /// A step that is not as the certificate says.
  private static final class Refuted extends Exception {
    private static final long serialVersionUID = 1;

    Refuted(String sentence, Object... values) {
      super(sentence.formatted(values));
    }
  }

  /// @param environment what git finds itself and its settings by
  public static Verdict of(
      Certificate certificate, Path repository, Map<String, String> environment)
      throws WorkspaceException, InterruptedException {
    List<String> steps = new ArrayList<>();
    try (TreeMath trees = TreeMath.in(repository, environment)) {
      CertificateCheck check = new CertificateCheck(certificate, trees);
      try {
        steps.add(check.commitsAreThere());
        steps.add(check.branchWentAsItSays());
        steps.add(check.mergesComeOutAsTheyLanded());
        steps.add(check.nobodyClaimsTooMuch());
        steps.add(check.serialRunGivesTheSame());
        return new Verdict(steps, null);
      } catch (Refuted refuted) {
        return new Verdict(steps, refuted.getMessage());
      }
    }
  }

  private String commitsAreThere() throws Refuted, WorkspaceException, InterruptedException {
    // The same where nothing moved the branch.
    Set<String> commits = new HashSet<>(List.of(certificate.base(), certificate.tip()));
    for (Step step : certificate.steps()) {
      commits.add(step.commit());
      Landing landing = step.landing();
      if (landing != null) {
        commits.add(landing.startedFrom());
        if (!landing.snapshot().isEmpty()) {
          commits.add(landing.snapshot());
        }
      }
    }
    for (String commit : commits) {
      if (!commit.matches("[0-9a-f]{40}|[0-9a-f]{64}")) {
        throw new Refuted("\"%s\" is not the id of a commit.", commit);
      }
      Optional<String> tree = trees.tree(commit);
      if (tree.isEmpty()) {
        throw new Refuted("The repository has no commit %s.", commit);
      }
      known.put(commit, tree.get());
    }
    return "All %d commits are in the repository.".formatted(commits.size());
  }

  private String branchWentAsItSays() throws Refuted, WorkspaceException, InterruptedException {
    Set<String> tasks = new HashSet<>();
    Set<String> reached = new HashSet<>(Set.of(certificate.base()));
    String before = certificate.base();
    for (Step step : certificate.steps()) {
      Landing landing = step.landing();
      boolean moved = !step.commit().equals(before);
      if (landing == null) {
        if (!moved || !trees.isAncestor(before, step.commit())) {
          throw new Refuted("%s does not follow %s.", step.commit(), before);
        }
      } else {
        if (!tasks.add(landing.task())) {
          throw new Refuted("%s landed twice.", landing.task());
        }
        if (isClaimed(landing) && !reached.contains(landing.startedFrom())) {
          throw new Refuted(
              "%s started from %s, which the branch had not been at.",
              landing.task(), landing.startedFrom());
        }
        if (moved) {
          landed(landing, step.commit(), before);
        }
      }
      before = step.commit();
      reached.add(before);
    }
    if (!before.equals(certificate.tip())) {
      throw new Refuted("The steps end at %s, not at the tip %s.", before, certificate.tip());
    }
    return "The branch went from the base to the tip in %d steps."
        .formatted(certificate.steps().size());
  }

  private void landed(Landing landing, String commit, String before)
      throws Refuted, WorkspaceException, InterruptedException {
    if (!trees.parents(commit).equals(List.of(before))) {
      throw new Refuted(
          "%s, by which %s landed, does not follow %s.", commit, landing.task(), before);
    }
    if (!trees.trailer(commit, "Signalbox-Task").equals(landing.task())
        || !trees.trailer(commit, "Signalbox-Run").equals(certificate.run())) {
      throw new Refuted("%s is not the commit by which %s landed.", commit, landing.task());
    }
    Resolution resolution = landing.resolution();
    if (resolution != null
        && !trees.trailer(commit, "Signalbox-Resolved-By").equals(resolution.by())) {
      throw new Refuted("%s does not say that %s resolved it.", commit, resolution.by());
    }
    if (!landing.snapshot().isEmpty()
        && !trees.parents(landing.snapshot()).contains(landing.startedFrom())) {
      throw new Refuted(
          "What %s left (%s) is not based on what it started from.",
          landing.task(), landing.snapshot());
    }
  }

  private String mergesComeOutAsTheyLanded()
      throws Refuted, WorkspaceException, InterruptedException {
    int merges = 0;
    String before = certificate.base();
    for (Step step : certificate.steps()) {
      Landing landing = step.landing();
      if (landing != null && landing.merged()) {
        merged(landing, tree(before), step.commit());
        merges++;
      }
      before = step.commit();
    }
    return "%d merges come out as they landed.".formatted(merges);
  }

  private void merged(Landing landing, String before, String commit)
      throws Refuted, WorkspaceException, InterruptedException {
    TreeMath.Attempted merge =
        trees.attemptMerge(tree(landing.startedFrom()), before, left(landing));
    Resolution resolution = landing.resolution();
    Set<String> resolved = resolution == null ? Set.of() : Set.copyOf(resolution.paths());
    Set<String> differs = new HashSet<>(trees.difference(merge.tree(), tree(commit)));
    differs.removeIf(key -> key.endsWith("/") || resolved.contains(key));
    if (!differs.isEmpty() || !resolved.containsAll(merge.conflicts())) {
      throw new Refuted(
          resolution == null
              ? "git's merge of what %s left is not what landed as %s."
              : "git's merge of what %s left and what was resolved is not what landed as %s.",
          landing.task(),
          commit);
    }
  }

  /// The tree that a task left.
  private String left(Landing landing) {
    return tree(landing.snapshot().isEmpty() ? landing.startedFrom() : landing.snapshot());
  }

  private String tree(String commit) {
    String tree = known.get(commit);
    if (tree == null) {
      throw new IllegalStateException("Nobody has asked for the tree of " + commit);
    }
    return tree;
  }

  private String nobodyClaimsTooMuch() throws Refuted, WorkspaceException, InterruptedException {
    Map<String, Integer> landedBy = new HashMap<>(Map.of(certificate.base(), 0));
    List<Footprint> footprints = new ArrayList<>();
    int claimed = 0;
    String before = certificate.base();
    for (Step step : certificate.steps()) {
      Landing landing = step.landing();
      Set<String> writes = new HashSet<>(trees.difference(tree(before), tree(step.commit())));
      if (landing != null) {
        // Also what it did that was done by then: at another place in the order it does it.
        writes.addAll(trees.difference(tree(landing.startedFrom()), left(landing)));
      }
      if (landing == null) {
        footprints.add(
            new Footprint(step.commit(), footprints.size(), nothing(), writes, List.of()));
      } else {
        int startedAfter = landedBy.getOrDefault(landing.startedFrom(), 0);
        boolean known = landing.reads().source() != Source.UNKNOWN;
        boolean alone = tree(landing.startedFrom()).equals(tree(before));
        Isolation most =
            Isolation.atMost(
                alone,
                known,
                footprints.subList(startedAfter, footprints.size()).stream()
                    .anyMatch(other -> !disjoint(other.writes(), writes)));
        Resolution resolution = landing.resolution();
        if (isClaimed(landing) && resolution != null) {
          throw new Refuted(
              "%s is called %s, and what landed was %s.",
              landing.task(), landing.isolation().word(), resolution.how());
        }
        if (landing.isolation() == Isolation.OPERATOR_DECIDED
            && (resolution == null || resolution.by().isEmpty())) {
          throw new Refuted(
              "%s is called %s, and nobody has decided anything.",
              landing.task(), landing.isolation().word());
        }
        if (isClaimed(landing) && landing.isolation().compareTo(most) < 0) {
          throw new Refuted(
              "%s is called %s, and is %s at the most.",
              landing.task(), landing.isolation().word(), most.word());
        }
        claimed += isClaimed(landing) ? 1 : 0;
        footprints.add(
            new Footprint(
                landing.task(),
                startedAfter,
                isClaimed(landing) ? reading(landing.reads()) : nothing(),
                writes,
                landing.after()));
      }
      before = step.commit();
      landedBy.put(before, footprints.size());
    }
    if (new SerialGraph(footprints).order().isEmpty()) {
      throw new Refuted("There is no serial order for what is called serializable.");
    }
    return "%d of %d tasks claim a serial order, and there is one."
        .formatted(claimed, footprints.size());
  }

  private static Reading nothing() {
    return new Reading.Of(Set.of());
  }

  /// Whether no file is in both; that both add names to a folder is no matter.
  private static boolean disjoint(Set<String> some, Set<String> others) {
    return some.stream().noneMatch(key -> !key.endsWith("/") && others.contains(key));
  }

  private static boolean isClaimed(Landing landing) {
    return landing.isolation().isClaimed();
  }

  /// What a task's reads are, as keys.
  private Reading reading(Reads reads) {
    List<Glob> ignored = certificate.ignored().stream().map(Glob::parse).toList();
    return switch (reads.source()) {
      case WATCHED -> {
        Set<String> keys = new HashSet<>(reads.files());
        reads.folders().forEach(folder -> keys.add(folder + "/"));
        yield Reading.of(keys, reads.subtrees());
      }
      case DECLARED -> {
        List<Glob> claims = reads.claims().stream().map(Glob::parse).toList();
        yield new Reading.Matching(key -> claims.stream().anyMatch(glob -> glob.matches(key)));
      }
      case EVERYTHING ->
          new Reading.Matching(key -> ignored.stream().noneMatch(glob -> glob.matches(key)));
      case UNKNOWN -> Reading.everything();
    };
  }

  private String serialRunGivesTheSame() throws Refuted, WorkspaceException, InterruptedException {
    Map<String, Landing> landings = new LinkedHashMap<>();
    Map<String, String> from = new HashMap<>();
    Map<String, String> to = new HashMap<>();
    String before = certificate.base();
    for (Step step : certificate.steps()) {
      Landing landing = step.landing();
      // What somebody else pushed belongs to no task: it keeps its place as one of its own.
      String name = landing == null ? step.commit() : landing.task();
      if (landing != null) {
        landings.put(name, landing);
      }
      from.put(name, tree(before));
      to.put(name, tree(step.commit()));
      before = step.commit();
    }
    if (!Set.copyOf(certificate.order()).equals(from.keySet())
        || certificate.order().size() != from.size()) {
      throw new Refuted("The serial order does not have every task once.");
    }
    String tree = tree(certificate.base());
    for (String name : certificate.order()) {
      Landing landing = landings.get(name);
      tree =
          landing != null && isClaimed(landing)
              ? replayed(landing, tree)
              : trees.apply(tree, from.getOrDefault(name, tree), to.getOrDefault(name, tree));
    }
    if (!tree.equals(tree(certificate.tip()))) {
      throw new Refuted("The serial run does not end with the tree of the tip.");
    }
    return "One after the other in the certificate's order, the tasks give the tree of the tip.";
  }

  private String replayed(Landing landing, String tree)
      throws Refuted, WorkspaceException, InterruptedException {
    Set<String> other = trees.difference(tree(landing.startedFrom()), tree);
    Reading reading = reading(landing.reads());
    for (String key : other) {
      if (reading.reads(key)) {
        throw new Refuted(
            "At its place in the serial order %s would have read another %s.",
            landing.task(), key.endsWith("/") ? "list of " + key : key);
      }
    }
    return trees
        .merge(tree(landing.startedFrom()), tree, left(landing))
        .orElseThrow(
            () ->
                new Refuted(
                    "At its place in the serial order what %s left does not fit.", landing.task()));
  }
}
