/// Who does a task.
///
/// An [dev.signalbox.agent.AgentRunner] gets one [dev.signalbox.agent.AgentRequest], works in the
/// directory it names, and answers with an [dev.signalbox.agent.AgentOutcome]. Interrupting its
/// thread ends it, with every process it started. [dev.signalbox.agent.ShellRunner] does tasks by a
/// shell command. Runners know nothing of the graph, the journal or other tasks.
@NullMarked
package dev.signalbox.agent;

import org.jspecify.annotations.NullMarked;
