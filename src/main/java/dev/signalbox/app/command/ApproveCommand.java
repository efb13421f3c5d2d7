package dev.signalbox.app.command;

import dev.signalbox.app.SetupException;
import dev.signalbox.engine.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `signalbox approve RUN TASK`.
@CommandLine.Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description =
        "Says yes where a task of a running run waits for a person: before its start, before it lands, or whether it runs again.")
final class ApproveCommand extends AskTaskCommand {
  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why, for the journal and the report.")
  private String message = "";

  @Option(
      names = "--commit-message",
      paramLabel = "TEXT|-",
      description =
          "Before a landing: what the commit says, - to read it from standard input. The lines that"
              + " Signalbox adds come after it.")
  private String commitMessage = "";

  @Override
  Command command(String by, Target target) throws SetupException {
    return new Command.Approve(task(), by, message, "", commitMessage());
  }

  private String commitMessage() throws SetupException {
    if (!commitMessage.equals("-")) {
      return commitMessage;
    }
    try {
      // One more than may be, so that too much is refused and not cut.
      byte[] read = System.in.readNBytes(4 * Command.MOST_OF_A_MESSAGE + 1);
      String text = new String(read, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new SetupException(
            "Standard input has no message. Give one, or leave --commit-message out.");
      }
      return text;
    } catch (IOException e) {
      throw new SetupException("The message cannot be read (%s).".formatted(e.getMessage()), e);
    }
  }
}
