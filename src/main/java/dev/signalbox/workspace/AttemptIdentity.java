package dev.signalbox.workspace;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// By what git's own records tell the commands of one attempt from those of the user and of other
/// attempts: the committer in reflogs, commits and stashes, and a trace of its git commands.
///
/// @param name for people
/// @param email unlike that of any other attempt
record AttemptIdentity(String name, String email) {

  static AttemptIdentity of(AttemptKey key) {
    return new AttemptIdentity(
        key.task().replaceAll("[<>\\p{Cntrl}]", " ") + " (attempt " + key.number() + ")",
        RefNames.part(key.task())
            + "."
            + key.number()
            + "@"
            + RefNames.part(key.run())
            + ".signalbox.invalid");
  }

  /// What an agent's environment needs so that its git commands can be told from others.
  Map<String, String> environment(Path trace, Path trees) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("GIT_AUTHOR_NAME", name);
    environment.put("GIT_AUTHOR_EMAIL", email);
    environment.put("GIT_COMMITTER_NAME", name);
    environment.put("GIT_COMMITTER_EMAIL", email);
    environment.put("GIT_TRACE2_EVENT", trace.toString());
    environment.put("GIT_TRACE2_EVENT_BRIEF", "1");
    // Without its .git file a work tree must not look like a part of a repository above it.
    environment.put("GIT_CEILING_DIRECTORIES", trees.toString());
    return environment;
  }
}
