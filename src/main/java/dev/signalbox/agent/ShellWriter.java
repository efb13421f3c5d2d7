package dev.signalbox.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Puts quoted references to variables where a command says `${input.KEY}` or
/// `${tasks.ID.output.KEY}`, and leaves everything else as it stands.
///
/// What a quoted reference looks like depends on where it stands: `"${V}"` in the open, `${V}`
/// within double quotes and here-documents, `'"${V}"'` within single quotes. So the command is read
/// the way a shell reads it, as far as quoting goes: quotes, comments, substitutions, expansions,
/// here-documents, arithmetic. Should that reading ever be wrong, a value may be split into words,
/// but it is still the value of a variable, and never read as shell. The one place where a shell
/// runs what it finds in a variable, arithmetic, takes integers only; and where no form is right in
/// every shell, the reference is refused with a sentence.
final class ShellWriter {
  /// In these, a word that follows is a command again.
  private static final Set<String> OPENERS =
      Set.of("then", "do", "else", "elif", "if", "while", "until", "!", "{", "time");

  /// These make `[[ … ]]` calculate.
  private static final Pattern COMPARISON = Pattern.compile("\\s-(?:eq|ne|lt|le|gt|ge)\\s");

  private static final Pattern ELEMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\[[^\\]]*");

  private static final String BACKQUOTES_WITHIN =
      "stands within backquotes within backquotes. Use $(…) there";

  private static final char NONE = '\0';

  /// How a reference has to be written.
  private enum Place {
    OPEN,
    QUOTED,
    HERE_DOCUMENT
  }

  private record HereDocument(String end, boolean tabs, boolean quoted) {}

  private final String in;
  private final ShellValues values;
  private final StringBuilder out = new StringBuilder();
  private Deque<HereDocument> announced = new ArrayDeque<>();
  private int at;
  private boolean calculating;
  private boolean calculatingWord;
  private @Nullable String refusal;

  private ShellWriter(String in, ShellValues values) {
    this.in = in;
    this.values = values;
  }

  /// `command` with its references replaced; `values` then holds the variables it needs.
  static String write(String command, ShellValues values) throws AgentException {
    if (!ShellValues.anyIn(command)) {
      return command;
    }
    ShellWriter writer = new ShellWriter(command, values);
    while (writer.more()) {
      writer.commands(NONE);
    }
    return writer.out.toString();
  }

  // ---- commands ---------------------------------------------------------------------------------

  /// Reads commands up to and with `end`.
  private void commands(char end) throws AgentException {
    boolean outerCalculating = calculating;
    boolean outerCalculatingWord = calculatingWord;
    String outerRefusal = refusal;
    Deque<HereDocument> outerAnnounced = announced;
    calculating = false;
    calculatingWord = false;
    if (refusal != null && !refusal.equals(BACKQUOTES_WITHIN)) {
      // A command within an expansion is a command like any other.
      refusal = null;
    }
    announced = new ArrayDeque<>();
    Words words = new Words();
    while (more()) {
      char c = in.charAt(at);
      if (c == end && !(c == ')' && words.closesPattern())) {
        copy(1);
        break;
      }
      command(c, end, words);
    }
    // Its text comes after the next line end, wherever that is.
    outerAnnounced.addAll(announced);
    announced = outerAnnounced;
    calculating = outerCalculating;
    calculatingWord = outerCalculatingWord;
    refusal = outerRefusal;
  }

  private void command(char c, char end, Words words) throws AgentException {
    switch (c) {
      case '\n' -> {
        words.separator();
        copy(1);
        hereDocuments();
      }
      case ' ', '\t' -> {
        words.endOfWord();
        copy(1);
      }
      case ';', '&', '|', ')' -> {
        words.separator();
        copy(1);
      }
      case '(' -> {
        boolean calculation = words.atStart() && next("((");
        words.separator();
        copy(calculation ? 2 : 1);
        if (calculation) {
          arithmetic();
        } else {
          commands(')');
        }
        words.separator();
      }
      case '<', '>' -> {
        words.endOfWord();
        if (next("<<<")) {
          copy(3);
        } else if (next("<<")) {
          announce();
        } else {
          copy(1);
        }
      }
      case '#' -> {
        if (words.atStart()) {
          comment(end);
        } else {
          words.add('#');
          copy(1);
        }
      }
      case '\\' -> {
        words.quoted();
        if (end == '`' && next("\\`")) {
          refusal = refusal == null ? BACKQUOTES_WITHIN : null;
        }
        copy(2);
      }
      case '\'', '"', '`', '$' -> {
        boolean outer = calculatingWord;
        calculatingWord = words.inElement() || (words.inTest() && comparesNumbers());
        words.quoted();
        switch (c) {
          case '\'' -> singleQuoted();
          case '"' -> doubleQuoted();
          case '$' -> dollar(Place.OPEN);
          default -> {
            copy(1);
            commands('`');
          }
        }
        calculatingWord = outer;
      }
      default -> {
        words.add(c);
        copy(1);
      }
    }
  }

