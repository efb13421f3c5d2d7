package dev.signalbox.app.command;

/// How data is printed.
enum Format {
  TEXT,
  JSON
}
