/// In which order the tasks of a run could have run alone, one after the other.
///
/// In come [Footprint]s, one for each landed task: what it started from, what it read, what it
/// changed. [SerialGraph] says who has to come before whom and finds an order that keeps to it, or
/// the ring that rules every order out; [Isolation] is what may be claimed of a task. Nothing here
/// reads a repository or a clock, and nothing here decides what is done about a ring.
@NullMarked
package dev.signalbox.conflict.serial;

import org.jspecify.annotations.NullMarked;
