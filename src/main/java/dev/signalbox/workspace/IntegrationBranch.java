package dev.signalbox.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The branch that changes land on. It moves by compare and swap and is never checked out.
final class IntegrationBranch {
  private final Repository repository;
  private final Git git;
  private final String name;
  private final String ref;

  IntegrationBranch(Repository repository, String name) {
    this.repository = repository;
    this.git = repository.git();
    this.name = name;
    this.ref = RefNames.branch(name);
  }

  String ref() {
    return ref;
  }

  /// Makes the branch at `base`, or goes on from the one that is there.
  ///
  /// @param restart whether one that does not descend from `base` is begun anew
  /// @return a sentence for people, or none
  Optional<String> open(Repository.Base base, boolean restart)
      throws WorkspaceException, InterruptedException {
    Optional<String> found = find(base, restart);
    if (found.isEmpty()) {
      create(base);
      return Optional.empty();
    }
    String head = found.get();
    if (isAncestor(base.commit(), head)) {
      return goOn(base, head)
          .map(
              note ->
                  restart
                      ? note
                          + " --restart leaves such a branch as it is; to begin anew, name another"
                          + " under `into:`, or delete it."
                      : note);
    }
    if (isAncestor(head, base.commit())) {
      begin(base, head, "caught up");
      return Optional.of(
          "The branch %s exists and has nothing that %s has not: the run begins where %s is."
              .formatted(name, base.name(), base.name()));
    }
    String kept = RefNames.replaced(name, head);
    git.run("update-ref", kept, head);
    begin(base, head, "begun anew");
    return Optional.of(
        "The branch " + name + " was begun anew; what it was is kept as " + kept + ".");
  }

  private void begin(Repository.Base base, String head, String why)
      throws WorkspaceException, InterruptedException {
    if (!move(base.commit(), head, why)) {
      throw WorkspaceException.at(
          "into", "Somebody moved the branch " + name + " at this very moment. Start again.");
    }
  }

  /// Where it is before a run from `base` opens it, found without a change to anything. One that
  /// `base` has whole, be it that the last run was merged or that it never landed anything, goes
  /// with it.
  ///
  /// @return its head, where it is there
  /// @throws WorkspaceException where no run can land on it
  private Optional<String> find(Repository.Base base, boolean restart)
      throws WorkspaceException, InterruptedException {
    if (name.startsWith("-") || !git.attempt("check-ref-format", ref).succeeded()) {
      throw WorkspaceException.at(
          "into", "`into: " + name + "` is not a name that git allows for a branch.");
    }
    requireNotCheckedOut();
    GitOutput found = git.attempt("rev-parse", "-q", "--verify", ref + "^{commit}");
    if (!found.succeeded()) {
      return Optional.empty();
    }
    if (!restart
        && !isAncestor(base.commit(), found.line())
        && !isAncestor(found.line(), base.commit())) {
      throw WorkspaceException.at(
          "into",
          "The branch "
              + name
              + " exists and does not descend from "
              + base.name()
              + "; choose another name under `into:`, go on with the run that began it (signalbox"
              + " resume RUN, with --retry-failed where tasks of it ended without landing), or begin"
              + " it anew with --restart (the old one"
              + " is kept under "
              + RefNames.OURS
              + "replaced/).");
    }
    return Optional.of(found.line());
  }

  /// The commit of its own that a run from `base` would go on from; empty where it begins at
  /// `base`.
  ///
  /// @throws WorkspaceException where no run can land on it
  Optional<String> goneOnFrom(Repository.Base base)
      throws WorkspaceException, InterruptedException {
    Optional<String> head = find(base, false);
    return head.isPresent() && isAncestor(base.commit(), head.get()) ? head : Optional.empty();
  }

  private Optional<String> goOn(Repository.Base base, String head)
      throws WorkspaceException, InterruptedException {
    if (head.equals(base.commit())) {
      return Optional.empty();
    }
    String ahead = git.line("rev-list", "--count", base.commit() + ".." + head);
    return Optional.of(
        "The branch "
            + name
            + " exists and descends from "
            + base.name()
            + ": the run goes on from it ("
            + (ahead.equals("1") ? "1 commit" : ahead + " commits")
            + " ahead).");
  }

