/// A plan: its words (task, agent, approval, retries) and its files.
///
/// [dev.signalbox.plan.PlanReader] turns a YAML or JSON file into a [dev.signalbox.plan.PlanFile]:
/// the plan if it can be used, and every problem with its line, column and remedy.
/// [dev.signalbox.plan.PlanEditor] changes a file by the smallest change of its text. Whether tasks
/// form a cycle or overlap is the graph's business and does not come in here.
@NullMarked
package dev.signalbox.plan;

import org.jspecify.annotations.NullMarked;
