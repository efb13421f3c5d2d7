package dev.signalbox.app.command;

import dev.signalbox.app.pairs.JudgedPair;
import dev.signalbox.workspace.PathText;
import dev.signalbox.workspace.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Prints pairs with their verdicts, one a line, in UTF-8 wherever this runs.
abstract sealed class PairPrinter {
  private final PrintStream out;
  private final StringBuilder text = new StringBuilder();

  private PairPrinter(PrintStream out) {
    this.out = out;
  }

  static PairPrinter of(Format format, PrintStream out) {
    return switch (format) {
      case TEXT -> new Tsv(out);
      case JSON -> new Json(out);
    };
  }

  /// That nobody reads any more.
  static final class Unread extends IOException {
    private static final long serialVersionUID = 1L;
  }

  final void print(List<JudgedPair> pairs) throws Unread {
    pairs.forEach(pair -> append(pair, text));
    out.writeBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    text.setLength(0);
    if (out.checkError()) {
      throw new Unread();
    }
  }

  abstract void append(JudgedPair pair, StringBuilder text);

  /// After the last pair.
  void end() {}

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Clean _ -> "clean";
      case Verdict.Conflicting _ -> "conflict";
      case Verdict.Unusable _ -> "unusable";
    };
  }

  private static @Nullable String tree(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Clean(String tree) -> tree;
      case Verdict.Conflicting conflict -> conflict.tree();
      case Verdict.Unusable _ -> null;
    };
  }

  private static List<String> paths(Verdict verdict) {
    return verdict instanceof Verdict.Conflicting conflict ? conflict.paths() : List.of();
  }

  private static final class Tsv extends PairPrinter {
    Tsv(PrintStream out) {
      super(out);
    }

    @Override
    void append(JudgedPair judged, StringBuilder text) {
      Verdict verdict = judged.verdict();
      @Nullable String tree = tree(verdict);
      text.append(judged.pair().left()).append('\t').append(judged.pair().right());
      text.append('\t').append(word(verdict)).append('\t').append(tree == null ? "-" : tree);
      text.append('\t')
          .append(paths(verdict).stream().map(PathText::quoted).collect(Collectors.joining(" ")))
          .append('\n');
    }
  }

  private static final class Json extends PairPrinter {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintStream out;
    private String before = "[\n  ";

    /// @param reason why there is no verdict
    private record Line(
        String left,
        String right,
        String verdict,
        @Nullable String tree,
        List<String> paths,
        @Nullable String reason) {}

    Json(PrintStream out) {
      super(out);
      this.out = out;
    }

    @Override
    void append(JudgedPair judged, StringBuilder text) {
      Verdict verdict = judged.verdict();
      text.append(before);
      before = ",\n  ";
      text.append(
          JSON.writeValueAsString(
              new Line(
                  judged.pair().left(),
                  judged.pair().right(),
                  word(verdict),
                  tree(verdict),
                  paths(verdict).stream()
                      // JSON has no bytes that are not UTF-8.
                      .map(path -> PathText.isPlain(path) ? path : PathText.quoted(path))
                      .toList(),
                  verdict instanceof Verdict.Unusable(String why) ? why : null)));
    }

    @Override
    void end() {
      out.println(before.startsWith("[") ? "[]" : "\n]");
    }
  }
}
