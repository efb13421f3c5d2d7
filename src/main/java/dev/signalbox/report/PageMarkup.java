package dev.signalbox.report;

import dev.signalbox.engine.TaskState;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// What the page's sections are made of: headings, tables and their cells, entries of legends.
final class PageMarkup extends Markup {
  private final Agents agents;
  private final ZoneId zone;

  /// @param zone whose times of day are shown
  PageMarkup(Agents agents, ZoneId zone) {
    this.agents = agents;
    this.zone = zone;
  }

  /// Begins a section, which its owner closes.
  void section(String id, String title) {
    open("section", "aria-labelledby", id).leaf("h2", title, "id", id);
  }

  /// Stands where a section has nothing to show.
  void nothing(String sentence) {
    leaf("p", sentence, "class", "empty");
  }

  void table(String id, String caption, String... columns) {
    open("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", caption);
    open("table", "class", id);
    leaf("caption", caption);
    open("thead").open("tr");
    for (String column : columns) {
      leaf("th", column, "scope", "col");
    }
    close().close().open("tbody");
  }

  void endTable() {
    close().close().close();
  }

  void stateCell(TaskState of) {
    String tone = Wording.tone(of);
    open("td", "class", "state ink " + tone);
    Drawing.inlineGlyph(this, StateGlyph.of(of), tone);
    leaf("span", StateGlyph.word(of)).close();
  }

  void agentCell(String agent) {
    open("td", "class", "agent " + agents.tone(agent));
    agent(agent);
    close();
  }

  void numberCell(String text) {
    leaf("td", text, "class", "number");
  }

  void codeCell(String text) {
    leaf("td", text, "class", text.equals("no change") ? "soft" : "code");
  }

  void agentEntry(String agent) {
    open("li", "class", agents.tone(agent));
    agent(agent);
    close();
  }

  void conflictEntry() {
    open("li");
    Drawing.inlineGlyph(this, StateGlyph.CONFLICT, "conflict");
    text("conflict").close();
  }

  /// @param sample the classes by which the style sheet draws what `text` explains
  void legendEntry(String sample, String text) {
    open("li");
    open("span", "class", sample, "aria-hidden", "true").close();
    text(text).close();
  }

  private void agent(String agent) {
    open("span", "class", "dot", "aria-hidden", "true").close();
    leaf("span", agent, "class", "ink");
  }

  String time(Instant at) {
    return DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(at.atZone(zone));
  }

  String date(Instant at) {
    return DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm:ss", Locale.ENGLISH)
        .format(at.atZone(zone));
  }
}
