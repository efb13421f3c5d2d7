package dev.signalbox.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.signalbox.claim.Glob;
import dev.signalbox.engine.Event;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.workspace.Resolved;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Events as text and back. An event is the simple name of its record and a JSON object of its
/// components.
///
/// Two things do not come back as they went in, on purpose. Values of agents' `env` may be secrets:
/// only their names are kept, each with the value [#HIDDEN]; who needs the values (a resume does)
/// reads the plan file again. The versions of files in a conflict are too big for a log and lie in
/// git.
public final class EventCodec {
  /// Stands where a value was left out.
  public static final String HIDDEN = "…";

  /// Every kind of event, by hand: a name in a journal is for ever, so renaming a record must not
  /// silently rename it here.
  private static final Map<String, Class<? extends Event>> TYPES =
      List.<Class<? extends Event>>of(
              Event.RunStarted.class,
              Event.RunResumed.class,
              Event.Paused.class,
              Event.Continued.class,
              Event.Draining.class,
              Event.Stopping.class,
              Event.ParallelChanged.class,
              Event.CapacityChanged.class,
              Event.Throttled.class,
              Event.BreakerOpened.class,
              Event.BreakerHalfOpened.class,
              Event.BreakerClosed.class,
              Event.LimitReached.class,
              Event.LimitLifted.class,
              Event.Reordered.class,
              Event.HeadMoved.class,
              Event.BaseMoved.class,
              Event.BaseMergeStarted.class,
              Event.BaseLandingStarted.class,
              Event.BaseMerged.class,
              Event.BaseNotMerged.class,
              Event.BaseCheckStarted.class,
              Event.BaseChecked.class,
              Event.CheckDoubted.class,
              Event.RunEnded.class,
              Event.Noted.class,
              Event.TaskAdded.class,
              Event.TaskChanged.class,
              Event.TaskRemoved.class,
              Event.TaskHeld.class,
              Event.TaskReleased.class,
              Event.Yielded.class,
              Event.SentBack.class,
              Event.DependencyAdded.class,
              Event.YieldEnded.class,
              Event.AttemptParked.class,
              Event.Unparked.class,
              Event.BecameReady.class,
              Event.NoLongerReady.class,
              Event.ApprovalAsked.class,
              Event.Reminded.class,
              Event.Approved.class,
              Event.Rejected.class,
              Event.AttemptStarted.class,
              Event.AttemptPrepared.class,
              Event.AttemptEnded.class,
              Event.AttemptSealed.class,
              Event.Queued.class,
              Event.MergeStarted.class,
              Event.Merged.class,
              Event.CheckStarted.class,
              Event.CheckPassed.class,
              Event.CheckFailed.class,
              Event.HookRefused.class,
              Event.SigningFailed.class,
              Event.LandingStarted.class,
              Event.Landed.class,
              Event.LandingFound.class,
              Event.ConflictFound.class,
              Event.ConflictClosed.class,
              Event.ConflictSeen.class,
              Event.ConflictGone.class,
              Event.TrialStarted.class,
              Event.TrialEnded.class,
              Event.DecisionAsked.class,
              Event.ResolutionGiven.class,
              Event.ConflictResolved.class,
              Event.RungsTried.class,
              Event.RetryScheduled.class,
              Event.RetryDue.class,
              Event.TaskFailed.class,
              Event.TaskSkipped.class,
              Event.TaskCancelled.class,
              Event.TaskReset.class,
              Event.AttemptLost.class)
          .stream()
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, type -> type));

  private final JsonMapper mapper;

  /// By simple name: to find out how a record is written costs more than to write a short one.
  private final Map<String, ObjectWriter> writers = new HashMap<>();

  /// An event as text.
  ///
  /// @param type the simple name of its record
  /// @param body a JSON object of its components
  public record Encoded(String type, String body) {}

  public EventCodec() {
    mapper = mapper();
    TYPES.forEach((name, type) -> writers.put(name, mapper.writerFor(type)));
  }

  /// How records become JSON here, in the log and wherever else they are written.
  public static JsonMapper mapper() {
    SimpleModule module = new SimpleModule("signalbox");
    module.addSerializer(Glob.class, new GlobWriter());
    module.addDeserializer(Glob.class, new GlobReader());
    return JsonMapper.builder()
        .addModule(module)
        .addMixIn(Resolved.class, NamedByKind.class)
        // Only the components of a record: `isEmpty()` and its like are computed.
        .changeDefaultVisibility(
            v ->
                v.withIsGetterVisibility(
                    com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility.NONE))
        // A number that is none comes back as itself and not as a word.
        .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /// The names of all kinds of events.
  static java.util.Set<String> types() {
    return TYPES.keySet();
  }

  public Encoded encode(Event event) {
    String type = event.getClass().getSimpleName();
    ObjectWriter writer = writers.get(type);
    if (writer == null) {
      throw new IllegalArgumentException("Events of kind %s cannot be kept".formatted(type));
    }
    return new Encoded(type, writer.writeValueAsString(withoutSecrets(event)));
  }

  /// @throws JournalException where this Signalbox does not know such an event
  public Event decode(String type, String body) throws JournalException {
    Class<? extends Event> kind = TYPES.get(type);
    if (kind == null) {
      throw new JournalException(
          "It holds an event of a kind this Signalbox does not know (%s). Use a newer Signalbox."
              .formatted(type));
    }
    try {
      return mapper.readValue(body, kind);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new JournalException(
          "It holds an event that cannot be read (%s: %s).".formatted(type, firstLine(e)), e);
    }
  }

  /// `event` as it may be kept.
  static Event withoutSecrets(Event event) {
    return switch (event) {
      case Event.RunStarted e ->
          new Event.RunStarted(
              e.run(),
              withoutSecrets(e.plan()),
              e.planFile(),
              e.repository(),
              e.base(),
              e.head(),
              e.notes());
      case Event.ConflictSeen e -> new Event.ConflictSeen(e.task(), e.conflict().withoutVersions());
      case Event.ConflictFound e ->
          new Event.ConflictFound(e.task(), e.conflict().withoutVersions());
      case Event.ConflictResolved e ->
          new Event.ConflictResolved(e.task(), e.conflict().withoutVersions(), e.settlement());
      default -> event;
    };
  }

  private static Plan withoutSecrets(Plan plan) {
    Map<String, Agent> agents = new LinkedHashMap<>();
    plan.agents()
        .forEach(
            (id, agent) -> {
              Map<String, String> env = new LinkedHashMap<>(agent.env());
              env.replaceAll((name, value) -> HIDDEN);
              agents.put(id, agent.withEnv(env));
            });
    return plan.withAgents(agents);
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /// A name in a journal is for ever.
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Resolved.Text.class, name = "text"),
    @JsonSubTypes.Type(value = Resolved.Bytes.class, name = "bytes"),
    @JsonSubTypes.Type(value = Resolved.Taken.class, name = "taken"),
    @JsonSubTypes.Type(value = Resolved.Gone.class, name = "gone")
  })
  private interface NamedByKind {}

  private static final class GlobWriter extends ValueSerializer<Glob> {
    @Override
    public void serialize(Glob glob, JsonGenerator out, SerializationContext context) {
      out.writeString(glob.pattern());
    }
  }

  private static final class GlobReader extends ValueDeserializer<Glob> {
    @Override
    public Glob deserialize(JsonParser in, DeserializationContext context) {
      return Glob.parse(in.getValueAsString());
    }
  }
}
