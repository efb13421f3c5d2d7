package dev.signalbox.workspace;

import dev.signalbox.plan.CommitPolicy;

/// How the commits look that land.
///
/// @param policy what the plan says
/// @param user how the journal names whom git's settings are about; may be empty
public record CommitSettings(CommitPolicy policy, String user) {
  public static final CommitSettings DEFAULT = new CommitSettings(CommitPolicy.DEFAULT, "");
}
