/// Changes to the open plan, as the smallest change of its file's text, with undo and redo.
///
/// The file is the truth: an edit is written, read again, and only then shown. What somebody else
/// wrote meanwhile is never overwritten.
@NullMarked
package dev.signalbox.console.editor;

import org.jspecify.annotations.NullMarked;
