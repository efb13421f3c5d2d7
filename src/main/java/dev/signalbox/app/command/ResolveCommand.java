package dev.signalbox.app.command;

import dev.signalbox.app.CommandName;
import dev.signalbox.app.SetupException;
import dev.signalbox.conflict.threeway.OneSide;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Undecided;
import dev.signalbox.service.ControlException;
import dev.signalbox.service.RunStatus;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.ConflictedMerge.File;
import dev.signalbox.workspace.ConflictedMerge.Loss;
import dev.signalbox.workspace.ConflictedMerge.Version;
import dev.signalbox.workspace.Resolved;
import dev.signalbox.workspace.Resolved.Side;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `signalbox resolve RUN TASK`.
@CommandLine.Command(
    name = "resolve",
    mixinStandardHelpOptions = true,
    description =
        "Says what is to be in the place of what conflicts, where a task of a running run waits for that. Without options it lists the paths that conflict.")
final class ResolveCommand extends AskTaskCommand {
  /// git names the sides by their commits, which say nothing to a person.
  private static final Pattern SIDE =
      Pattern.compile("^(?:<{7}|\\|{7}|>{7}) \\p{XDigit}{7,64}(?=:|$)", Pattern.MULTILINE);

  @Option(
      names = "--file",
      paramLabel = "PATH=FILE",
      description = "What is to be at PATH: the content of FILE.")
  private Map<String, Path> contents = new LinkedHashMap<>();

  @Option(
      names = "--take",
      paramLabel = "landed|task",
      converter = SideName.class,
      description = "Takes one side as it is: of each --path, or of all that no --file is for.")
  private @Nullable Side take;

  @Option(
      names = "--prefer",
      paramLabel = "landed|task",
      converter = SideName.class,
      description =
          "Takes one side's lines where both changed the same place, and git's merge of the rest: of each --path, or of all that no --file is for. Of a file that is no text, or gone on one side, that side as it is.")
  private @Nullable Side prefer;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Of which paths --take or --prefer is.")
  private List<String> paths = List.of();

  @Option(
      names = "--print",
      paramLabel = "PATH",
      description = "Prints what git made of PATH, with conflict markers, and asks for nothing.")
  private @Nullable String print;

  @Option(
      names = {"-y", "--yes"},
      description = "Also where lines of one side are dropped.")
  private boolean yes;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why, for the journal and the report.")
  private String message = "";

  static final class SideName implements CommandLine.ITypeConverter<Side> {
    @Override
    public Side convert(String value) {
      return switch (value) {
        case "landed" -> Side.LANDED;
        case "task" -> Side.TASK;
        default -> throw new CommandLine.TypeConversionException("it is landed or task");
      };
    }
  }

  @Override
  Command command(String by, Target target) throws ControlException, SetupException, MoreToSay {
    if (take != null && prefer != null) {
      throw new SetupException("Say either --take or --prefer, not both.");
    }
    RunStatus run = target.status();
    Undecided undecided =
        run.tasks().stream()
            .filter(line -> line.id().equals(task()))
            .findFirst()
            .map(RunStatus.TaskLine::undecided)
            .orElse(null);
    if (undecided == null) {
      // The run itself says why not.
      return new Command.Resolve(task(), by, message, "", Map.of());
    }
    ConflictedMerge conflict = read(undecided, Path.of(run.repository()));
    if (print != null) {
      throw new MoreToSay(merged(conflict, print), 0);
    }
    if (contents.isEmpty() && take == null && prefer == null) {
      throw new MoreToSay(list(conflict, run.run()), 0);
    }
    Map<String, Resolved> files = files(conflict);
    Optional<String> objection = conflict.objection(files);
    if (objection.isPresent()) {
      throw new SetupException(objection.get());
    }
    List<Loss> losses = conflict.losses(files);
    if (!losses.isEmpty() && !yes) {
      throw new MoreToSay(dropped(losses), REFUSED);
    }
    return new Command.Resolve(task(), by, message, undecided.digest(), files);
  }

