package dev.signalbox.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The two files that a command may leave outputs in: `KEY=VALUE` lines, and a JSON object. Both
/// lie outside the work tree, so that they are no part of the task's change. Neither is there
/// before a command writes it: most put nothing out, and a file is a good part of what a short one
/// costs.
///
/// @param lines the file of lines
/// @param json the file of the object
record ShellOutputs(Path lines, Path json) {
  static final int LIMIT = 1 << 20;

  /// What `${tasks.ID.output.KEY}` can name.
  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// What is wrong with them, as a sentence.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /// Makes room for the outputs of one attempt; an earlier try at the same one leaves nothing.
  ///
  /// @param scratch the attempt's own folder; they lie beside it, so that it need not be made
  static ShellOutputs beside(Path scratch) throws IOException {
    Path lines = scratch.resolveSibling(scratch.getFileName() + ".outputs").toAbsolutePath();
    Path folder = lines.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    ShellOutputs outputs =
        new ShellOutputs(lines, lines.resolveSibling(lines.getFileName() + ".json"));
    forget(outputs.lines);
    forget(outputs.json);
    return outputs;
  }

  private static void forget(Path file) throws IOException {
    if (isThere(file)) {
      Files.deleteIfExists(file);
    }
  }

  /// Whatever it is, also a link that leads nowhere. As a rule nothing is, and to be told so by an
  /// exception would cost more.
  private static boolean isThere(Path file) throws IOException {
    return file.getFileSystem()
            .provider()
            .readAttributesIfExists(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        != null;
  }

  /// Both together; where both name one key, the object's value holds.
  Map<String, Object> read() throws Unusable {
    Map<String, Object> all = new LinkedHashMap<>();
    int number = 0;
    for (String line : text(lines, "SIGNALBOX_OUTPUTS").split("\n", -1)) {
      number++;
      readLine(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line, number, all);
    }
    String object = text(json, "SIGNALBOX_OUTPUTS_JSON");
    if (!object.isBlank()) {
      all.putAll(readObject(object));
    }
    return all;
  }

  private static void readLine(String line, int number, Map<String, Object> into) throws Unusable {
    if (line.isBlank()) {
      return;
    }
    int equals = line.indexOf('=');
    String key = equals < 0 ? line : line.substring(0, equals);
    if (equals < 0 || !KEY.matcher(key).matches()) {
      throw new Unusable(
          "Line %d of SIGNALBOX_OUTPUTS is not KEY=VALUE: %s (values of several lines go into SIGNALBOX_OUTPUTS_JSON)"
              .formatted(number, OneLine.of(line, 80)));
    }
    into.put(key, line.substring(equals + 1));
  }

  private static Map<String, Object> readObject(String text) throws Unusable {
    Map<String, Object> object;
    try {
      object = JSON.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
    } catch (JacksonException e) {
      String where =
          e.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new Unusable(
          "SIGNALBOX_OUTPUTS_JSON does not hold one JSON object%s: %s"
              .formatted(where, OneLine.of(e.getOriginalMessage(), 120)));
    }
    if (object == null) {
      throw new Unusable("SIGNALBOX_OUTPUTS_JSON holds null and no JSON object");
    }
    for (String key : object.keySet()) {
      if (!KEY.matcher(key).matches()) {
        throw new Unusable(
            "SIGNALBOX_OUTPUTS_JSON names an output %s; names are letters, digits, _, . and -"
                .formatted(OneLine.of('"' + key + '"', 80)));
      }
    }
    return object;
  }

  private static String text(Path file, String name) throws Unusable {
    try {
      if (!isThere(file)) {
        return "";
      }
      // Anything else could block, or lead elsewhere.
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new Unusable("The file named by %s was replaced by something else".formatted(name));
      }
      if (Files.size(file) > LIMIT) {
        throw new Unusable(
            "The file named by %s is larger than 1 MiB. Leave big results in the work tree, and their paths as outputs"
                .formatted(name));
      }
      return decode(Files.readAllBytes(file), name);
    } catch (IOException e) {
      throw new Unusable("The file named by %s cannot be read: %s".formatted(name, e.getMessage()));
    }
  }

  private static String decode(byte[] bytes, String name) throws Unusable {
    CharBuffer text = CharBuffer.allocate(bytes.length + 1);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      var result = StandardCharsets.UTF_8.newDecoder().decode(in, text, true);
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException e) {
      long line = text.flip().chars().filter(c -> c == '\n').count() + 1;
      throw new Unusable("Line %d of %s is not UTF-8".formatted(line, name));
    }
    return text.flip().toString();
  }
}
