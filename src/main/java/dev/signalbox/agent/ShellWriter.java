package dev.signalbox.agent;

import dev.signalbox.agent.ShellSpot.Place;

/// Puts quoted references to variables where a command says `${input.KEY}` or
/// `${tasks.ID.output.KEY}`, and leaves everything else as it stands.
///
/// What a quoted reference looks like depends on where it stands: `"${V}"` in the open, `${V}`
/// within double quotes and here-documents, `'"${V}"'` within single quotes. [ShellReader] says
/// where that is. Should it ever be wrong, a value may be split into words, but it is still the
/// value of a variable, and never read as shell. The one place where a shell runs what it finds in
/// a variable, arithmetic, takes integers only; and where no form is right in every shell, the
/// reference is refused with a sentence.
final class ShellWriter {
  private ShellWriter() {}

  /// `command` with its references replaced; `values` then holds the variables it needs.
  static String write(String command, ShellValues values) throws AgentException {
    if (!ShellValues.anyIn(command)) {
      return command;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (ShellSpot spot : ShellReader.read(command)) {
      out.append(command, at, spot.from()).append(written(spot, values));
      at = spot.to();
    }
    return out.append(command, at, command.length()).toString();
  }

  private static String written(ShellSpot spot, ShellValues values) throws AgentException {
    return switch (spot) {
      case ShellSpot.Reference(_, String text, Place place, boolean calculated) ->
          reference(calculated ? values.integerVariable(text) : values.variable(text), place);
      case ShellSpot.Dollar(_, Place place) -> dollar(place);
      case ShellSpot.Refused(_, String text, String why) -> throw values.problem(text, why);
    };
  }

  private static String reference(String variable, Place place) {
    return switch (place) {
      case OPEN -> "\"${" + variable + "}\"";
      case SINGLE_QUOTED -> "'\"${" + variable + "}\"'";
      case QUOTED, HERE_DOCUMENT, ARITHMETIC -> "${" + variable + "}";
    };
  }

  /// Not `$$` or `$"`, whatever follows.
  private static String dollar(Place place) {
    return switch (place) {
      case OPEN, ARITHMETIC -> "'$'";
      case QUOTED -> "$\"\"";
      case HERE_DOCUMENT -> "\\$";
      case SINGLE_QUOTED -> "$";
    };
  }
}
