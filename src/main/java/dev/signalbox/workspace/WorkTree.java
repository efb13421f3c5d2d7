package dev.signalbox.workspace;

import java.nio.file.Path;

/// A folder in which one attempt works.
///
/// @param key whose it is
/// @param directory where it is
/// @param base the commit it started from; empty where there is no repository
/// @param prepareMillis how long making it took, without the set-up command
/// @param setupMillis how long the plan's set-up command took
public record WorkTree(
    AttemptKey key, Path directory, String base, long prepareMillis, long setupMillis) {}
