package dev.signalbox.app.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where commands print and ask.
///
/// @param environment the process's environment
/// @param interactive whether a person sits at both ends
public record Terminal(
    PrintStream out,
    PrintStream err,
    BufferedReader in,
    Map<String, String> environment,
    boolean interactive) {

  /// The one this process was started from.
  public static Terminal system() {
    Charset charset = System.out.charset();
    boolean interactive = System.console() != null && System.console().isTerminal();
    return new Terminal(
        System.out,
        System.err,
        new BufferedReader(new InputStreamReader(System.in, charset)),
        System.getenv(),
        interactive);
  }

  /// Where nobody sits: what is printed goes to the end of `file`.
  static Terminal into(Path file, Map<String, String> environment) throws IOException {
    Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
    PrintStream out =
        new PrintStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            true,
            StandardCharsets.UTF_8);
    return new Terminal(out, out, new BufferedReader(Reader.nullReader()), environment, false);
  }

  /// Colours only on a terminal, and not where `NO_COLOR` asks for none (no-color.org).
  boolean hasColours() {
    String none = environment.get("NO_COLOR");
    return interactive
        && (none == null || none.isEmpty())
        && !"dumb".equals(environment.get("TERM"));
  }

  /// How many characters fit on a line; as many as there are where nobody says.
  int width() {
    String said = environment.getOrDefault("COLUMNS", "");
    if (said.matches("[1-9]\\d{1,3}")) {
      return Integer.parseInt(said);
    }
    if (interactive) {
      try {
        Process stty =
            new ProcessBuilder("stty", "size")
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (size.strip().matches("\\d{1,4} [1-9]\\d{1,3}")) {
          return Integer.parseInt(size.strip().split(" ")[1]);
        }
      } catch (IOException e) {
        System.getLogger(Terminal.class.getName())
            .log(System.Logger.Level.DEBUG, "The terminal does not say how wide it is", e);
      }
    }
    return Integer.MAX_VALUE;
  }

  void print(String line) {
    out.println(line);
  }

  /// Something a person should know that stops nothing.
  public void warn(String line) {
    err.println("signalbox: " + line);
  }

  void error(String line) {
    err.println("signalbox: " + line);
  }

  /// The next line, or null at the end of input.
  @Nullable String read() throws IOException {
    return in.readLine();
  }
}