  private void create(Repository.Base base) throws WorkspaceException, InterruptedException {
    String none = "0".repeat(base.commit().length());
    GitOutput made = git.attempt("update-ref", "-m", "signalbox: begun", ref, base.commit(), none);
    if (!made.succeeded()) {
      throw WorkspaceException.at(
          "into",
          "The branch "
              + name
              + " could not be made: "
              + made.lastError()
              + " Choose another name"
              + " under `into:`.");
    }
  }

  /// The commit it is at.
  String head() throws WorkspaceException, InterruptedException {
    Optional<String> loose = repository.loose(ref);
    if (loose.isPresent()) {
      return loose.get();
    }
    GitOutput found = git.attempt("rev-parse", "-q", "--verify", ref + "^{commit}");
    if (!found.succeeded()) {
      throw new WorkspaceException(
          "The branch " + name + " is gone; its commits are in the report and in git's objects.");
    }
    return found.line();
  }

  /// Moves it from `expected` to `commit`.
  ///
  /// @return false where it was not at `expected`
  boolean land(String commit, String expected) throws WorkspaceException, InterruptedException {
    // A move would make every file of that checkout look changed.
    requireNotCheckedOut();
    return move(commit, expected, "landed");
  }

  private boolean move(String commit, String expected, String why)
      throws WorkspaceException, InterruptedException {
    String[] command = {"update-ref", "-m", "signalbox: " + why, ref, commit, expected};
    GitOutput moved = git.attempt(command);
    if (moved.succeeded()) {
      return true;
    }
    if (head().equals(expected)) {
      throw git.failure(moved, command);
    }
    return false;
  }

  /// The commits after `base` by which tasks of `run` landed, the oldest first.
  List<Workspace.LandedTask> landed(String run, String base)
      throws WorkspaceException, InterruptedException {
    String task = "%(trailers:key=Signalbox-Task,valueonly,separator=%x2C)";
    String ofRun = "%(trailers:key=Signalbox-Run,valueonly,separator=%x2C)";
    List<Workspace.LandedTask> landed = new ArrayList<>();
    for (String line :
        git.run(
                "log",
                "--reverse",
                "--topo-order",
                "--format=%H%x09%P%x09" + ofRun + "%x09" + task,
                base + ".." + ref)
            .text()
            .lines()
            .toList()) {
      String[] parts = line.split("\t", 4);
      // That by which the base's commits came is nobody's.
      if (parts[2].equals(run) && !parts[3].isBlank()) {
        landed.add(new Workspace.LandedTask(parts[3], parts[0], parts[1]));
      }
    }
    return landed;
  }

  /// How many commits of `other` it does not have.
  int lacks(String other) throws WorkspaceException, InterruptedException {
    return Integer.parseInt(git.line("rev-list", "--count", ref + ".." + other));
  }

  /// The last commit that it and `other` have in common; empty where there is none.
  String fork(String other) throws WorkspaceException, InterruptedException {
    String[] command = {"merge-base", ref, other};
    GitOutput answer = git.attempt(command);
    if (answer.exit() == 1) {
      return "";
    }
    if (!answer.succeeded()) {
      throw git.failure(answer, command);
    }
    return answer.text().strip();
  }

  boolean contains(String commit) throws WorkspaceException, InterruptedException {
    return isAncestor(commit, ref);
  }

  private boolean isAncestor(String older, String newer)
      throws WorkspaceException, InterruptedException {
    String[] command = {"merge-base", "--is-ancestor", older, newer};
    GitOutput answer = git.attempt(command);
    if (answer.exit() == 1) {
      return false;
    }
    // 128 where the commit is unknown: then nothing contains it.
    if (answer.exit() == 128 && !git.attempt("cat-file", "-e", older + "^{commit}").succeeded()) {
      return false;
    }
    if (!answer.succeeded()) {
      throw git.failure(answer, command);
    }
    return true;
  }

  private void requireNotCheckedOut() throws WorkspaceException {
    for (Repository.CheckedOut at : repository.checkedOut()) {
      if (at.ref().equals(ref)) {
        throw WorkspaceException.at(
            "into",
            "The branch "
                + name
                + " is checked out in "
                + at.folder()
                + "; changes land on a branch that nobody has checked out: switch to another one"
                + " there, or choose another name under `into:`.");
      }
    }
  }
}
