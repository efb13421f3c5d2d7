package dev.signalbox.console.model;

import dev.signalbox.app.LiveRun;
import dev.signalbox.app.RunOptions;
import dev.signalbox.app.RunSession;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.StateFolders;
import dev.signalbox.plan.PlanFile;

/// Starts runs. Both calls block.
public interface RunStarter {

  LiveRun start(PlanFile plan, RunOptions options) throws SetupException;

  LiveRun resume(String run, RunOptions options) throws SetupException;

  static RunStarter in(StateFolders folders) {
    return new RunStarter() {
      @Override
      public LiveRun start(PlanFile plan, RunOptions options) throws SetupException {
        return RunSession.start(folders, plan, options);
      }

      @Override
      public LiveRun resume(String run, RunOptions options) throws SetupException {
        return RunSession.resume(folders, run, options);
      }
    };
  }
}
