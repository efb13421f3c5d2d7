/// What `check` and `simulate` say of a plan, as text and as JSON.
///
/// [dev.signalbox.app.check.CheckReport] puts together what the plan reader and the graph found
/// out; the rest of the room writes it down. Nothing here prints, and nothing here runs a plan or
/// looks into a repository: whoever asks says what exists and what is known from earlier runs.
@NullMarked
package dev.signalbox.app.check;

import org.jspecify.annotations.NullMarked;
