package dev.signalbox.workspace;

import dev.signalbox.workspace.RepositoryGuard.Case;
import dev.signalbox.workspace.RepositoryGuard.Whose;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Branches, tags and other refs that an attempt made, moved or deleted in the user's repository.
final class RefChanges {
  private static final String REMOTES = "refs/remotes/";
  private static final int MOST_NAMED = 10;

  private final Repository repository;
  private final Git git;
  private final boolean undo;

  RefChanges(Repository repository, boolean undo) {
    this.repository = repository;
    this.git = repository.git();
    this.undo = undo;
  }

  void examine(Case found, RepositoryState before, RepositoryState after)
      throws WorkspaceException, InterruptedException, IOException {
    Set<String> names = new TreeSet<>(before.refs().keySet());
    names.addAll(after.refs().keySet());
    List<String> unknown = new ArrayList<>();
    int fetched = 0;
    for (String ref : names) {
      String was = before.refs().getOrDefault(ref, "");
      String is = after.refs().getOrDefault(ref, "");
      if (was.equals(is) || found.settled().contains(move(ref, was, is))) {
        continue;
      }
      switch (whose(found, ref, was, is)) {
        case THIS_ATTEMPT -> {
          if (ref.startsWith(REMOTES)) {
            fetched++;
          } else {
            mine(found, ref, was, is);
          }
        }
        case SHARED ->
            found
                .said()
                .add(
                    "It and somebody else "
                        + verb(was, is)
                        + " "
                        + shown(ref)
                        + "; it was left as it is.");
        case UNKNOWN -> {
          if (found.settle(move(ref, was, is))) {
            unknown.add(shown(ref) + " was " + verb(was, is));
          }
        }
        case ANOTHER -> {
          // Another attempt tells of its own, and what the user does is nobody's business.
        }
      }
    }
    if (!unknown.isEmpty()) {
      found
          .said()
          .add(
              "While it ran, "
                  + inShort(unknown)
                  + "; nothing tells by whom, and it was left as it is.");
    }
    if (fetched > 0) {
      found.said().add("It moved remote-tracking branches (" + fetched + "), which were left.");
    }
    checkout(found, before.head(), after.head());
  }

  private static String move(String ref, String was, String is) {
    return ref + " " + was + " " + is;
  }

  private Whose whose(Case found, String ref, String was, String is) throws IOException {
    Set<String> movers =
        is.isEmpty()
            ? Set.of()
            : RefLog.movers(repository.commonDir().resolve("logs").resolve(ref), was, is);
    if (!movers.isEmpty()) {
      if (!movers.contains(found.email())) {
        return Whose.ANOTHER;
      }
      return movers.size() > 1 ? Whose.SHARED : Whose.THIS_ATTEMPT;
    }
    return Whose.of(
        found.trace().mayHaveMoved(ref),
        found.others().stream().anyMatch(other -> other.mayHaveMoved(ref)));
  }

  private void mine(Case found, String ref, String was, String is)
      throws WorkspaceException, InterruptedException {
    String sentence = "It " + verb(was, is) + " " + shown(ref);
    if (!undo) {
      found.settle(move(ref, was, is));
      found.said().add(sentence + "; by the plan it was left as it is.");
      return;
    }
    String kept = "";
    if (!is.isEmpty()) {
      String place = RefNames.kept(found.key(), ref.substring("refs/".length()));
      git.run("update-ref", place, is);
      kept = ", kept as " + place;
    }
    boolean back = putBack(ref, was, is);
    if (back) {
      // For attempts that saw it in between.
      found.settle(move(ref, is, was));
    }
    found.settle(move(ref, was, is));
    found
        .said()
        .add(sentence + kept + (back ? "; put back." : "; it was moved again since and left."));
  }

  // By compare and swap: whoever moved it since wins.
  private boolean putBack(String ref, String was, String is)
      throws WorkspaceException, InterruptedException {
    String why = "signalbox: put back";
    GitOutput done =
        was.isEmpty()
            ? git.attempt("update-ref", "-m", why, "-d", ref, is)
            : git.attempt(
                "update-ref", "-m", why, ref, was, is.isEmpty() ? "0".repeat(was.length()) : is);
    return done.succeeded();
  }

  // Its files changed with it, so that only the user can tell what to do.
  private void checkout(Case found, String was, String is) throws IOException {
    if (was.equals(is)) {
      return;
    }
    List<RefLog.Entry> log = RefLog.read(repository.gitDir().resolve("logs").resolve("HEAD"));
    if (!log.isEmpty() && log.getLast().email().equals(found.email())) {
      found
          .said()
          .add(
              "It switched your own checkout in "
                  + repository.top()
                  + " from "
                  + named(was)
                  + " to "
                  + named(is)
                  + "; the files there changed with it, so it was left as it is.");
    }
  }

  private static String named(String head) {
    return RefNames.shown(head.replaceFirst("^ref: ", ""));
  }

  private static String verb(String was, String is) {
    if (was.isEmpty()) {
      return "made";
    }
    return is.isEmpty() ? "deleted" : "moved";
  }

  private static String inShort(List<String> all) {
    int rest = all.size() - MOST_NAMED;
    return rest <= 0
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, MOST_NAMED)) + " and " + rest + " more changed";
  }

  private static String shown(String ref) {
    if (ref.startsWith(RefNames.HEADS)) {
      return "the branch " + RefNames.shown(ref);
    }
    return ref.startsWith("refs/tags/") ? "the tag " + ref.substring(10) : "the ref " + ref;
  }
}
