package dev.signalbox.plan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads plan files, YAML or (by the ending `.json`) JSON.
///
/// Whatever is wrong becomes a [Problem] with its place and a remedy, all of them at once and never
/// an exception: a person who writes a plan wants the list, not the first entry. Both formats
/// become the same tree of [Value]s, which knows where everything stands; [PlanBuilder] makes the
/// plan of it.
public final class PlanReader {
  static final int MAX_BYTES = 50_000_000;

  /// Reads a file.
  public PlanFile read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        return unreadable(
            file, "This is a folder, not a plan.", "Name a plan file, such as plan.yaml in it.");
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(file)) {
        bytes = in.readNBytes(MAX_BYTES + 1);
      }
      if (bytes.length > MAX_BYTES) {
        return unreadable(
            file,
            "The file is larger than 50 MB.",
            "Name a plan; move large inputs to files of their own.");
      }
      return decode(file, bytes);
    } catch (NoSuchFileException e) {
      return unreadable(file, "There is no such file.", "Look at the name and the folder.");
    } catch (AccessDeniedException e) {
      return unreadable(file, "The file may not be read.", "Look at its permissions.");
    } catch (IOException e) {
      return unreadable(file, "The file cannot be read: " + e.getMessage() + ".", "");
    }
  }

  /// Reads a text.
  ///
  /// @param nameForMessages the file that problems name; its ending says which format it is
  public PlanFile parse(Path nameForMessages, String text) {
    Problems problems = new Problems(nameForMessages, text);
    Value root = tree(nameForMessages, text, problems);
    PlanBuilder builder = new PlanBuilder(nameForMessages, text, problems);
    Plan plan = null;
    if (root != null) {
      plan = builder.build(root);
    } else if (!problems.hasErrors()) {
      problems.fileError(
          "The file is empty.",
          "A plan needs at least `agents` and `tasks`: see the guide, Plan format.");
    }
    return new PlanFile(
        nameForMessages,
        text,
        problems.hasErrors() ? null : plan,
        problems.inOrder(),
        builder.places());
  }

  /// The tree of a plan's text, or null where it cannot be read or is empty.
  static @Nullable Value tree(Path file, String text, Problems problems) {
    return isJson(file) ? JsonTree.read(text, problems) : YamlTree.read(text, problems);
  }

  static boolean isJson(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private PlanFile decode(Path file, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(in)
              .toString();
      return parse(file, text);
    } catch (CharacterCodingException e) {
      // The decoder stops where it cannot go on.
      String before = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
      Problems problems = new Problems(file, before);
      problems.error(before.length(), "The file is not UTF-8 here.", "Save it as UTF-8.");
      return new PlanFile(file, "", null, problems.inOrder(), Map.of());
    }
  }

  private static PlanFile unreadable(Path file, String message, String remedy) {
    Problem problem = new Problem(Problem.Severity.ERROR, file.toString(), 0, 0, message, remedy);
    return new PlanFile(file, "", null, List.of(problem), Map.of());
  }
}
