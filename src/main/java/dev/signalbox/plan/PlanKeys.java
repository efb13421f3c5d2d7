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
          "into",
          "check",
          "check_base",
          "check_clean",
          "check_timeout",
          "parallel",
          "undeclared",
          "approve",
          "retries",
          "timeout",
          "shell",
          "workspace",
          "keep_ignored",
          "repository_changes",
          "deliver",
          "agents",
          "tasks");

  static final Set<String> WORKSPACE = Set.of("copy", "link", "setup", "teardown");

  static final Set<String> AGENT = Set.of("kind", "capacity", "shell", "env", "description");

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
          "priority",
          "expect",
          "timeout",
          "retries",
          "on_failure");

  static final Set<String> RETRIES = Set.of("max", "backoff", "factor", "jitter");

  /// Keys that a later version reads.
  static final Set<String> LATER_PLAN = Set.of("resources");

  static final Set<String> LATER_AGENT =
      Set.of("fallback", "profile", "mode", "deployment", "webhook", "url");

  static final Set<String> LATER_TASK = Set.of("uses");

  /// Values that a later version knows, by key.
  static final Map<String, Set<String>> LATER_VALUES =
      Map.of(
          "deliver", Set.of("fast-forward", "push", "pr"),
          "on_failure", Set.of("continue", "stop"),
          "kind", Set.of("acp", "prefect", "n8n"));

  private PlanKeys() {}
}
