package dev.signalbox.process;

import java.util.List;
import java.util.function.LongSupplier;

/// How the processes of a command are found again, wherever they went. Which way a machine permits
/// is found out once.
sealed interface Containment extends AutoCloseable permits Cgroups, Markers, Descendants {

  /// A place for one command that is about to start. Its environment has `mark`.
  Cell open(Mark mark);

  /// Processes that an earlier session of the same run left, and that still run.
  List<ProcessHandle> leftBy(Earlier earlier);

  /// Removes what there was for earlier sessions of the run, once their processes have ended.
  void clearAfter(Earlier earlier);

  /// The place that the guard ends whole; empty where there is none but the marks.
  String place();

  /// Removes what there was for all commands together.
  @Override
  void close();

  /// All sessions of a run but the present one.
  record Earlier(String run, String session) {
    boolean includes(String mark) {
      return mark.startsWith(Mark.ofRun(run)) && !mark.startsWith(Mark.ofSession(run, session));
    }
  }

  /// What one command's processes are found by.
  interface Cell extends AutoCloseable {

    /// The command that brings itself in here and then is `command`.
    List<String> entering(List<String> command);

    /// Whether all of it is where the guard ends everything, see [#place].
    boolean isInPlace();

    /// Every process of the command that runs now, its leader too.
    ///
    /// @param leader the id of the process that was started, which is its session's and group's too
    List<ProcessHandle> members(long leader);

    /// Kills all at once where the system can; otherwise the caller kills each member.
    void kill();

    @Override
    void close();
  }

  /// The way that this machine permits.
  static Containment choose(String run, String session, LongSupplier nanos) {
    if (!ProcFs.isThere()) {
      return new Descendants();
    }
    Markers markers = new Markers(nanos);
    return Cgroups.permitted(run, session, markers).<Containment>map(way -> way).orElse(markers);
  }
}
