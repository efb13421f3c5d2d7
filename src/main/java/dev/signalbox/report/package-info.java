/// What a run leaves for people: one HTML file that needs no script, and JSON.
///
/// A report is made from a run's entries alone, so that it says the same for a run that goes on,
/// one that ended and one that is read back from the journal.
@NullMarked
package dev.signalbox.report;

import org.jspecify.annotations.NullMarked;