  private ConflictedMerge read(Undecided undecided, Path repository) throws SetupException {
    try {
      return undecided
          .read(repository)
          .orElseThrow(() -> new SetupException(task() + " fits by now."));
    } catch (WorkspaceException e) {
      throw new SetupException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupException("Interrupted.", e);
    }
  }

  private Map<String, Resolved> files(ConflictedMerge conflict) throws SetupException {
    Map<String, Resolved> files = new LinkedHashMap<>();
    for (Map.Entry<String, Path> content : contents.entrySet()) {
      files.put(content.getKey(), content(conflict, content.getKey(), content.getValue()));
    }
    Side side = take == null ? prefer : take;
    if (side != null) {
      for (String path : paths.isEmpty() ? conflict.paths() : paths) {
        if (!files.containsKey(path)) {
          files.put(
              path, take == null ? preferred(conflict, path, side) : new Resolved.Taken(side));
        }
      }
    }
    return files;
  }

  private static Resolved preferred(ConflictedMerge conflict, String path, Side side)
      throws SetupException {
    try {
      File file = conflict.file(path).orElse(null);
      return file == null ? new Resolved.Taken(side) : OneSide.of(file, side);
    } catch (IOException | WorkspaceException e) {
      throw new SetupException("%s cannot be compared: %s".formatted(path, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupException("Interrupted.", e);
    }
  }

  private static Resolved content(ConflictedMerge conflict, String path, Path file)
      throws SetupException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new SetupException("%s cannot be read.".formatted(file), e);
    }
    String mode = mode(conflict.file(path).orElse(null));
    try {
      return new Resolved.Text(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(), mode);
    } catch (CharacterCodingException e) {
      return new Resolved.Bytes(bytes, mode);
    }
  }

  /// That of the task's file, else of what has landed: a file that could be run still can.
  private static String mode(@Nullable File file) {
    if (file != null) {
      for (Side side : List.of(Side.TASK, Side.LANDED)) {
        Version version = file.of(side);
        if (version != null && !version.isLink() && !version.isSubmodule()) {
          return version.mode();
        }
      }
    }
    return Resolved.PLAIN;
  }

  private String merged(ConflictedMerge conflict, String path) throws SetupException {
    Version merged =
        conflict
            .file(path)
            .orElseThrow(() -> new SetupException(path + " does not conflict."))
            .merged();
    if (merged == null || merged.text() == null) {
      throw new SetupException("git made no text of " + path + ".");
    }
    return SIDE.matcher(merged.text())
        .replaceAll(
            label ->
                Matcher.quoteReplacement(
                    switch (label.group().charAt(0)) {
                      case '<' -> "<<<<<<< landed";
                      case '>' -> ">>>>>>> " + task();
                      default -> "||||||| base";
                    }))
        .stripTrailing();
  }

  private String list(ConflictedMerge conflict, String run) {
    StringBuilder text = new StringBuilder(task() + " does not fit what landed:\n");
    for (File file : conflict.files()) {
      text.append("  ").append(file.path()).append("  ").append(sides(file)).append('\n');
    }
    return text.append(
            "Say what they are to be: %s --file PATH=FILE, or --take or --prefer landed|task"
                .formatted(CommandName.with("resolve %s %s".formatted(run, task()))))
        .toString();
  }

  private static String sides(File file) {
    String sides =
        file.left() == null
            ? "gone in what landed, changed by the task"
            : file.right() == null
                ? "changed in what landed, removed by the task"
                : file.base() == null ? "added by both" : "changed by both";
    return file.isText() ? sides : sides + ", no text";
  }

  private static String dropped(List<Loss> losses) {
    StringBuilder text = new StringBuilder("This drops what one side has done:\n");
    for (Loss loss : losses) {
      String side = loss.side() == Side.LANDED ? "of what landed" : "of what the task left";
      text.append("  ").append(loss.path()).append(", ").append(side).append('\n');
      loss.lines().forEach(line -> text.append("    - ").append(line).append('\n'));
    }
    return text.append("Where that is meant, say --yes.").toString();
  }
}
