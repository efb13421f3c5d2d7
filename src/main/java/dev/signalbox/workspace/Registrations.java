package dev.signalbox.workspace;

import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The `git worktree` commands of one run. Each reads what it finds of all work trees of the
/// repository, and fails on one that another is just writing. So this run has one under way at a
/// time, and tries again where the other is somebody else's.
final class Registrations {
  private static final int TRIES = 5;

  /// What git says when it read a registration that is half written.
  private static final Pattern HALF_WRITTEN =
      Pattern.compile("worktrees/[^/]+/(?:commondir|gitdir|HEAD|locked)\\b");

  private final Git git;
  private final ReentrantLock registering = new ReentrantLock();

  Registrations(Git git) {
    this.git = git;
  }

  /// Runs `git worktree` with `arguments`.
  GitOutput attempt(String... arguments) throws WorkspaceException, InterruptedException {
    String[] command =
        Stream.concat(Stream.of("worktree"), Stream.of(arguments)).toArray(String[]::new);
    registering.lockInterruptibly();
    try {
      GitOutput output = git.attempt(command);
      for (int i = 1; i < TRIES && metHalfWritten(output); i++) {
        output = git.attempt(command);
      }
      return output;
    } finally {
      registering.unlock();
    }
  }

  /// As [#attempt], for what must succeed.
  GitOutput run(String... arguments) throws WorkspaceException, InterruptedException {
    GitOutput output = attempt(arguments);
    if (!output.succeeded()) {
      throw git.failure(output, "worktree");
    }
    return output;
  }

  private static boolean metHalfWritten(GitOutput output) {
    return !output.succeeded() && HALF_WRITTEN.matcher(output.errors()).find();
  }
}
