package dev.signalbox.plan;

/// How the commits look that land.
///
/// @param author whom they name as their author
/// @param sign whether they are signed where the user's git signs commits
/// @param signoff whether they carry the user's `Signed-off-by`
/// @param agentsMessage whether their message is the agent's, where it left one
/// @param hooks whether the repository's own hooks run, as for a commit of the user's
public record CommitPolicy(
    Author author, boolean sign, boolean signoff, boolean agentsMessage, boolean hooks) {
  public static final CommitPolicy DEFAULT =
      new CommitPolicy(Author.AGENT, false, false, false, false);

  /// Who made it.
  public enum Author {
    AGENT,
    /// The user, with the agent as co-author.
    ME
  }
}
