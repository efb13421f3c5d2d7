package dev.signalbox.console;

import dev.signalbox.app.Opening;
import dev.signalbox.app.StateFolders;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What the console is started with.
///
/// @param folders where state and settings are kept
/// @param opening what to open first
/// @param quickstart the example plan the empty start offers, or null where it is not at hand
public record ConsoleRequest(StateFolders folders, Opening opening, @Nullable Path quickstart) {}
