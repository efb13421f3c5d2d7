package dev.signalbox.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Blocker;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingWordsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T15:40:00Z");

  @Test
  void tasksAreNamedAndCanBeFollowed() {
    Blocker blocker = new Blocker.OnTasks(List.of("a", "b", "c", "d", "e"));
    assertThat(WaitingWords.brief(blocker, NOW)).isEqualTo("5 tasks");
    Sentence sentence = sentence(blocker);
    assertThat(sentence.text()).isEqualTo("Comes after a, b, c and 2 more, which have not landed.");
    assertThat(sentence.parts()).filteredOn(Sentence.TaskLink.class::isInstance).hasSize(3);
    assertThat(sentence(new Blocker.OnTasks(List.of("a"))).text())
        .isEqualTo("Comes after a, which has not landed.");
  }

  @Test
  void aClaimNamesItsHolderTheGlobsAndTheProof() {
    Blocker held =
        new Blocker.OnClaim("api", "A", "src/*.java", "src/A*", "src/A.java", NOW.minusSeconds(60));
    assertThat(WaitingWords.line(held, NOW)).isEqualTo("waits: claim");
    assertThat(sentence(held).text())
        .isEqualTo(
            "api holds src/A* since 16:39; this task writes src/*.java. Both match src/A.java.");
    assertThat(sentence(new Blocker.OnClaim("api", "A", "web/**", "web/**", "web/a", NOW)).text())
        .isEqualTo("api holds web/** since 16:40, which this task writes too.");
    assertThat(sentence(new Blocker.OnClaim("api", "A", "a/b", "a/**", "a/b", null)).text())
        .isEqualTo("Stands behind api, which also claims a/**; this task writes a/b.");
  }

  @Test
  void everyOtherReasonIsASentence() {
    List<Blocker> blockers =
        List.of(
            new Blocker.OnAgent("AGT-001", 2),
            new Blocker.OnSlot(3, ""),
            new Blocker.OnSlot(1, ""),
            new Blocker.OnPerson("May it start?"),
            new Blocker.OnBackoff(NOW.plusMillis(19_500), "exit 3"),
            new Blocker.OnMergeQueue(1),
            new Blocker.OnMergeQueue(12),
            new Blocker.OnBaseCheck(),
            new Blocker.OnRun("paused"),
            new Blocker.Nothing());
    for (Blocker blocker : blockers) {
      assertThat(sentence(blocker).text()).as(blocker.toString()).matches("\\p{Lu}.*[.?]");
      assertThat(WaitingWords.brief(blocker, NOW)).isNotBlank().hasSizeLessThan(12);
    }
    assertThat(sentence(new Blocker.OnMergeQueue(12)).text()).contains("12th");
    assertThat(sentence(new Blocker.OnBackoff(NOW.plusMillis(19_500), "exit 3")).text())
        .isEqualTo("Tries again in 0:20. Exit 3.");
    assertThat(sentence(new Blocker.OnBackoff(NOW, "src/a.txt changed")).text())
        .endsWith(" src/a.txt changed.");
  }

  private static Sentence sentence(Blocker blocker) {
    return WaitingWords.sentence(blocker, NOW, ZoneId.of("Europe/Berlin"));
  }
}
