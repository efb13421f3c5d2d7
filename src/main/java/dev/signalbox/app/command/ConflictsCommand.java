package dev.signalbox.app.command;

import dev.signalbox.app.SetupException;
import dev.signalbox.app.pairs.PairJudge;
import dev.signalbox.app.pairs.PairSource;
import dev.signalbox.workspace.WorkspaceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `signalbox conflicts`.
@Command(
    name = "conflicts",
    mixinStandardHelpOptions = true,
    description = {
      "Says for each pair of branches, commits or work trees whether they merge: git's own verdict,"
          + " without a checkout, and without writing into the repository.",
      "Prints left, right, clean or conflict or unusable, the merged tree, and the paths in"
          + " conflict, with tabs between them."
    },
    footer = {
      "",
      "A name is a branch, a commit, anything git knows a commit by, or worktree:PATH, which stands",
      "for what lies in that work tree, uncommitted and untracked files too.",
      "Exit codes: 0 all merge, 1 some conflict, 2 there is no verdict on some."
    })
final class ConflictsCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(
      paramLabel = "BRANCH",
      arity = "0..*",
      description = "Each of these with each other, where there is no --pairs.")
  private List<String> branches = List.of();

  @Option(
      names = "--repo",
      paramLabel = "DIR",
      description = "A folder in the repository, a bare one too (default: the current folder).")
  private Path repository = Path.of("");

  @Option(
      names = "--pairs",
      paramLabel = "FILE|-",
      description = "A file, or standard input, with a pair a line: LEFT, a tab or a space, RIGHT.")
  private @Nullable String pairs;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "How to print them: text is tab-separated values.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws SetupException, InterruptedException {
    Terminal terminal = Objects.requireNonNull(root).terminal();
    if ((pairs == null) == branches.isEmpty() || branches.size() == 1) {
      throw new SetupException("Name two branches or more, or a file of pairs with --pairs FILE.");
    }
    PairTally tally = new PairTally(terminal);
    PairPrinter printer = PairPrinter.of(format, terminal.out());
    try (BufferedReader lines = lines()) {
      new PairJudge(repository.toAbsolutePath(), terminal.environment())
          .judge(
              source(lines),
              judged -> {
                tally.count(judged);
                printer.print(judged);
              });
      printer.end();
      return tally.exit();
    } catch (PairPrinter.Unread e) {
      return tally.exit();
    } catch (WorkspaceException e) {
      throw new SetupException(e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new SetupException("There is no file %s.".formatted(pairs), e);
    } catch (IOException e) {
      throw new SetupException("%s cannot be read (%s).".formatted(pairs, e.getMessage()), e);
    }
  }

  private PairSource source(BufferedReader lines) {
    if (pairs == null) {
      return PairSource.all(branches);
    }
    return PairSource.lines(lines, pairs.equals("-") ? "standard input" : pairs);
  }

  // Names are UTF-8 wherever this runs; the terminal's own reader goes by its locale.
  private BufferedReader lines() throws IOException {
    if (pairs == null) {
      return new BufferedReader(Reader.nullReader());
    }
    return pairs.equals("-")
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : new BufferedReader(
            new InputStreamReader(Files.newInputStream(Path.of(pairs)), StandardCharsets.UTF_8));
  }
}