  /// Whether the `[[ … ]]` that is being read compares numbers.
  private boolean comparesNumbers() {
    int from = in.lastIndexOf("[[", at);
    int to = in.indexOf("]]", at);
    return COMPARISON.matcher(in.substring(Math.max(from, 0), to < 0 ? in.length() : to)).find();
  }

  private void comment(char end) {
    while (more() && in.charAt(at) != '\n' && !(end == '`' && in.charAt(at) == '`')) {
      copy(1);
    }
  }

  // ---- quotes -----------------------------------------------------------------------------------

  private void singleQuoted() throws AgentException {
    copy(1);
    while (more()) {
      String reference = ShellValues.referenceAt(in, at);
      if (reference != null) {
        out.append("'\"${").append(variable(reference)).append("}\"'");
        at += reference.length();
      } else if (copy(1) == '\'') {
        return;
      }
    }
  }

  private void doubleQuoted() throws AgentException {
    copy(1);
    while (more()) {
      switch (in.charAt(at)) {
        case '"' -> {
          copy(1);
          return;
        }
        case '\\' -> copy(2);
        case '$' -> dollar(Place.QUOTED);
        case '`' -> {
          copy(1);
          commands('`');
        }
        default -> copy(1);
      }
    }
  }

  /// `$'…'`: with escapes of its own in some shells, and just a `$` before quotes in others.
  private void escapeQuoted() throws AgentException {
    copy(2);
    boolean unclear = false;
    while (more()) {
      String reference = ShellValues.referenceAt(in, at);
      if (reference != null) {
        throw values.problem(reference, "stands within $'…'. Use \"…\" there");
      }
      char c = in.charAt(at);
      unclear |= next("\\'");
      copy(c == '\\' ? 2 : 1);
      if (c == '\'') {
        break;
      }
    }
    if (unclear && ShellValues.anyIn(in.substring(at))) {
      throw values.problem(
          "$'…' with \\' in it",
          "ends in different places in different shells, and values are put in after it. Write the"
              + " quote as \"'\" instead");
    }
  }

  // ---- what begins with a dollar ----------------------------------------------------------------

  private void dollar(Place place) throws AgentException {
    String reference = ShellValues.referenceAt(in, at);
    if (reference != null) {
      reference(reference, place);
    } else if (ShellValues.referenceAt(in, at + 1) != null) {
      // A dollar before a value must not become `$$` or `$"`.
      out.append(
          switch (place) {
            case OPEN -> "'$'";
            case QUOTED -> "$\"\"";
            case HERE_DOCUMENT -> "\\$";
          });
      at++;
    } else if (next("$((")) {
      copy(3);
      arithmetic();
    } else if (next("$(")) {
      copy(2);
      commands(')');
    } else if (next("${")) {
      expansion(place);
    } else if (next("$'") && place == Place.OPEN) {
      escapeQuoted();
    } else if (next("$[")) {
      oldArithmetic(place);
    } else {
      // `$$`, `$#` and their like are one piece: what follows the dollar begins nothing.
      copy(next("$$") || next("$#") ? 2 : 1);
    }
  }

  private void reference(String reference, Place place) throws AgentException {
    String variable = variable(reference);
    boolean quotes = place == Place.OPEN && !calculating;
    out.append(quotes ? "\"${" : "${").append(variable).append(quotes ? "}\"" : "}");
    at += reference.length();
  }

  private String variable(String reference) throws AgentException {
    if (refusal != null) {
      throw values.problem(reference, refusal);
    }
    return calculating || calculatingWord
        ? values.integerVariable(reference)
        : values.variable(reference);
  }

  /// From behind `((` to its `))`.
  private void arithmetic() throws AgentException {
    boolean outer = calculating;
    calculating = true;
    int open = 2;
    while (more() && open > 0) {
      char c = in.charAt(at);
      switch (c) {
        case '$' -> dollar(Place.OPEN);
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '`' -> {
          copy(1);
          commands('`');
        }
        case '\\' -> copy(2);
        default -> {
          open += c == '(' ? 1 : c == ')' ? -1 : 0;
          copy(1);
        }
      }
    }
    calculating = outer;
  }

  /// `$[…]`, which only some shells calculate: up to the bracket, or to what cannot belong to it.
  private void oldArithmetic(Place place) throws AgentException {
    boolean outer = calculating;
    calculating = true;
    copy(2);
    while (more() && "\"'`\n\\".indexOf(in.charAt(at)) < 0) {
      if (in.charAt(at) == '$') {
        dollar(place);
      } else if (copy(1) == ']') {
        break;
      }
    }
    calculating = outer;
  }

