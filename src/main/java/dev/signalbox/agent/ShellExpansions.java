package dev.signalbox.agent;

import dev.signalbox.agent.ShellSpot.Place;

/// The part of [ShellReader] that reads what begins with a dollar, and what a shell calculates.
final class ShellExpansions {
  private final ShellText text;
  private final ShellReader reader;

  ShellExpansions(ShellText text, ShellReader reader) {
    this.text = text;
    this.reader = reader;
  }

  void dollar(Place place, ShellContext context) {
    String reference = text.reference(0);
    if (reference != null) {
      boolean bare = place == Place.OPEN && context.calculating();
      reader.reference(reference, bare ? Place.ARITHMETIC : place, context);
    } else if (text.reference(1) != null) {
      reader.found(new ShellSpot.Dollar(text.at(), place));
      text.skip(1);
    } else if (text.next("$((")) {
      text.skip(3);
      arithmetic(context);
    } else if (text.next("$(")) {
      text.skip(2);
      reader.commands(')', context);
    } else if (text.next("${")) {
      expansion(place, context);
    } else if (text.next("$'") && place == Place.OPEN) {
      escapeQuoted();
    } else if (text.next("$[")) {
      oldArithmetic(place, context);
    } else {
      // `$$`, `$#` and their like are one piece: what follows the dollar begins nothing.
      text.skip(text.next("$$") || text.next("$#") ? 2 : 1);
    }
  }

  /// From behind `((` to its `))`.
  void arithmetic(ShellContext around) {
    ShellContext context = around.arithmetic();
    int open = 2;
    while (text.more() && open > 0) {
      switch (text.peek()) {
        case '$' -> dollar(Place.OPEN, context);
        case '\'' -> reader.singleQuoted(context);
        case '"' -> reader.doubleQuoted(context);
        case '`' -> reader.backquoted(context);
        case '\\' -> text.skip(2);
        default -> {
          char c = text.skip(1);
          open += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
      }
    }
  }

  /// `$[…]`, which only some shells calculate: up to the bracket, or to what cannot belong to it.
  private void oldArithmetic(Place place, ShellContext around) {
    ShellContext context = around.arithmetic();
    text.skip(2);
    while (text.more() && !text.nextOf("\"'`\n\\")) {
      if (text.next("$")) {
        dollar(place, context);
      } else if (text.skip(1) == ']') {
        break;
      }
    }
  }

  /// `$'…'`: with escapes of its own in some shells, and just a `$` before quotes in others.
  private void escapeQuoted() {
    text.skip(2);
    boolean unclear = false;
    while (text.more()) {
      String reference = text.reference(0);
      if (reference != null) {
        reader.found(
            new ShellSpot.Refused(text.at(), reference, "stands within $'…'. Use \"…\" there"));
      }
      unclear |= text.next("\\'");
      if (text.skip(text.next("\\") ? 2 : 1) == '\'') {
        break;
      }
    }
    if (unclear && text.anyReferenceLeft()) {
      reader.found(
          new ShellSpot.Refused(
              text.at(),
              "$'…' with \\' in it",
              "ends in different places in different shells, and values are put in after it. Write"
                  + " the quote as \"'\" instead"));
    }
  }

  /// `${NAME}` and what a shell can do with it before the brace closes.
  private void expansion(Place place, ShellContext context) {
    text.skip(2);
    int name = text.at();
    if (text.next("!") || (text.next("#") && !text.next("#}"))) {
      text.skip(1);
    }
    while (text.more() && (Character.isLetterOrDigit(text.peek()) || text.next("_"))) {
      text.skip(1);
    }
    if (text.at() == name && text.nextOf("@*#?$!-")) {
      text.skip(1);
    }
    boolean other = text.next(":=") || text.next(":-") || text.next(":?") || text.next(":+");
    boolean word = other || text.nextOf("-=?+");
    boolean pattern = text.next("#") || text.next("%");
    ShellContext within =
        word || pattern
            ? context
            : context.refusing(
                "stands within ${…}, where shells differ. Put it into a variable of the command"
                    + " first");
    // A pattern is quoted for itself, whatever stands around it.
    expansionBody(pattern && place == Place.QUOTED ? Place.OPEN : place, within);
  }

  private void expansionBody(Place place, ShellContext context) {
    while (text.more()) {
      char c = text.peek();
      if (c == '}') {
        text.skip(1);
        return;
      } else if (c == '\\') {
        text.skip(2);
      } else if (c == '$') {
        dollar(place, context);
      } else if (c == '`') {
        reader.backquoted(context);
      } else if (c == '\'' && place == Place.OPEN) {
        reader.singleQuoted(context);
      } else if (c == '"' && place == Place.OPEN) {
        reader.doubleQuoted(context);
      } else if (c == '"') {
        reader.doubleQuoted(
            context.refusing(
                "stands within quotes within ${…} within quotes, where shells differ. Use fewer"));
      } else {
        text.skip(1);
      }
    }
  }
}
