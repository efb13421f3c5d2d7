package dev.signalbox.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class SubcommandsTest {

  @Test
  void eachIsFoundByItsNameAlone() {
    for (Class<?> command : Subcommands.all()) {
      if (command != CommandLine.HelpCommand.class) {
        String name = command.getAnnotation(Command.class).name();
        assertThat(Subcommands.neededFor(name, "--help")).as(name).containsExactly(command);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"help", "--help", "-h", "--version", "rnu", "signalbox", "ask", "Run", ""})
  void whatNamesNoneNeedsAll(String word) {
    assertThat(Subcommands.neededFor(word)).isEqualTo(Subcommands.all());
    assertThat(Subcommands.neededFor()).isEmpty();
  }
}
