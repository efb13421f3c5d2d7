package dev.signalbox.agent;

import dev.signalbox.agent.ShellSpot.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/// Finds the references in a command and what they stand in. It reads as a shell does, as far as
/// quoting goes: quotes, comments, substitutions, expansions, here-documents, arithmetic.
final class ShellReader {
  /// These make `[[ … ]]` calculate.
  private static final Pattern COMPARISON = Pattern.compile("\\s-(?:eq|ne|lt|le|gt|ge)\\s");

  private final ShellText text;
  private final List<ShellSpot> spots = new ArrayList<>();
  private final ShellExpansions expansions;
  private Deque<HereDocument> announced = new ArrayDeque<>();

  private ShellReader(String command) {
    text = new ShellText(command);
    expansions = new ShellExpansions(text, this);
  }

  /// What is to be replaced in `command`, the first first.
  static List<ShellSpot> read(String command) {
    ShellReader reader = new ShellReader(command);
    while (reader.text.more()) {
      reader.commands(ShellText.NONE, ShellContext.COMMAND);
    }
    return reader.spots;
  }

  // ---- commands ---------------------------------------------------------------------------------

  /// Reads commands up to and with `end`.
  void commands(char end, ShellContext around) {
    ShellContext context = around.command();
    Deque<HereDocument> outerAnnounced = announced;
    announced = new ArrayDeque<>();
    ShellWords words = new ShellWords();
    while (text.more()) {
      char c = text.peek();
      if (c == end && !(c == ')' && words.closesPattern())) {
        text.skip(1);
        break;
      }
      if (end == '`' && text.next("\\`")) {
        context = context.innerBackquote();
      }
      command(c, end, words, context);
    }
    // Its text comes after the next line end, wherever that is.
    outerAnnounced.addAll(announced);
    announced = outerAnnounced;
  }

  private void command(char c, char end, ShellWords words, ShellContext context) {
    switch (c) {
      case '\n' -> {
        words.separator();
        text.skip(1);
        hereDocuments(context);
      }
      case ' ', '\t' -> {
        words.endOfWord();
        text.skip(1);
      }
      case ';', '&', '|', ')' -> {
        words.separator();
        text.skip(1);
      }
      case '(' -> parenthesis(words, context);
      case '<', '>' -> {
        words.endOfWord();
        redirection();
      }
      case '#' -> {
        if (words.atStart()) {
          comment(end);
        } else {
          words.add('#');
          text.skip(1);
        }
      }
      case '\\' -> {
        words.quoted();
        text.skip(2);
      }
      case '\'', '"', '`', '$' -> {
        boolean calculated = words.inElement() || (words.inTest() && comparesNumbers());
        words.quoted();
        quoted(c, context.word(calculated));
      }
      default -> {
        words.add(c);
        text.skip(1);
      }
    }
  }

  private void parenthesis(ShellWords words, ShellContext context) {
    boolean calculation = words.atStart() && text.next("((");
    words.separator();
    text.skip(calculation ? 2 : 1);
    if (calculation) {
      expansions.arithmetic(context);
    } else {
      commands(')', context);
    }
    words.separator();
  }

  private void redirection() {
    if (text.next("<<<")) {
      text.skip(3);
    } else if (text.next("<<")) {
      announced.add(HereDocument.announced(text));
    } else {
      text.skip(1);
    }
  }

  /// Whether the `[[ … ]]` that is being read compares numbers.
  private boolean comparesNumbers() {
    return COMPARISON.matcher(text.between("[[", "]]")).find();
  }

  private void comment(char end) {
    while (text.more() && !text.next("\n") && !(end == '`' && text.next("`"))) {
      text.skip(1);
    }
  }

  // ---- quotes -----------------------------------------------------------------------------------

  private void quoted(char quote, ShellContext context) {
    switch (quote) {
      case '\'' -> singleQuoted(context);
      case '"' -> doubleQuoted(context);
      case '$' -> expansions.dollar(Place.OPEN, context);
      default -> backquoted(context);
    }
  }

  void singleQuoted(ShellContext context) {
    text.skip(1);
    while (text.more()) {
      String reference = text.reference(0);
      if (reference != null) {
        reference(reference, Place.SINGLE_QUOTED, context);
      } else if (text.skip(1) == '\'') {
        return;
      }
    }
  }

  void doubleQuoted(ShellContext context) {
    text.skip(1);
    while (text.more()) {
      switch (text.peek()) {
        case '"' -> {
          text.skip(1);
          return;
        }
        case '\\' -> text.skip(2);
        case '$' -> expansions.dollar(Place.QUOTED, context);
        case '`' -> backquoted(context);
        default -> text.skip(1);
      }
    }
  }

  void backquoted(ShellContext context) {
    text.skip(1);
    commands('`', context);
  }

  // ---- here-documents ---------------------------------------------------------------------------

  private void hereDocuments(ShellContext context) {
    while (!announced.isEmpty()) {
      HereDocument document = announced.remove();
      ShellContext within =
          document.quoted()
              ? context.refusing(
                  "stands in a here-document whose end word is quoted, where the shell replaces"
                      + " nothing. Take the quotes off the end word, or pass the value as an"
                      + " argument")
              : context;
      while (text.more() && !document.endsAt(text)) {
        hereLine(document.quoted(), within);
      }
    }
  }

  private void hereLine(boolean quoted, ShellContext context) {
    while (text.more()) {
      char c = text.peek();
      String reference = text.reference(0);
      if (reference != null) {
        reference(reference, Place.HERE_DOCUMENT, context);
      } else if (!quoted && c == '\\') {
        text.skip(2);
      } else if (!quoted && c == '$') {
        expansions.dollar(Place.HERE_DOCUMENT, context);
      } else if (!quoted && c == '`') {
        backquoted(context);
      } else if (text.skip(1) == '\n') {
        return;
      }
    }
  }

  // ---- what was found ---------------------------------------------------------------------------

  void reference(String reference, Place place, ShellContext context) {
    String refusal = context.refusal();
    spots.add(
        refusal == null
            ? new ShellSpot.Reference(text.at(), reference, place, context.calculates())
            : new ShellSpot.Refused(text.at(), reference, refusal));
    text.skip(reference.length());
  }

  void found(ShellSpot spot) {
    spots.add(spot);
  }
}
