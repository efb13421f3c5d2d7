/// What tasks claim to read and write, and whether two claims can meet.
///
/// A [dev.signalbox.claim.Glob] is compiled once; two globs are compared exactly, with a path as
/// witness. [dev.signalbox.claim.Claims] is what one task declares, and
/// [dev.signalbox.claim.ClaimTable] holds what is taken at this moment. Nothing here knows of
/// tasks, git or files on disk: owners are names, paths are strings with `/`.
@NullMarked
package dev.signalbox.claim;

import org.jspecify.annotations.NullMarked;
