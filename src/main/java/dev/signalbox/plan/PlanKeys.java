package dev.signalbox.plan;

import java.util.Map;
import java.util.Set;

/// The keys of a plan file, and those of later versions that this one refuses by name.
final class PlanKeys {
  static final Set<String> PLAN =
      Set.of(
          "name",
          "repository",
          "sample",
          "base",
          "base_moves",
          "into",
          "check",
          "check_base",
          "check_clean",
          "check_each",
          "check_retries",
          "check_timeout",
          "parallel",
          "undeclared",
          "approve",
          "remind",
          "retries",
          "timeout",
          "silence",
          "on_failure",
          "resources",
          "check_uses",
          "commit",
          "shell",
          "workspace",
          "keep_ignored",
          "reads_ignore",
          "on_conflict",
          "regenerate",
          "sequence",
          "speculative_checks",
          "stale_reads",
          "repository_changes",
          "deliver",
          "agents",
          "tasks");

  static final Set<String> WORKSPACE = Set.of("copy", "link", "setup", "teardown", "uses");

  static final Set<String> COMMIT = Set.of("author", "sign", "signoff", "message", "hooks");

  static final Set<String> AGENT =
      Set.of(
          "kind",
          "capacity",
          "shell",
          "env",
          "description",
          "fallback",
          "breaker",
          "account",
          "limit",
          "retries",
          "timeout",
          "silence",
          "on_failure");

  static final Set<String> BREAKER = Set.of("failures", "pause");

  static final Set<String> LIMIT = Set.of("exit", "output", "wait");

  static final Set<String> TASK =
      Set.of(
          "id",
          "agent",
          "description",
          "input",
          "run",
          "writes",
          "reads",
          "depends_on",
          "approve",
          "remind",
          "priority",
          "expect",
          "timeout",
          "silence",
          "retries",
          "on_failure",
          "uses");

  static final Set<String> RETRIES = Set.of("max", "backoff", "factor", "jitter");

  /// Keys that a later version reads.
  static final Set<String> LATER_AGENT = Set.of("profile", "mode", "deployment", "webhook", "url");

  /// Values that a later version knows, by key.
  static final Map<String, Set<String>> LATER_VALUES =
      Map.of(
          "deliver", Set.of("fast-forward", "push", "pr"),
          "kind", Set.of("acp", "prefect", "n8n"));

  private PlanKeys() {}
}
