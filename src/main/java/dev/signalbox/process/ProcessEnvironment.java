package dev.signalbox.process;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What a command may inherit.
public final class ProcessEnvironment {

  /// Whoever starts Signalbox from a git hook or alias has these set: every git command would then
  /// work on that repository, that index, instead of the one it was started in.
  private static final Set<String> OF_ONE_REPOSITORY =
      Set.of(
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_COMMON_DIR",
          "GIT_CONFIG",
          "GIT_CONFIG_COUNT",
          "GIT_CONFIG_PARAMETERS",
          "GIT_DIR",
          "GIT_GRAFT_FILE",
          "GIT_IMPLICIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_INTERNAL_SUPER_PREFIX",
          "GIT_NAMESPACE",
          "GIT_NO_REPLACE_OBJECTS",
          "GIT_OBJECT_DIRECTORY",
          "GIT_PREFIX",
          "GIT_QUARANTINE_PATH",
          "GIT_REPLACE_REF_BASE",
          "GIT_SHALLOW_FILE",
          "GIT_WORK_TREE");

  private ProcessEnvironment() {}

  /// `environment` without what ties commands to one repository.
  public static Map<String, String> withoutRepository(Map<String, String> environment) {
    Map<String, String> free = new HashMap<>(environment);
    free.keySet().removeAll(OF_ONE_REPOSITORY);
    return free;
  }
}
