package dev.signalbox.report;

/// One part of the page, from its heading to its end. What it says of the run it was given when it
/// was made.
interface PageSection {
  void write(PageMarkup out);
}
