package dev.signalbox.agent;

import java.util.Set;
import java.util.regex.Pattern;

/// The words of commands, as far as they tell a `)` that ends a pattern of `case` from one that
/// ends a substitution.
final class ShellWords {
  /// In these, a word that follows is a command again.
  private static final Set<String> OPENERS =
      Set.of("then", "do", "else", "elif", "if", "while", "until", "!", "{", "time");

  private static final Pattern ELEMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\[[^\\]]*");

  private final StringBuilder word = new StringBuilder();
  private boolean plain = true;
  private boolean first = true;
  private int cases;
  private boolean inTest;

  void add(char c) {
    word.append(c);
  }

  /// Something that no keyword holds.
  void quoted() {
    plain = false;
  }

  boolean atStart() {
    return plain && word.isEmpty();
  }

  void endOfWord() {
    if (atStart()) {
      return;
    }
    String text = plain ? word.toString() : "";
    if (first && text.equals("case")) {
      cases++;
    } else if (text.equals("esac") && cases > 0) {
      cases--;
    } else if (text.equals("[[") || text.equals("]]")) {
      inTest = text.equals("[[");
    }
    first = OPENERS.contains(text);
    word.setLength(0);
    plain = true;
  }

  void separator() {
    endOfWord();
    first = true;
  }

  boolean inTest() {
    return inTest;
  }

  /// Within the brackets of `NAME[…]=`, which a shell calculates.
  boolean inElement() {
    return plain && first && ELEMENT.matcher(word).matches();
  }

  boolean closesPattern() {
    endOfWord();
    return cases > 0;
  }
}
