package dev.signalbox.workspace;

import dev.signalbox.plan.CommitPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Whose names a commit that lands bears, and whether it is signed, as the plan and the user's git
/// settings say.
///
/// @param person the user's name and address in git's settings; empty where they are not there
/// @param sign whether git signs
record CommitStyle(CommitSettings settings, Optional<Ident> person, boolean sign) {
  private static final String APPROVED_BY = "Signalbox-Approved-By";

  /// A name and an address.
  record Ident(String name, String address) {
    @Override
    public String toString() {
      return "%s <%s>".formatted(name, address);
    }
  }

  /// @throws WorkspaceException where the plan needs a name that git does not know
  static CommitStyle of(Git git, CommitSettings settings)
      throws WorkspaceException, InterruptedException {
    CommitPolicy policy = settings.policy();
    String name = setting(git, "user.name");
    String address = setting(git, "user.email");
    boolean known = !name.isEmpty() && !address.isEmpty();
    boolean sign = policy.sign() && setting(git, "--type=bool", "commit.gpgsign").equals("true");
    if (!known && (sign || policy.signoff() || policy.author() == CommitPolicy.Author.ME)) {
      throw WorkspaceException.at(
          "commit",
          "The commits are to bear your name, and git does not know it: set it with"
              + " `git config user.name NAME` and `git config user.email ADDRESS`, or change"
              + " `commit:`.");
    }
    return new CommitStyle(
        settings, known ? Optional.of(new Ident(name, address)) : Optional.empty(), sign);
  }

  private static String setting(Git git, String... what)
      throws WorkspaceException, InterruptedException {
    String[] command = new String[what.length + 2];
    command[0] = "config";
    System.arraycopy(what, 0, command, 1, what.length - 1);
    command[what.length] = "--get";
    command[what.length + 1] = what[what.length - 1];
    GitOutput said = git.attempt(command);
    return said.succeeded() ? said.line().strip() : "";
  }

  /// Whom git is to name. A signature is that of the committer, so whoever signs commits too.
  Git as(Git git, Ident agent) {
    Ident author = isMine() ? person.orElse(agent) : agent;
    Git named =
        git.with("GIT_AUTHOR_NAME", author.name()).with("GIT_AUTHOR_EMAIL", author.address());
    return isMine() || sign
        ? person
            .map(
                me ->
                    named
                        .with("GIT_COMMITTER_NAME", me.name())
                        .with("GIT_COMMITTER_EMAIL", me.address()))
            .orElse(named)
        : named;
  }

  /// What the last lines of the message say: the given ones, who else had a part in it, and the
  /// sign-off.
  Map<String, String> trailers(Map<String, String> given, Ident agent) {
    Map<String, String> all = new LinkedHashMap<>(given);
    boolean approved = !settings.user().isEmpty() && settings.user().equals(given.get(APPROVED_BY));
    if (isMine()) {
      all.put("Co-authored-by", agent.toString());
    } else if (approved) {
      person.ifPresent(me -> all.put("Co-authored-by", me.toString()));
    }
    if (settings.policy().signoff()) {
      person.ifPresent(me -> all.put("Signed-off-by", me.toString()));
    }
    return all;
  }

  /// Whether the repository's hooks run.
  boolean hooks() {
    return settings.policy().runsHooks();
  }

  private boolean isMine() {
    return settings.policy().author() == CommitPolicy.Author.ME;
  }
}
