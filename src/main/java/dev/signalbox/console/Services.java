package dev.signalbox.console;

import dev.signalbox.app.StateFolders;
import dev.signalbox.console.editor.PlanText;
import dev.signalbox.console.inspector.DiffSource;
import dev.signalbox.console.inspector.SizeSource;
import dev.signalbox.console.merge.ConflictSource;
import dev.signalbox.console.model.PlanSource;
import dev.signalbox.console.model.RunStarter;
import dev.signalbox.console.part.FilePicker;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// All that the window needs of the world around it; a test gives others.
///
/// @param viewer shows a file to the person, in the browser
/// @param background runs what may block
/// @param window runs what it is given on the window's thread, later
/// @param operator who the person is, as the journal names them
record Services(
    StateFolders folders,
    PlanSource plans,
    PlanText planText,
    RunStarter runs,
    DiffSource diffs,
    SizeSource sizes,
    ConflictSource conflicts,
    FilePicker picker,
    Consumer<Path> viewer,
    InstantSource clock,
    ZoneId zone,
    Executor background,
    Executor window,
    String operator) {}
