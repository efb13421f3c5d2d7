/// Many pairs of branches, commits and work trees: which merge, and which conflict.
///
/// Pairs come from a [dev.signalbox.app.pairs.PairSource], a file or all pairs of some names.
/// [dev.signalbox.app.pairs.PairJudge] takes them page by page, finds the commits behind the names
/// once, and asks git for verdicts in rows, as many at a time as the machine has processors.
@NullMarked
package dev.signalbox.app.pairs;

import org.jspecify.annotations.NullMarked;
