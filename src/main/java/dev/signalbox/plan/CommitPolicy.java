package dev.signalbox.plan;

/// How the commits look that land.
///
/// @param author whom they name as their author
/// @param sign whether they are signed where the user's git signs commits
/// @param signoff whether they carry the user's `Signed-off-by`
/// @param agentsMessage whether their message is the agent's, where it left one
/// @param hooks whether the repository's own hooks run
public record CommitPolicy(
    Author author, boolean sign, boolean signoff, boolean agentsMessage, Hooks hooks) {
  public static final CommitPolicy DEFAULT =
      new CommitPolicy(Author.AGENT, false, false, false, Hooks.SKIP);

  public CommitPolicy {
    // An earlier journal has none.
    hooks = hooks == null ? Hooks.SKIP : hooks;
  }

  /// Who made it.
  public enum Author {
    AGENT,
    /// The user, with the agent as co-author.
    ME
  }

  /// What becomes of the repository's own hooks.
  public enum Hooks {
    SKIP,
    /// They run, as for a commit of the user's.
    RUN
  }

  public boolean runsHooks() {
    return hooks == Hooks.RUN;
  }
}
