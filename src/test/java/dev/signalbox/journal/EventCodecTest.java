package dev.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.conflict.Conflict;
import dev.signalbox.engine.Event;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.watch.Reads;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  private final EventCodec codec = new EventCodec();

  @Test
  void everyKindOfEventHasItsName() {
    assertThat(RandomEvents.kinds().map(Class::getSimpleName).collect(Collectors.toSet()))
        .isEqualTo(EventCodec.types());
  }

  @Property(tries = 200)
  void everyEventComesBackEqual(@ForAll long seed) throws Exception {
    RandomEvents random = new RandomEvents(seed);
    for (Class<? extends Event> kind : RandomEvents.kinds().toList()) {
      Event event = random.event(kind);
      EventCodec.Encoded text = codec.encode(event);
      assertThat(text.type()).isEqualTo(kind.getSimpleName());
      assertThat(codec.decode(text.type(), text.body()))
          .as(text.body())
          .isEqualTo(EventCodec.withoutSecrets(event));
    }
  }

  @Test
  void unknownClaimsAreNotNoClaims() throws Exception {
    Task unknown = new Task("a", "x", "", Map.of());
    Task none = unknown.withClaims(new Claims(List.of(), List.of()));
    Task some = unknown.withClaims(new Claims(null, List.of(Glob.parse("a/**"))));
    for (Task task : List.of(unknown, none, some)) {
      EventCodec.Encoded text = codec.encode(new Event.TaskAdded(task));
      Event.TaskAdded back = (Event.TaskAdded) codec.decode(text.type(), text.body());
      assertThat(back.added().claims()).isEqualTo(task.claims());
      assertThat(back.added().claims().declaresWrites()).isEqualTo(task.claims().declaresWrites());
    }
  }

  @Test
  void whatAnEarlierJournalSaysOfTheBaseIsRead() throws Exception {
    assertThat(codec.decode("BaseNotMerged", "{\"base\":\"b\",\"why\":\"it does not fit in a\"}"))
        .isEqualTo(
            new Event.BaseNotMerged(
                "b", "it does not fit in a", Event.BaseNotMerged.Cause.PROBLEM));
    // Nor where the base and the branch parted.
    assertThat(codec.decode("BaseMoved", "{\"commit\":\"b\",\"behind\":2}"))
        .isEqualTo(new Event.BaseMoved("b", 2, ""));
  }

  @Test
  void valuesOfAnAgentsEnvironmentStayOut() {
    Agent agent = new Agent("A", "shell", 1, "sh", Map.of("API_TOKEN", "s3cr3t"), null);
    Plan bare = Plan.ofTasks("p", 1, List.of());
    Plan plan = bare.withAgents(Map.of("A", agent));
    String body = codec.encode(new Event.RunStarted("r", plan, "", "", "", "", List.of())).body();
    assertThat(body).contains("API_TOKEN").doesNotContain("s3cr3t");
  }

  @Test
  void aPlanFromBeforeHooksRanRunsNone() throws Exception {
    Event event =
        new Event.RunStarted("r", Plan.ofTasks("p", 1, List.of()), "", "", "", "", List.of());
    EventCodec.Encoded text = codec.encode(event);
    assertThat(text.body()).contains(",\"hooks\":\"SKIP\"");
    assertThat(codec.decode(text.type(), text.body().replace(",\"hooks\":\"SKIP\"", "")))
        .isEqualTo(event);
  }

  @Test
  void versionsOfFilesStayOut() {
    Conflict conflict =
        new Conflict(
            Conflict.Kind.TEXT,
            List.of("a", "b"),
            List.of("f"),
            "",
            Map.of("f", new Conflict.Versions("base text", "left", "right")));
    assertThat(codec.encode(new Event.ConflictFound("a", conflict)).body())
        .doesNotContain("base text");
  }

  @Test
  void whatWasReadIsUnknownInAJournalFromBeforeItWasObserved() throws Exception {
    String body =
        """
        {"task":"a","attempt":1,"sealed":{"key":{"run":"r","task":"a","number":1},"base":"b",
         "commit":"c","changes":[],"repositoryChanges":[]}}
        """;
    Event.AttemptSealed sealed = (Event.AttemptSealed) codec.decode("AttemptSealed", body);
    assertThat(sealed.sealed().reads()).isEqualTo(Reads.UNKNOWN);
  }

  @Test
  void aKindItDoesNotKnowIsSaid() {
    assertThatThrownBy(() -> codec.decode("Teleported", "{}"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("Teleported")
        .hasMessageContaining("newer Signalbox");
  }

  @Test
  void textThatIsNoEventIsSaid() {
    assertThatThrownBy(() -> codec.decode("Noted", "{\"text\":"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("Noted");
  }
}
