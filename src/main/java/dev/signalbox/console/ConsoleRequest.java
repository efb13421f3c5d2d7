package dev.signalbox.console;

import dev.signalbox.app.StateFolders;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the console is started with.
///
/// @param folders where state and settings are kept
/// @param plan the plan to open, or null for the empty start
/// @param autoStart whether the plan is run at once
/// @param quickstart the example plan the empty start offers, or null where it is not at hand
public record ConsoleRequest(
    StateFolders folders, @Nullable Path plan, boolean autoStart, @Nullable Path quickstart) {}
