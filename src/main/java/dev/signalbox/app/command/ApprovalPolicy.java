package dev.signalbox.app.command;

/// Who says yes where there is no window.
enum ApprovalPolicy {
  /// A person at the terminal; where there is none, whoever says so from another process.
  ASK,
  /// The command line, recorded as such.
  ALL,
  /// Nobody: the run stops once nothing else can go on, and can be resumed.
  NONE
}
