package dev.signalbox.console.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;

class AgentColoursTest {
  private static final List<String> TWENTY =
      IntStream.range(0, 20).mapToObj(i -> "AGT-%03d".formatted(i)).toList();

  @Test
  void theFirstFourAreThoseOfThePictures() {
    AgentColours colours = new AgentColours(TWENTY);
    assertThat(TWENTY.subList(0, 4).stream().map(a -> colours.of(a).fill()))
        .containsExactly(
            Color.web("#56b4e9"), Color.web("#cc79a7"), Color.web("#e69f00"), Color.web("#009e73"));
  }

  @Test
  void everyNameCanBeReadOnEverySurfaceOfBothThemes() {
    AgentColours colours = new AgentColours(TWENTY);
    for (String agent : TWENTY) {
      for (Theme theme : Theme.values()) {
        Palette p = theme.palette();
        Color ink = colours.of(agent).text(p);
        for (Color ground : List.of(p.canvas(), p.surface(), p.raised())) {
          assertThat(Palette.contrast(ink, ground))
              .as("%s in %s on %s", agent, theme, ground)
              .isGreaterThanOrEqualTo(4.5);
        }
      }
    }
  }

  @Test
  void noTwoAgentsLookAlike() {
    AgentColours colours = new AgentColours(TWENTY);
    Set<AgentColour> seen = new HashSet<>();
    TWENTY.forEach(agent -> assertThat(seen.add(colours.of(agent))).as(agent).isTrue());
    assertThat(colours.of(TWENTY.get(8)).round()).isEqualTo(1);
    assertThat(colours.of(TWENTY.get(8)).fill()).isEqualTo(colours.of(TWENTY.get(0)).fill());
  }

  @Test
  void anAgentThePlanDoesNotNameIsGrey() {
    assertThat(new AgentColours(TWENTY).of("?").fill()).isEqualTo(AgentColours.NONE.of("x").fill());
  }
}
