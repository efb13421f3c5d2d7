package dev.signalbox.workspace;

import dev.signalbox.claim.Glob;
import dev.signalbox.watch.Unwatched;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Files whose reading does not count: what the plan says, and what git ignores, which is part of
/// no commit.
final class NotRead implements Unwatched {
  /// Any name there could be.
  private static final String SOMETHING = "/x";

  private final List<Glob> globs;
  private final List<Glob> everythingBelow;
  private final Set<String> ignored;

  /// @param ignored files and folders, these with a `/` at the end
  NotRead(List<Glob> globs, List<String> ignored) {
    this.globs = globs;
    this.everythingBelow = globs.stream().filter(NotRead::isEverythingBelow).toList();
    this.ignored = new HashSet<>(ignored);
  }

  private static boolean isEverythingBelow(Glob glob) {
    String pattern = glob.pattern();
    return pattern.equals("**") || pattern.endsWith("/**") || pattern.endsWith("/");
  }

  @Override
  public boolean file(String path) {
    return ignored.contains(path) || globs.stream().anyMatch(glob -> glob.matches(path));
  }

  /// Such a glob matches any one name in a folder if and only if it matches every one, however
  /// deep.
  @Override
  public boolean everythingIn(String folder) {
    return ignored.contains(folder + "/")
        || everythingBelow.stream().anyMatch(glob -> glob.matches(folder + SOMETHING));
  }
}
