package dev.signalbox.console.model;

import dev.signalbox.app.DetachedRun;
import dev.signalbox.app.EarlierRun;
import dev.signalbox.app.LiveRun;
import dev.signalbox.app.OpenRun;
import dev.signalbox.app.RemoteRun;
import dev.signalbox.app.RunOptions;
import dev.signalbox.app.RunSession;
import dev.signalbox.app.Runs;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.StateFolders;
import dev.signalbox.plan.PlanFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Starts runs, and finds those of other processes. All calls block.
public interface RunStarter {
  /// How many earlier runs are shown, of those that can go on and of those that are over.
  int EARLIER = 3;

  LiveRun start(PlanFile plan, RunOptions options) throws SetupException;

  LiveRun resume(String run, RunOptions options) throws SetupException;

  /// Starts a run in a process of its own, which goes on when this one ends.
  LiveRun startApart(PlanFile plan, RunOptions options) throws SetupException;

  /// Follows a run that another process has open.
  LiveRun attach(String run) throws SetupException;

  /// The runs that other processes have open, the newest first.
  List<OpenRun> elsewhere();

  /// The runs that nobody has open, the newest first: all that can go on, and the last that are
  /// over.
  List<EarlierRun> earlier();

  /// Writes the report of such a run.
  ///
  /// @return the HTML file
  Path writeReport(String run) throws SetupException;

  /// What was found wrong with the journal, in sentences; each story once. Does not block.
  Optional<String> damage();

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

      @Override
      public LiveRun startApart(PlanFile plan, RunOptions options) throws SetupException {
        return RemoteRun.attach(folders, DetachedRun.start(folders, plan.path(), options));
      }

      @Override
      public LiveRun attach(String run) throws SetupException {
        return RemoteRun.attach(folders, run);
      }

      @Override
      public List<OpenRun> elsewhere() {
        return Runs.elsewhere(folders);
      }

      @Override
      public List<EarlierRun> earlier() {
        return Runs.earlier(folders, EARLIER);
      }

      @Override
      public Path writeReport(String run) throws SetupException {
        return Runs.writeReport(folders, run, folders.run(run).resolve("report"));
      }

      @Override
      public Optional<String> damage() {
        return Runs.damage(folders);
      }
    };
  }
}