  /// `${NAME}` and what a shell can do with it before the brace closes.
  private void expansion(Place place) throws AgentException {
    copy(2);
    if (next("!") || (next("#") && !next("#}"))) {
      copy(1);
    }
    while (more() && (Character.isLetterOrDigit(in.charAt(at)) || in.charAt(at) == '_')) {
      copy(1);
    }
    if (out.charAt(out.length() - 1) == '{' && more() && "@*#?$!-".indexOf(in.charAt(at)) >= 0) {
      copy(1);
    }
    String outer = refusal;
    boolean other = next(":=") || next(":-") || next(":?") || next(":+");
    boolean word = other || (more() && "-=?+".indexOf(in.charAt(at)) >= 0);
    boolean pattern = next("#") || next("%");
    if (!word && !pattern) {
      refusal =
          "stands within ${…}, where shells differ. Put it into a variable of the command first";
    }
    // A pattern is quoted for itself, whatever stands around it.
    expansionBody(pattern && place == Place.QUOTED ? Place.OPEN : place);
    refusal = outer;
  }

  private void expansionBody(Place place) throws AgentException {
    while (more()) {
      char c = in.charAt(at);
      if (c == '}') {
        copy(1);
        return;
      } else if (c == '\\') {
        copy(2);
      } else if (c == '$') {
        dollar(place);
      } else if (c == '`') {
        copy(1);
        commands('`');
      } else if (c == '\'' && place == Place.OPEN) {
        singleQuoted();
      } else if (c == '"' && place == Place.OPEN) {
        doubleQuoted();
      } else if (c == '"') {
        String outer = refusal;
        refusal = "stands within quotes within ${…} within quotes, where shells differ. Use fewer";
        doubleQuoted();
        refusal = outer;
      } else {
        copy(1);
      }
    }
  }

  // ---- here-documents ---------------------------------------------------------------------------

  /// Reads `<<END` and remembers that its text begins with the next line.
  private void announce() {
    copy(2);
    boolean tabs = next("-");
    if (tabs) {
      copy(1);
    }
    while (more() && " \t".indexOf(in.charAt(at)) >= 0) {
      copy(1);
    }
    StringBuilder end = new StringBuilder();
    boolean quoted = false;
    while (more() && " \t\n;&|<>()".indexOf(in.charAt(at)) < 0) {
      char c = copy(1);
      if (c == '\\' && more()) {
        quoted = true;
        end.append(copy(1));
      } else if (c == '\'' || c == '"') {
        quoted = true;
        while (more() && in.charAt(at) != c) {
          end.append(copy(1));
        }
        copy(1);
      } else {
        end.append(c);
      }
    }
    announced.add(new HereDocument(end.toString(), tabs, quoted));
  }

  private void hereDocuments() throws AgentException {
    while (!announced.isEmpty()) {
      HereDocument document = announced.remove();
      String outer = refusal;
      if (document.quoted()) {
        refusal =
            "stands in a here-document whose end word is quoted, where the shell replaces nothing."
                + " Take the quotes off the end word, or pass the value as an argument";
      }
      while (more() && !endsHere(document)) {
        hereLine(document.quoted());
      }
      refusal = outer;
    }
  }

  private boolean endsHere(HereDocument document) {
    int lineEnd = in.indexOf('\n', at);
    String line = in.substring(at, lineEnd < 0 ? in.length() : lineEnd);
    String bare = document.tabs() ? line.replaceFirst("^\t+", "") : line;
    if (!bare.equals(document.end())) {
      return false;
    }
    copy(line.length() + 1);
    return true;
  }

  private void hereLine(boolean quoted) throws AgentException {
    while (more()) {
      char c = in.charAt(at);
      String reference = ShellValues.referenceAt(in, at);
      if (reference != null) {
        reference(reference, Place.HERE_DOCUMENT);
      } else if (!quoted && c == '\\') {
        copy(2);
      } else if (!quoted && c == '$') {
        dollar(Place.HERE_DOCUMENT);
      } else if (!quoted && c == '`') {
        copy(1);
        commands('`');
      } else if (copy(1) == '\n') {
        return;
      }
    }
  }

  // ---- the text ---------------------------------------------------------------------------------

  private boolean more() {
    return at < in.length();
  }

  private boolean next(String text) {
    return in.startsWith(text, at);
  }

  /// Copies `count` characters, or what is left, and returns the first.
  private char copy(int count) {
    int end = Math.min(at + count, in.length());
    out.append(in, at, end);
    char first = at < end ? in.charAt(at) : NONE;
    at = end;
    return first;
  }

  /// The words of commands, as far as they tell a `)` that ends a pattern of `case` from one that
  /// ends a substitution.
  private static final class Words {
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
}
